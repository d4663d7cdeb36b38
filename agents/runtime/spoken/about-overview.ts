import { bare } from "./wish.ts";

/** How the plant is, all in all: what a shift is handed over with. */
const overview = [
  /(?:夜班|白班|中班|早班|晚班|本班|这班|上个?班|班次|今天|昨天|昨晚|今晚|当班|全厂|工厂|车间|生产|现场)[^，,。；;?？]{0,4}?(?:情况|状况|总结|小结|汇总|概况|怎么样|咋样|如何|顺利|有什么问题)/,
  /(?:总结|汇总|概括|小结|汇报)(?:一下|下)?(?:[^，,。；;?？]{0,4}?(?:班|今天|昨天|昨晚|情况|生产|全厂|工厂)|$)|交接班|交班|有什么(?:异常|情况|要注意)/,
  /^(?:现在|目前)?(?:情况|一切)?(?:怎么样|咋样|还好|正常|顺利)(?:吗|么)?$/,
  /(?<![a-z])(?:(?:summar(?:y|i[sz]e)|overview|recap|round-?up|hand-?over|report)(?: me| us)?(?: of| on| for| about)? (?:the |this |last )?(?:night|day|shift|plant|today|yesterday|morning|status)|(?:shift|daily|night) (?:summary|overview|report|hand-?over))(?![a-z])/i,
  /^(?:so |and )?(?:how(?:'s| is|s| are| was| were| did)|what(?:'s| is|s)) (?:it|we|things|everything|the (?:plant|shift|night|day)|the situation|up|new|happening)(?: (?:going|doing|looking|go|like))?(?: (?:today|tonight|now|so far|here|right now|last night))?$/i,
];
const other =
  /产量|直通|良率|合格率|oee|计划|工单|瓶颈|能耗|(?<![a-z])(?:output|yield|plan|orders?|energy)(?![a-z])/i;

/** Whether a sentence asks how the plant is, all in all. */
export const asksForOverview = (sentence: string): boolean => {
  const text = bare(sentence).replace(/[?？]+$/, "");
  return !other.test(text) && overview.some((pattern) => pattern.test(text));
};
