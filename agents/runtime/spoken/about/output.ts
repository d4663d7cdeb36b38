import { bare } from "../wish.ts";

/** What was made. */
const output =
  /产量|产出|报废(?:了)?多少|多少(?:报废|不良|良品)|(?:做|生产|完成|完工|产|造)(?:出|好)?了(?:多少|几)|(?<![a-z])(?:output|throughput|how (?:many|much)(?: [a-z]+){0,3}? (?:made|make|produced?|built|build|finished|completed)|production (?:today|yesterday|so far|this week)|what (?:did|have) we (?:made|make|produced?|build|built))(?![a-z])/i;
/** What will be or could be, and periods that are not kept for an answer. */
const notAboutOutput =
  /能|会|可以|将|预计|计划|如果|假如|明天|下周|前天|上周|上个?星期|上个?月|[下本这]个?月|季度|[去今]年|提高|提升|(?<![a-z])(?:can|could|will|would|should|may|might|plan|planned|if|tomorrow|next|last (?:week|month|quarter|year)|this (?:month|quarter|year)|raise|improve|increase)(?![a-z])/i;

export const asksAboutOutput = (sentence: string): boolean => {
  const text = bare(sentence);
  return output.test(text) && !notAboutOutput.test(text);
};
