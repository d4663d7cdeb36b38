import { spelt } from "./spelling.ts";

/** What people who type in haste write for words that the reading of a sentence rests on. */
const words: readonly (readonly [RegExp, string])[] = [
  [/(?<![a-z\d-])(?:yday|yest|yesterd|ystd|yesteday)(?![a-z\d])/gi, "yesterday"],
  [/(?<![a-z\d-])(?:tmrw|tmr|tmw|tomoz|tomorow|tommorow|2moro|2morrow)(?![a-z\d])/gi, "tomorrow"],
  [/(?<![a-z\d-])(?:tonite|2nite)(?![a-z\d])/gi, "tonight"],
  [/(?<![a-z\d-])nite(?![a-z\d])/gi, "night"],
  [/(?<![a-z\d-])wk(s?)(?![a-z\d])/gi, "week$1"],
  [/(?<![a-z\d-])arnd(?![a-z\d])/gi, "around"],
  [/(?<![a-z\d-])enuf+(?![a-z\d])/gi, "enough"],
  [/(?<![a-z\d-])(?:sry|soz)(?![a-z\d])/gi, "sorry"],
  [/(?<=[a-z\d] )n(?= [a-z])/gi, "and"],
];

/** A sentence with its shorthand written out and slips of the hand put right; any other stays as it is. */
export const writtenOut = (sentence: string): string =>
  spelt(words.reduce((text, [short, long]) => text.replaceAll(short, long), sentence));
