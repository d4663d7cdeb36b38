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

/** A range is its two ends: 腕带电阻范围, "the limits of the output power". */
const rangeZh = /^(.{2,}?)的?(?<!适用|规定)(?:范围|限值)(?:是)?(?:多少|什么)?[?？。]?$/;
const rangeEn = /^(?:what (?:is|are) )?(?:the )?(?:limits|range) (?:of|for) (?:the )?(.+?)[?.]?$/i;

/** The questions for both ends of a range that is asked for; none where a sentence asks for no range. */
export const endsOf = (question: string): string[] => {
  const zh = rangeZh.exec(question)?.[1];
  if (zh) return [`${zh}下限`, `${zh}上限`];
  const en = rangeEn.exec(question)?.[1];
  return en ? [`lower limit of ${en}`, `upper limit of ${en}`] : [];
};
