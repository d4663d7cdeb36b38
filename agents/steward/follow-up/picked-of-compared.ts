import type { LastCall } from "./said.ts";

type Told = LastCall["evidence"][number];

const text = ({ facts }: Told, name: string): string => String(facts?.[name] ?? "");
const least = (name: string) => (those: readonly Told[]) => {
  const known = those.filter((one) => text(one, name) !== "");
  return known.toSorted((a, b) => text(a, name).localeCompare(text(b, name)))[0];
};
const most = (name: string) => (those: readonly Told[]) =>
  those.toSorted((a, b) => text(b, name).localeCompare(text(a, name)))[0];
const only = (is: (one: Told) => boolean) => (those: readonly Told[]) => {
  const [one, ...others] = those.filter(is);
  return others.length === 0 ? one : undefined;
};
const lacks = ({ facts }: Told) => Number(facts?.["short"] ?? 0) > 0;

/** What tells one of several orders from the others: as it is described or asked for, and which of them that is. */
const marks: readonly (readonly [RegExp, (those: readonly Told[]) => Told | undefined])[] = [
  [/不(?:晚|迟|延期|误)|(?<![a-z])(?:on time|in time)(?![a-z])/i, only(({ facts }) => !facts?.["late"])],
  [/缺料|不齐|没齐|(?<![a-z])(?:short|incomplete|missing)(?![a-z])/i, only(lacks)],
  [
    /料齐|齐套|齐(?:了)?的|(?<![a-z])(?:complete|its kit|has .{0,8}(?:kit|material))(?![a-z])/i,
    only((one) => !lacks(one)),
  ],
  [/后交|晚交|不急|(?<![a-z])(?:due (?:later|last)|later|less urgent)(?![a-z])/i, most("due")],
  [
    /先(?:做)?完|先(?:好|出)|早完|(?<![a-z])(?:done|finish\w*|ships?|ready|out) (?:first|earlier|sooner)(?![a-z])/i,
    least("end"),
  ],
  [/会?(?:晚|迟|延期|误)|(?<![a-z])late(?![a-z])/i, only(({ facts }) => Boolean(facts?.["late"]))],
  [/急|先交|早交|要紧|(?<![a-z])(?:urgent|due first|earlier|sooner|first)(?![a-z])/i, least("due")],
];

/** One that is described: 急的那个, "the late one". */
const described =
  /(?:(?:那|这)一?[个张单]?)?(?:(?:最|更|比较)?(?:急|早|晚|迟|缺料|料?齐|不齐|不急|要紧|先交|后交|先完|延期|会晚)了?的)(?:那|这)?一?[个张单]?(?:工?单)?|(?<![a-z])the (?:more |most |less )?(?:urgent|late|earlier|later|short|complete|first) (?:one|order)(?![a-z])/i;
/** The one that the answer told, which the question had asked for. */
const thatOne =
  /(?<!\d)(?:那|这)一?[个张](?:工?单)?(?![^，,。]*[哪几])|(?<![a-z])(?:that|this)(?: one| order)(?![a-z])|(?<![a-z])it(?=$|[ .!?]*(?:then|please|pls|now)?[.!?]*$)/i;

/** The orders that were compared last; none where something else was told. */
export const comparedLast = (last: LastCall | undefined): readonly Told[] =>
  last?.tool === "compare_orders"
    ? last.evidence.filter(({ kind, facts }) => kind === "order" && facts?.["due"] !== undefined)
    : [];

/**
 * The one of the orders that were compared last which a sentence points at, and the words that do: "release that one" after "which ships
 * first". Undefined where the words, or the question before, leave it open.
 */
export const pickedOf = (
  last: LastCall | undefined,
  sentence: string,
): { readonly order: string; readonly words: string } | undefined => {
  const those = comparedLast(last);
  if (!last || those.length < 2 || sentence.length > 60) return undefined;
  const one = described.exec(sentence);
  const words = one?.[0] ?? thatOne.exec(sentence)?.[0];
  if (!words) return undefined;
  const asked = one ? words : (last.args.words ?? last.text);
  const order = marks.find(([said]) => said.test(asked))?.[1](those)?.id;
  return order ? { order, words } : undefined;
};
