const leads =
  /^(?:那要是|那如果|要是|如果是?|换成|那么?|还有|以及|what about|how about|and(?: for| of)?(?: the)?)\s*/i;
const tail = /(?:呢|怎么样)?\s*[?？。!！]*\s*$/;
const ids = /[A-Za-z]{2,}-\d[\w-]*/g;
const longest = 40;

/** Whether a sentence says only what is different from the question before it. */
export const isFollowUp = (text: string): boolean =>
  text.length <= longest && (leads.test(text) || (/呢\s*[?？]?$/.test(text) && text.length <= 20));

/** A sentence without what links it to the one before. */
export const saidOf = (text: string): string => text.replace(leads, "").replace(tail, "").trim();

/** A product's number alone, which stands for its id: 5611呢. */
const numberAlone = /^(?:the )?(\d{3,5})(?:的|那个|那款)?$/;

/**
 * "那 AAU-5611 呢？" after "RRU-5201 的峰值温度上限是多少？" asks the same of the other: its id takes the place of the one
 * before; without an id, what it says is asked of the subject before.
 */
export const completed = (text: string, before: string): string => {
  const said = saidOf(text);
  const number = numberAlone.exec(said)?.[1];
  const [named] = number ? [number] : (said.match(ids) ?? []);
  const subjects = before.match(ids) ?? before.match(/(?<!\d)\d{4}(?!\d)/g) ?? [];
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
