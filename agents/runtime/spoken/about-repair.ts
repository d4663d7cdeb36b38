import { bare } from "./wish.ts";

/** Units that have failed and wait for somebody to repair them. */
const waiting =
  /(?:待|等着?|等待|需要|要)(?:返?修|维修|修理)的?(?:板|台|件|单元|产品|整机|单板|有|列表|清单)|(?:哪些|什么|多少|几[台块件])[^，,。；;]{0,8}?(?:板|单元|产品|整机|序列号|台|件)[^，,。；;]{0,6}?(?:待|等着?|等待|需要|要)[^，,。；;]{0,3}?修|维修(?:队列|清单|任务)|(?:哪些|多少|几[台块件个]|有没有|有什么)[^，,。；;]{0,6}?(?:坏|不良|故障|没过|失败)[^，,。；;]{0,6}?修|(?:哪些|多少|几[台块件个]|有没有)[^，,。；;]{0,4}?(?:待|等|要)着?修|(?<![a-z])(?:(?:which|what|how many|list|show)(?: [a-z]+){0,3}? (?:units?|boards?|pieces?|products?)(?: [a-z]+){0,3}? (?:repair(?:ed)?|failed|fixed|fixing)|(?:any|are there) (?:units?|boards?)(?: [a-z]+){0,3}? (?:repair|fix\w*)|repair (?:queue|list|backlog)|units? waiting for repair|failed units?)(?![a-z])/i;

/** A line or a plan may be repaired as well; then no unit is meant. */
const notUnits = /计划|产线|设备|机器|(?<![a-z])(?:plan|schedule|lines?|machines?)(?![a-z])/i;

/** @param serials Serial numbers that the sentence names: with one of them there is nothing else that it could be about. */
export const asksAboutRepair = (sentence: string, serials: readonly string[]): boolean => {
  const text = bare(sentence);
  return serials.length > 0 || (waiting.test(text) && !notUnits.test(text));
};
