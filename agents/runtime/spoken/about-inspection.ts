import { bare } from "./wish.ts";

const machines =
  /(?<![a-z])(?:aoi|spi|axi|x-?ray)(?![a-z])|光学检测|锡膏检测|外观检测|视觉检测|visual inspection|optical inspection/i;
const clusters =
  /缺陷[^，,。；;?？]{0,6}?(?:聚集|集中|成批|批量|异常|来源|从哪)|(?:聚集|成批|批量)[^，,。；;?？]{0,3}?(?:缺陷|不良)|待复判|复判(?:队列|清单)?|(?<![a-z])(?:defects? (?:clusters?|sources?)|clusters? of defects|clustering|calls? (?:to (?:verify|review)|waiting)|review queue)(?![a-z])/i;
const state =
  /怎么样|如何|情况|状况|有(?:没有|什么|哪些)|有啥|问题|异常|哪|吗|呢|多少|几|(?<![a-z])(?:any|which|what|how|is there|are there|status|problems?|issues?|going|doing|show|list)(?![a-z])/i;
const acts = /^(?:请|帮我|麻烦)?(?:写|出|生成|编|提醒|设置)|(?<![a-z])(?:write|alert|draft)(?![a-z])/i;

/** Whether a sentence asks what inspection machines found: what clusters, what waits to be verified. */
export const asksAboutInspection = (sentence: string): boolean => {
  const text = bare(sentence);
  if (acts.test(text)) return false;
  return clusters.test(text) || (machines.test(text) && state.test(sentence));
};

const patrols =
  /巡检|巡查|巡逻|点检|(?<![a-z])(?:patrols?|rounds? of the (?:site|plant)|site (?:patrol|rounds?)|patrol(?:ling)? robot)(?![a-z])/i;

/** Whether a sentence asks what patrols found, or how their rounds are. */
export const asksAboutPatrol = (sentence: string): boolean => {
  const text = bare(sentence);
  return patrols.test(text) && !acts.test(text);
};
