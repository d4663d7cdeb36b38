const moved =
  /(?:涨|掉|降|升|跌|增加|减少|提高|下滑)了?(?:没有?|吗|么)(?=[?？]?$)|(?<![a-z]|why )(?:did|has|have) .{2,40}(?:go up|go down|gone up|gone down|rise|risen|fall|fallen|drop|dropped|increase|decrease|improve)d?(?![a-z])(?! (?:the )?most)/;
const worsened =
  /(?:有没有|是不是|是否)(?:在|又|都)?(?:变[好差坏高低大小]|上升|下降|改善|恶化|提高|下滑|[涨掉降升跌])|变[好差坏高低]了?(?:没有?|吗|么)|(?<![a-z]|why )(?:did|has|have|is|are) .{2,40}(?:get|got|gotten|getting|become|became) (?:any )?(?:worse|better)(?![a-z])/i;

/** Whether a sentence asks if something went up or down, got better or worse: that is told beside the stretch before. */
export const asksWhetherMoved = (text: string): boolean => moved.test(text.trim()) || worsened.test(text);
