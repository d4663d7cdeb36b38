import { bare } from "../../runtime/spoken/wish.ts";

/** Ids, numbers, days and what counts them. */
const subjectsZh =
  /[a-z]{2,5}-?[a-z]?\d+|\d+|[一二两三四五六七八九十百千万半零]+|(?:周|星期|礼拜)[一二三四五六日天末]|[今明后]天|[本这下上]?个?[月周]底?|[年月日号点]|贴片|装配|组装|老化|测试|产?线|机台|工?单子?|订单|[台件个套块片张份批]/g;
const subjectsEn =
  /[a-z]{2,5}[- ]?[a-z]?\d+|\d+(?:st|nd|rd|th|am|pm)?|(?<![a-z])(?:wo|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])|(?<![a-z])(?:today|tonight|tomorrow|next|week|month|end|units?|pieces?|pcs|sets?|boards?|lines?|orders?|jobs?|ones?|smt|asm|ft|bi)(?![a-z])/gi;
/** What puts them into the sentence before, and says nothing itself. */
const linksZh =
  /不对|不是|错了|说错|应该|我说的是|我是说|等等|等一?下|一样|同样|照样|同理|还有|换成|改[成为到]|如果|要是|假如|一起|那|再|也|就|只|都|是|我|说|的|了|呢|吧|啊|哈|哦|噢|和|跟|与|给|把|对|这|它|要|先|并|个|改|换|到|前/g;
const linksEn =
  /(?<![a-z])(?:and|no|nope|wait|sorry|oops|i|meant?|mean|make|it(?:'?s)?|that|this|actually|rather|only|just|same|instead|for|the|too|also|as|well|with|do|not|but|or|then|ok|okay|please|pls|so|likewise|both|on|to|by|of|at|if|what|how|about|is|was|were|be|number|change|a|an|hm+|vs|versus)(?![a-z])/gi;

/**
 * Whether a sentence says nothing but another order, line, amount or date for what was wanted before: "and 1106 too", 不对，是1163.
 * An act goes on from no other: "actually let 1105 go again" after a hold wants no hold.
 */
export const saysOnlySubject = (sentence: string): boolean => {
  const left = [subjectsZh, subjectsEn, linksZh, linksEn].reduce(
    (text, pattern) => text.replaceAll(pattern, " "),
    bare(sentence)
      .toLowerCase()
      .replaceAll(/一[样起下]/g, " "),
  );
  return !/[\p{L}\p{N}]/u.test(left);
};
