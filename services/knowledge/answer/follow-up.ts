const leads = /^(?:那么?|还有|以及|那如果|what about|how about|and(?: for| of)?)\s*/i;
const tail = /(?:呢|怎么样)?\s*[?？。!！]*\s*$/;
const ids = /[A-Za-z]{2,}-\d[\w-]*/g;
const longest = 40;

/** Whether a sentence says only what is different from the question before it. */
export const isFollowUp = (text: string): boolean =>
  text.length <= longest && (leads.test(text) || (/呢\s*[?？]?$/.test(text) && text.length <= 20));

/**
 * "那 AAU-5611 呢？" after "RRU-5201 的峰值温度上限是多少？" asks the same of the other: its id takes the place of the one
 * before; without an id, what it says is asked of the subject before.
 */
export const completed = (text: string, before: string): string => {
  const said = text.replace(leads, "").replace(tail, "").trim();
  const [named] = said.match(ids) ?? [];
  const subjects = before.match(ids) ?? [];
  if (named && subjects.length > 0) {
    const family = named.split("-")[0]!.toLowerCase();
    const replaced = subjects.find((id) => id.split("-")[0]!.toLowerCase() === family) ?? subjects[0]!;
    const rest = said
      .replace(named, "")
      .replace(/^\s*(?:的|for|of)\s*|\s*(?:的|for|of)\s*$/g, "")
      .trim();
    return rest.length > 1 ? `${named} ${rest}` : before.replaceAll(replaced, named);
  }
  return named
    ? `${said} ${before}`
    : `${subjects.join(" ")} ${said} ${subjects.length > 0 ? "" : before}`.trim();
};
