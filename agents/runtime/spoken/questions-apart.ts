import type { Wishes } from "./wishes-by-order.ts";

/** An id, by its letters; a number of four digits alone is an order's, unless it counts, dates or measures. */
const code =
  /(?<![a-z\d-])(?<letters>[a-z]{2,5})[- ]?[a-z]?\d{1,6}(?!\d)|(?<![a-z\d.:/-])\d{4}(?![\d年]|[-.:/]\d| ?(?:台|件|块|片|个|套|pcs|units?|pieces|boards))/gi;
const asks =
  /[?？]|吗|呢|怎么|咋|多少|几|哪|谁|什么|啥|为何|没有?$|不$|(?<![a-z])(?:what|how|which|who|when|where|why|is|are|does|do|can|will|any)(?![a-z])/i;
/** What says more of the first, or makes one question of both. */
const goesWith =
  /^(?:是|还是|那|就|也|则|或者?|会不会|能不能)|(?<![a-z])(?:it|them|that|those|or|then|because)(?![a-z])/i;
const conditional = /^(?:如果|要是|假如|万一|若)|的话$|(?<![a-z])(?:if|when|once)(?![a-z])/i;

const kindsIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(code)].map(({ groups }) => (groups?.["letters"] ?? "WO").toUpperCase()));

/** Questions of one sentence that are asked of different things, each by its id: 1053啥时候能好，SMT-4现在咋样. */
export const questionsApart = (sentence: string): Wishes | undefined => {
  const clauses = sentence
    .split(/[，,；;。?？!！]+ */)
    .map((part) => part.replace(/^(?:另外|还有|顺便|顺带|对了|and |also )[，, ]*/i, "").trim())
    .filter(Boolean);
  const [first, ...others] = clauses;
  if (!first || others.length === 0 || conditional.test(first) || !asks.test(first)) return undefined;
  const seen = new Set(kindsIn(first));
  if (seen.size === 0) return undefined;
  for (const clause of others) {
    const kinds = kindsIn(clause);
    if (kinds.size === 0 || !asks.test(clause) || goesWith.test(clause)) return undefined;
    for (const kind of kinds) {
      if (seen.has(kind)) return undefined;
      seen.add(kind);
    }
  }
  return { first, others };
};
