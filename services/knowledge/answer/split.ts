const joints = /\s*(?:和|以及|及|与|、)\s*|\s+and\s+(?:the\s+)?/g;
const ids = /[A-Za-z]{2,}-\d[\w-]*/g;
const asking = /分别|各?是多少|各多少|是什么|[？?。]\s*$/g;

/**
 * "A 和 B 是多少" asks two things of one subject: the two questions, or none where a sentence asks one thing.
 */
export const halvesOf = (question: string): string[] => {
  const found = [...question.matchAll(joints)];
  if (found.length !== 1) return [];
  const [joint] = found;
  const before = question.slice(0, joint!.index).trim();
  const after = question
    .slice(joint!.index + joint![0].length)
    .replace(asking, "")
    .trim();
  if (before.length < 3 || after.length < 2) return [];
  const subject = [...new Set(question.match(ids) ?? [])];
  const withSubject = (part: string) => [...subject.filter((id) => !part.includes(id)), part].join(" ");
  // "Burn-in temperature and duration": one word more stands for the last of those before it.
  const led = /^[a-z]+$/i.test(after) && /\s/.test(before) ? before.replace(/\s\S+$/, "") : "";
  if (led) return [withSubject(before), withSubject(`${led} ${after}`)];
  // What follows a subject of English, "of X", belongs to both.
  return [withSubject(before), withSubject(after)];
};
