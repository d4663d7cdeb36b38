/** A state of a line that somebody wants to be told of. */
export type WatchedState = "down" | "running";

const tells =
  /通知|告诉|提醒|喊我|叫我|叫一声|报给|发消息|(?<![a-z])(?:tell|notify|let (?:me|us) know|warn|alert|ping|message|text|call|page|remind)(?![a-z])/i;

/** That it is about what may come, and not a report of what is: 超过, 一停就, "if", "as soon as". */
const comes =
  /超过?|满|以上|如果|要是|一旦|只要|万一|一[停坏]|[了后时][，, ]*(?:请|就|马上|立刻|立即|第一时间)*(?:通知|告诉|提醒|喊|叫|发)|(?<![a-z])(?:if|when|whenever|once|as soon as|in case|more than|longer than|over)(?![a-z])/i;

const states: readonly (readonly [WatchedState, RegExp])[] = [
  [
    "running",
    /恢复|修好|(?<!坏|停)好了|重新(?:开|启|运)|[又再]开(?:起来|了|动)|(?<![a-z])(?:(?:running|up|back|working)(?: and running)?(?: again)?|runs again|recover(?:s|ed)?|repaired|restarts?)(?![a-z])/i,
  ],
  [
    "down",
    /停|故障|宕|坏(?!账)|趴窝|不转|(?<![a-z])(?:down|stopp?(?:s|ed)?|stand(?:s|ing)(?: still)?|stood still|breaks? down|broken|fails?|halts?)(?![a-z])/i,
  ],
];

/** A figure that adds up over a time is watched by an alert, and a question wants an answer now. */
const otherwise =
  /累计|累积|总共|合计|总计|加起来|平均|每[天班日周月个小]|[今本这一]?[天日班周月](?:内|里|之内)|今[天日]|[本这]班|停机率|次数|\d ?次|几次|为什么|为啥|多久|多少|怎么|怎样|什么|啥|哪|谁|会不会|影响|吗|呢|[?？]|(?<![a-z])(?:in total|total|altogether|cumulative|on average|average|lost|(?:per|each|every|this|within the|(?:hours?|h|minutes?|mins?) an?) (?:hour|shift|day|week|month)|today|tonight|twice|times|why|how|what|which|where|who|whether|will|would|was|were|did|does|do)(?![a-z])/i;

const stateIn = (sentence: string): WatchedState | undefined =>
  states.find(([, pattern]) => pattern.test(sentence))?.[0];

/** The state that is watched for where a sentence wants to be told of one. */
export const stateToWatch = (sentence: string): WatchedState => stateIn(sentence) ?? "down";

/** The state of a line that a sentence wants somebody to be told of each time: 停超过20分钟通知我, "tell me when it is down". */
export const watchedStateIn = (sentence: string): WatchedState | undefined => {
  if (!tells.test(sentence) || !comes.test(sentence) || otherwise.test(sentence)) return undefined;
  return stateIn(sentence);
};
