import { familyOf } from "../reading.ts";

const howMany =
  /(?:换线|换型|换产|转产|切换)(?:要|得|会)?(?:几|多少)[次回]|(?:换|切|转)(?:几|多少)[次回](?:线|型|产|机种)|(?<![a-z])how (?:many|often) .{0,12}(?:set-?ups?|change-?overs?|line changes?|changes? of (?:set-?up|product))(?![a-z])/i;
const past =
  /昨|前天|上[个一]?(?:周|月|星期|礼拜|班)|换了|刚才|过去|(?<![a-z])(?:yesterday|last|past|did|were|was|had|so far)(?![a-z])/i;

/** Whether a sentence asks how many set-ups there are to be; of those there were it does not. */
export const asksForPlannedSetUps = (sentence: string): boolean =>
  howMany.test(sentence) && !past.test(sentence);

/** From what a line is set up for to what: products, or all of those of a family that is named without a number. */
export interface SetUpAsked {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

const changes =
  /换[线型]|[切转换调][到成为]|切换|转产|改做|改产|(?<![a-z])(?:change-?overs?|chang(?:e|ing) over|set-?ups?|setting up|switch\w*|go(?:ing)? from|chang(?:e|ing) from|mov(?:e|ing) from)(?![a-z])/i;
const howLong =
  /多久|多长时间|多少(?:时间|分钟|小时)|几分钟|几个?(?:小时|钟头)|时间|(?<![a-z])(?:how (?:long|much time|many (?:minutes|hours))|time|takes?|minutes)(?![a-z])/i;
/** What it is changed to stands first: "to SRV-330 from RRU-5302". */
const toFirst =
  /(?<![a-z])(?:to|into) [a-z]{2,5}-?\d*.{0,16}(?<![a-z])from [a-z]|[切转换调][到成为] ?[a-z]{2,5}-?\d*.{0,8}(?:之前|原来|现在)(?:是|做)/i;

/** The products that a word names: one, or a whole family. */
const meant = (word: string, products: readonly string[]): readonly string[] => {
  const plain = word.replace("-", "").toLowerCase();
  const one = products.find((id) => id.replace("-", "").toLowerCase() === plain);
  return one ? [one] : products.filter((id) => familyOf(id).toLowerCase() === plain);
};

/** The set-up whose length a sentence asks for, from one product or family to another; undefined where it asks for none. */
export const setUpAsked = (sentence: string, products: readonly string[]): SetUpAsked | undefined => {
  if (!changes.test(sentence) || !howLong.test(sentence)) return undefined;
  const words = sentence.match(/(?<![a-z\d-])[a-z]{2,5}-?(?:\d{2,5})?(?![a-z\d])/gi) ?? [];
  const named = [...new Set(words.map((word) => word.toUpperCase()))]
    .map((word) => meant(word, products))
    .filter((ids) => ids.length > 0);
  const [first, second, ...more] = named;
  if (!first || !second || more.length > 0) return undefined;
  return toFirst.test(sentence) ? { from: second, to: first } : { from: first, to: second };
};
