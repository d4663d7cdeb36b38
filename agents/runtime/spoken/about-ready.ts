import { bare } from "./wish.ts";

/** Which orders may be released now; what is to be done next. */
const ready = [
  /(?:哪些|哪几|哪个|有没有|什么(?!时候))[^，,。；;]{0,8}?(?:可以|能够?|可|该|应该|好)(?:先|直接|马上|立刻|现在)?(?:下达|下发|下(?=$|[，,。?？吗呢的])|放下?去|放|发下?去|派|投产|开工|上线|开始做?|做)/,
  /(?:可以|能够?|可|待)(?:下达|下发|开工|投产)的?(?:工单|订单|单子?|任务)?(?:有|是|都?有)?(?:哪些|哪几|多少|几个|什么|清单|列表)/,
  /(?:下一个|下一步|接下来|现在|然后)(?:我|我们)?(?:该|应该|要|先)(?:做|干|下|放|下达|派)(?:什么|哪|啥)/,
  /^(?:可下达|待下达)(?:的)?(?:工单|订单|清单|列表)?$/,
  /(?<![a-z])(?:which|what)(?: [a-z]+){0,3}? (?:can|could|should|may|are ready to|is ready to) (?:i |we |be )?(?:release|releasing|released|dispatch|dispatched|launch|start|started)(?![a-z])/i,
  /(?<![a-z])(?:which|what)(?: [a-z]+){0,2}? (?:are|is) (?:now )?(?:ready|releasable)(?![a-z])(?! (?:by|on|in|at))/i,
  /(?<![a-z])(?:what(?:['’]?s| is| should (?:i|we) (?:do|release|run|start))?(?: the)? next(?: order| job)?|what (?:can|should) (?:i|we) (?:do|release|run|start) (?:next|now)|(?:orders|jobs) ready (?:to|for) (?:release|start|go)|what['’]?s ready|anything (?:ready )?to release|what (?:should|can|do|shall) i (?:release|start|run)(?: next| now)?)(?![a-z])/i,
];
/** A line's state, a wish about all of them, an order to make. */
const notAboutReady =
  /如果|假如|产线|机台|设备|哪条|(?<![a-z])(?:if|lines?|machines?|deliver|ship)(?![a-z])/i;

export const asksAboutReady = (sentence: string): boolean => {
  const text = bare(sentence);
  return !notAboutReady.test(text) && ready.some((pattern) => pattern.test(text));
};
