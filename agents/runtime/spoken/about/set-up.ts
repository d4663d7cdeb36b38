import { familyOf } from "../reading.ts";

const howMany =
  /(?:换|切|转)(?:了|过)?[线型产]?(?:了|过)?(?:要|得|会|换|切)?(?:了|过)?[^，,。]{0,3}(?:几|多少)[次回趟]|(?:换|切|转)(?:几|多少)[次回](?:线|型|产|机种)|(?:几|多少)[次回趟](?:换|切|转)[线型产]|(?:换|切|转)[线型产]的?(?:次数|频率)|(?<![a-z])(?:how (?:many|often)|number of|count of) .{0,12}(?:set-?ups?|change-?overs?|line changes?|changes? of (?:set-?up|product))(?![a-z])|(?<![a-z])(?:set-?up|change-?over) counts?(?![a-z])/i;
const past =
  /昨|前天|上[个一]?(?:周|月|星期|礼拜|班)|[换做]了|刚才|过去|(?<![a-z])(?:yesterday|last|past|did|were|was|had|so far)(?![a-z])/i;

/** Whether a sentence asks how many set-ups there are, were or will be. */
export const asksHowManySetUps = (sentence: string): boolean => howMany.test(sentence);

/** Whether it asks how many there are to be. */
export const asksForPlannedSetUps = (sentence: string): boolean =>
  asksHowManySetUps(sentence) && !past.test(sentence);

/** Whether it asks how many there were. */
export const asksForPastSetUps = (sentence: string): boolean =>
  asksHowManySetUps(sentence) && past.test(sentence);

const nextOne =
  /(?:下1?一?次|下一?回|(?:啥|什么)时候|几点|何时).{0,8}(?:换[线型产]|转产)|(?:换[线型产]|转产).{0,6}(?:(?:啥|什么)时候|几点|何时)|(?<![a-z])(?:next|when)(?![a-z]).{0,20}(?:set-?up|change-?over|line change)(?![a-z])/i;
/** When one that goes on will be over. */
const over =
  /完|好(?!几)|结束|到哪|还[要得]|(?<![a-z])(?:done|finish\w*|over|end|left|complete\w*|if|tell|notify)(?![a-z])|如果|要是|通知|告诉|提醒/i;

/** Whether it asks when the next one will be. */
export const asksForNextSetUp = (sentence: string): boolean =>
  nextOne.test(sentence) && !over.test(sentence) && !past.test(sentence);

/** From what a line is set up for to what: products, or all of those of a family that is named without a number. */
export interface SetUpAsked {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

const changes =
  /换[线型]|[切转换调][到成为]|切换|转产|改做|改产|(?<![a-z])(?:change-?overs?|chang(?:e|ing) over|set-?ups?|setting up|switch\w*|go(?:ing)? from|chang(?:e|ing) from|mov(?:e|ing) from)(?![a-z])/i;
const howLong =
  /多久|多长时间|多少(?:时间|分钟|小时)|几分钟|几个?(?:小时|钟头)|时间|(?<![a-z])(?:how (?:long|much time|many (?:minutes|hours))|time|takes?|minutes)(?![a-z])/i;
/** Words before what a line is changed from: of two products the second may be that one. */
const before = /(?:(?<![a-z])from(?: the| an?)?|从|由|(?:之前|原来|现在)(?:是|做|干|在做)?) ?$/i;

/** The products that a word names: one, or a whole family. */
const meant = (word: string, products: readonly string[]): readonly string[] => {
  const plain = word.replace("-", "").toLowerCase();
  const one = products.find((id) => id.replace("-", "").toLowerCase() === plain);
  return one ? [one] : products.filter((id) => familyOf(id).toLowerCase() === plain);
};

/** Whether a sentence asks how long a change of set-up takes; from what to what, the names of the plant tell. */
export const asksForSetUp = (sentence: string): boolean => changes.test(sentence) && howLong.test(sentence);

/** The set-up whose length a sentence asks for, from one product or family to another; undefined where it asks for none. */
export const setUpAsked = (sentence: string, products: readonly string[]): SetUpAsked | undefined => {
  if (!asksForSetUp(sentence)) return undefined;
  const named: { readonly ids: readonly string[]; readonly isFrom: boolean }[] = [];
  for (const { 0: word, index } of sentence.matchAll(/(?<![a-z\d-])[a-z]{2,5}-?(?:\d{2,5})?(?![a-z\d])/gi)) {
    const ids = meant(word, products);
    if (ids.length === 0 || named.some((one) => one.ids.join() === ids.join())) continue;
    named.push({ ids, isFrom: before.test(sentence.slice(0, index)) });
  }
  const [first, second, ...more] = named;
  if (!first || !second || more.length > 0) return undefined;
  return second.isFrom && !first.isFrom
    ? { from: second.ids, to: first.ids }
    : { from: first.ids, to: second.ids };
};
