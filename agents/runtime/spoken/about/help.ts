import { bare } from "../wish.ts";

/** Thanks, and that it was all. */
const thanked =
  /^(?:好的?|ok|行|嗯)?[，, ]?(?:多?谢谢?|感谢|辛苦)[^?？]{0,12}$|^(?:没事|没有?别的|不用)了$|^(?:ok(?:ay)?|great|perfect|good|cool)?[,. ]*(?:thanks?|thank you|thx|cheers|that(?:'s| is) (?:all|it))(?![a-z])[^?]{0,24}$/i;
export const thanks = (sentence: string): boolean => thanked.test(bare(sentence));

/** What was is to be played again, as pictures. */
export const asksForReplay = (sentence: string): boolean =>
  /回放|重放|(?<![a-z])(?:replay|play back)(?![a-z])/i.test(sentence);
