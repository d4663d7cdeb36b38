/**
 * Whether a sentence speaks of every order instead of one. Words for all of an order's material, people or pieces are none:
 * "物料全部到齐", "all good, resume".
 */
const every =
  /(?:全部|所有|统统)(?!(?:的)?(?:物?料|零件|物资|人|设备|条件|检查)|[到好]|齐(?!套的?(?:工?单|订单|任务))|就绪|备|完|没问题)|每[一个张]|[头前这那](?:面)?[两二三四五六几\d]+[个张](?:都|全|一起|一块|统统)?(?:给我)?(?:下|放|派|暂停|停|恢复|领|开)|(?:一起|一块儿?|一次|一并)(?:都|全)?(?:下|放|派|暂停|恢复|领|开)|一口气|都(?:下达|下发|放|派|暂停|停|恢复|领)|(?<![a-z])(?:every(?:thing(?! (?:is |are |['’]s )?(?:set|good|fine|ok|okay|in|there|here|for|on))|thing that['’]?s| (?:single )?(?:work )?(?:order|job))|all (?:of )?(?:the |these |those |our |my )?(?:(?:ready|open|waiting|complete|kitted|late|remaining|other) )*(?:work orders|orders|jobs|ones)|all of (?:them|these|those)|them all)(?![a-z])/i;
export const saysEveryOrder = (sentence: string): boolean => every.test(sentence);
