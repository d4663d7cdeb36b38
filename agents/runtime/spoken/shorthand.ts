import { spelt } from "./spelling.ts";

/** What people who type in haste write for words that the reading of a sentence rests on. */
const words: readonly (readonly [RegExp, string])[] = [
  [/(?<![a-z\d-])(?:yday|yest|yesterd|ystd|yesteday)(?![a-z\d])/gi, "yesterday"],
  [/(?<![a-z\d-])(?:tmrw|tmr|tmw|tomoz|tomorow|tommorow|2moro|2morrow)(?![a-z\d])/gi, "tomorrow"],
  [/(?<![a-z\d-])(?:tonite|2nite)(?![a-z\d])/gi, "tonight"],
  [/(?<![a-z\d-])nite(?![a-z\d])/gi, "night"],
  [/(?<![a-z\d-])(?:wk|wek)(s?)(?![a-z\d])/gi, "week$1"],
  [/(?<![a-z\d-])arnd(?![a-z\d])/gi, "around"],
  [/(?<![a-z\d-])enuf+(?![a-z\d])/gi, "enough"],
  [/(?<![a-z\d-])(?:sry|soz)(?![a-z\d])/gi, "sorry"],
  [/(?<=[a-z\d] )n(?= [a-z])/gi, "and"],
  // A number written on to what it numbers: "line2", "line#2".
  [/(?<![a-z\d-])(lines?)[ #]*(?=\d{1,2}(?![\d-]))/gi, "$1 "],
  // Stretches by the letter of their unit: "last 7d", 最近24h.
  [/(?<=(?<![a-z])(?:last|past|previous|next|coming) ?\d{1,3}) ?d(?:ys?)?(?![a-z\d])/gi, " days"],
  [/(?<=(?<![a-z])(?:last|past|previous|next|coming) ?\d{1,3}) ?h(?:rs?)?(?![a-z\d])/gi, " hours"],
  [/(?<=(?<![a-z])(?:last|past|previous|next|coming) ?\d{1,3}) ?wk?s?(?![a-z\d])/gi, " weeks"],
  [/(?<=(?:最近|过去|未来|接下来|近) ?\d{1,3}) ?d(?![a-z\d])/gi, "天"],
  [/(?<=(?:最近|过去|未来|接下来|近) ?\d{1,3}) ?h(?![a-z\d])/gi, "小时"],
  [/(?<![a-z\d-])(?:nvm|nvmd)(?![a-z\d])/gi, "never mind"],
  [/([今明昨])儿个?/g, "$1天"],
  // The letter for the nought: WO-1O42.
  [/(?<=(?<![a-z])(?:wo[- ]?)?\d+)o(?=\d)/gi, "0"],
];

/** Two shifts of which the word for it stands elsewhere: "which shift made more, night or evening". */
const twoShifts =
  /(?<![a-z])(day|morning|evening|afternoon|night)s? (or|vs\.?|versus|and|against|than) (?:the )?(day|morning|evening|afternoon|night)s?(?! ?shifts?)(?![a-z])/i;
const eachAShift = (text: string): string =>
  /(?<![a-z])shifts?(?![a-z])/i.test(text) ? text.replace(twoShifts, "$1 shift $2 $3 shift") : text;

/** Numbers that follow an order's id are orders too, where they have as many digits: WO-1042和1059. */
const listed =
  /(?<![a-z])(?<first>wo[- ]?(?<digits>\d{3,6}))(?<rest>(?: ?(?:和|跟|与|及|、|还是|或|,|，|and|or|vs\.?|&|\/)+ ?\d{3,6}(?!\d|[-.]| ?(?:台|件|个|块|pcs|units?|pieces)))+)/gi;
const eachAnOrder = (text: string): string =>
  text.replaceAll(listed, (...found) => {
    const { first, digits, rest } = found.at(-1) as Record<string, string>;
    return (
      first +
      rest!.replaceAll(/\d+/g, (number) => (number.length === digits!.length ? `WO-${number}` : number))
    );
  });

/** A sentence with its shorthand written out and slips of the hand put right; any other stays as it is. */
export const writtenOut = (sentence: string): string =>
  eachAnOrder(
    eachAShift(spelt(words.reduce((text, [short, long]) => text.replaceAll(short, long), sentence))),
  );
