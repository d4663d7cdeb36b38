/** What makes a clause a question of its own. */
const asks =
  /呢$|多少|多[久长快高大重厚宽远]|几|谁|哪|什么|怎么|如何|(?<![a-z])(?:how|what|which|who|when|where)(?![a-z])/i;
/** Where one ends and the next begins; two amounts in a row need no sign between them: 多少度多少小时. */
const ends =
  /[，,；;？?]\s*|(?<=多少(?:度|小时|分钟|秒|天|件|颗|次|个|克|公斤))(?=多少|多久|几)|\s+and\s+(?=(?:how|what|which|who|when|where)(?![a-z]))/i;

/** The questions of a sentence that asks several in clauses of their own; one where a clause only says of what it asks. */
export const clausesOf = (sentence: string): readonly string[] => {
  const clauses = sentence
    .split(ends)
    .map((part) => part.trim().replace(/^(?:and|then) /i, ""))
    .filter(Boolean);
  return clauses.length > 1 && clauses.length <= 3 && clauses.every((part) => asks.test(part))
    ? clauses
    : [sentence];
};
