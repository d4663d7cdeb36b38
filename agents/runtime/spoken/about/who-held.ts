/** Whether a sentence asks who put an order on hold, released or cancelled it: 谁把1013停了, "who put 1013 on hold". */
export const asksWhoHeld = (sentence: string): boolean =>
  /谁(?:把|给|让)?.{0,16}(?:停|暂停|挂起?|压|扣|取消|下达|放行?|改|挪|提前)(?:下来|住)?(?:了|的|掉)|(?<![a-z])who (?:has )?(?:put .{1,24} on hold|held|stopped|released|cancell?ed|paused|moved|approved)(?![a-z])/i.test(
    sentence,
  ) && !/谁(?:能|可以|该|来|有空)/.test(sentence);
