import { bare } from "./wish.ts";

/** Which materials are short, of no order more than of others: "缺什么料" may be asked of one, and is left to the model. */
const shortage = [
  /(?:哪些|哪几种|都有什么|有什么)[^，,。；;]{0,4}?(?:物料|材料|料|零件|器件)[^，,。；;]{0,6}?(?:短缺|缺|不够|不足|没到|没齐|要等|紧张)/,
  /(?:缺料|短缺|欠料)(?:的)?(?:物料|材料)?(?:清单|列表|情况|汇总|一览|明细|有哪些|都有哪些|报表)/,
  /(?:全厂|整体|总共|目前都?|现在都?|一共)[^，,。；;]{0,4}?缺(?:哪些|什么|多少种)/,
  /^(?:缺哪些料|缺哪些物料|哪些缺料|缺料清单|缺料)$/,
  /(?<![a-z])(?:which|what)(?: [a-z]+)? (?:materials?|parts?|components?) (?:are|is|do we|are we|will be|run|runs)(?: [a-z]+){0,2}? ?(?:short|missing|lacking|out|scarce|late)(?![a-z])/i,
  /(?<![a-z])(?:material|part|component)s? shortages?(?![a-z])|(?<![a-z])shortages?(?: list| report)(?![a-z])|^(?:the |any |all )?shortages?$/i,
  /(?<![a-z])what are we (?:short (?:of|on)|missing|out of|waiting for)(?![a-z])/i,
];
const notAboutShortage =
  /如果|假如|会怎|(?<![a-z])(?:if|this order|that order|it)(?![a-z])|这单|这张|该单|它/i;

export const asksAboutShortage = (sentence: string): boolean => {
  const text = bare(sentence);
  return !notAboutShortage.test(text) && shortage.some((pattern) => pattern.test(text));
};
