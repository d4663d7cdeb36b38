import { bare } from "./wish.ts";

/** How full lines are, and which of them holds back the others. */
const loadNamed =
  /瓶颈|(?:产线|设备|机台|线体|产能)?(?:的)?(?:负荷|负载)|(?:哪|那)[^，,。；;]{0,6}?最(?:忙|闲|满|空)|排(?:得)?(?:满|多满)|(?:有)?多(?:忙|满)|产能(?:够|紧|还有|剩|缺)|(?<![a-z])(?:bottlenecks?|workloads?|busiest|least busy|(?:the )?loads? (?:on|of|at)(?= [a-z])|how (?:busy|loaded|full|booked) (?:is|are)|(?:line|plant|machine) loads?|(?:spare|free|enough) capacity|capacity (?:left|available|enough|tight))(?![a-z])/i;
/** A new plan, a thing of the past, or a product to load. */
const notAboutLoad =
  /重排|重新|再平衡|均衡|如果|假如|昨|上周|上个?月|(?<![a-z])(?:re-?balanc\w*|level|re-?plan|re-?schedul\w*|if|yesterday|last|was|were)(?![a-z])/i;

export const asksAboutLoad = (sentence: string): boolean => {
  const text = bare(sentence);
  return loadNamed.test(text) && !notAboutLoad.test(text);
};
