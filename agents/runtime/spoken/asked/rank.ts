import type { Metric } from "../../metrics/metric.ts";
import { apartWords } from "./apart.ts";

/** How many of what a figure is split by are wanted, and from which end. */
export interface Ranking {
  readonly count: number;
  /** By value; best and worst are so by what is better of the metric, fallen and risen beside the stretch before. */
  readonly from: "high" | "low" | "best" | "worst" | "fallen" | "risen";
}

const ends: readonly (readonly [Ranking["from"], RegExp])[] = [
  [
    "fallen",
    /(?:掉|降|跌|下滑|下降|减少|少了)(?:了|得|的)?最|最(?:掉|下降|下滑)|(?<![a-z])(?:(?:fell|dropped|declined|decreased|gone down|went down|sunk) (?:the )?(?:most|furthest|hardest)|(?:biggest|largest|worst|greatest|steepest) (?:drop|fall|decline|decrease))(?![a-z])/,
  ],
  [
    "risen",
    /(?:涨|升|上升|增加|增长|多了)(?:了|得|的)?最|(?<![a-z])(?:(?:rose|rises|increased|grew|gone up|went up|gained|climbed) (?:the )?most|(?:biggest|largest|greatest|steepest) (?:rise|increase|jump|gain))(?![a-z])/,
  ],
  ["best", /最[好优佳快]|(?<![a-z])best(?![a-z])/],
  [
    "worst",
    /最[差坏糟慢]|垫底|拖(?:了)?后腿|拖累|拉低|(?<![a-z])(?:worst|(?:drag|pull|weigh|bring)\w* .{0,16}down(?: the)?(?: most| hardest| furthest)?)(?![a-z])/,
  ],
  [
    "low",
    /最[低短少小省]|倒数|后\d+|(?<![a-z])(?:lowest|least|fewest|shortest|smallest|minimum|bottom|cheapest)(?![a-z])/,
  ],
  [
    "high",
    /最[高长多大久费耗]|排?前\d+|(?<![a-z])(?:highest|most|longest|largest|biggest|greatest|maximum|top)(?![a-z])(?! recent)/,
  ],
  // Of several which one: 哪个报废多.
  [
    "high",
    /哪(?:1?个|条|种|款|班|间|台).{0,8}(?<!最)(?:多|高|长|久|大|忙)1?[些点]?$|最忙|(?<![a-z])which (?:one |of them )?(?:is|was|has|had|did) .{0,16}(?:higher|more|longer|larger)(?![a-z])/,
  ],
  [
    "low",
    /哪(?:1?个|条|种|款|班|间|台).{0,8}(?<!最)(?:少|低|短|闲)1?[些点]?$|最闲|(?<![a-z])which (?:one |of them )?(?:is|was|has|had) .{0,16}(?:lower|fewer|less|shorter)(?![a-z])/,
  ],
  [
    "best",
    /哪(?:1?个|条|种|款|班).{0,8}(?<!最)(?:好)1?[些点]?$|(?<![a-z])which (?:one |of them )?(?:is|was|did) .{0,16}better(?![a-z])/,
  ],
  [
    "worst",
    /哪(?:1?个|条|种|款|班).{0,8}(?<!最)(?:差)1?[些点]?$|(?<![a-z])which (?:one |of them )?(?:is|was|did) .{0,16}worse(?![a-z])/,
  ],
  // All of them in their order.
  ["best", /排个?名|排一?下名|排行|排个?序|(?<![a-z])rank(?:ing|ed)?(?![a-z])/],
];
/** All of them in their order, from the end that is said: "worst first", 从高到低. */
const inOrder: readonly (readonly [Ranking["from"], RegExp])[] = [
  [
    "high",
    /主要(?:是|都|集中|分布)?在?(?:哪|什么|啥)|[从由]?[高多大长](?:到|至)[低少小短]|(?<![a-z])(?:highest|most|longest|biggest|largest) first(?![a-z])/,
  ],
  [
    "low",
    /[从由]?[低少小短](?:到|至)[高多大长]|(?<![a-z])(?:lowest|least|fewest|shortest|smallest|cheapest) first(?![a-z])/,
  ],
  [
    "worst",
    /[从由]?[差坏](?:到|至)好|最[差坏]的?(?:排|放)?在?最?前面|最[差坏]的?(?:排在?|在)前|(?<![a-z])worst first(?![a-z])/,
  ],
  ["best", /[从由]?好(?:到|至)[差坏]|(?<![a-z])best first(?![a-z])/],
];
/** What says that all are to be told in their order. */
export const orderWords = new RegExp(inOrder.map(([, pattern]) => pattern.source).join("|"), "g");

/** As many as are ranked when nobody says how many. */
const everyOne = 99;

const counts =
  /(?:前|后|倒数|哪)(\d{1,2})(?![天日周月个小时])(?:[条个种台款])?|前(\d{1,2})个?|(?<![a-z])(?:top|bottom|worst|best)(?: of)? (\d{1,2})(?![a-z\d])|(\d{1,2})[条种款](?!.{0,1}线.{0,4}号)|(?<=最.的?)(\d{1,2})个|(?<=最.的)(\d{1,2})(?:天|周|个?月|小时)|(?<![a-z\d-])(\d{1,2}) (?:worst|best|highest|lowest|longest|(?:smt |test |assembly )?(?:lines|products|causes|reasons|shifts|orders|families))/;

/** Of what is bad the most is the worst, whether the figure counts it or the rest of it. */
const mostOfBad =
  /(?:失败|不良|报废|废品|缺陷|[没不]过|不通过)(?:率|的)?(?:数|次数|比例)?最[多高]|(?:延期|逾期|误期|晚交|迟交|晚|迟)(?:的|了|交)?(?:工?单|订单|单子)?(?:数量?|个数)?最多|最多的?(?:延期|逾期|误期|晚交)|最[多高]的?(?:失败|不良|报废|废品|缺陷)|(?<![a-z])(?:(?:most|highest|greatest|biggest) (?:(?:number|count) of )?(?:late|overdue|delayed|fail\w*|rejects?|defects?|scrap)(?: rate| ratio| percentage)?|fails? (?:the )?most)(?![a-z])/i;

/**
 * The ranking that a sentence asks for; in numbers as `inDigits` gives them.
 *
 * @param whole The sentence with the names of the metrics in it, where `text` has none.
 */
export const rankIn = (text: string, whole: string = text): Ranking | undefined => {
  const said = text
    .replaceAll(apartWords, " ")
    .replaceAll(/at (?:least|most)|至少|最多不超过/g, " ")
    .replace(/[?？。.!！呢啊 ]+$/, "");
  const order = inOrder.find(([, pattern]) => pattern.test(said));
  if (order) return { count: everyOne, from: order[0] };
  const end = ends.find(([, pattern]) => pattern.test(said));
  if (!end) return undefined;
  const [, ...found] = counts.exec(said) ?? [];
  const count = Number(found.find(Boolean) ?? (end === ends.at(-1) ? everyOne : 1));
  return { count, from: mostOfBad.test(whole) ? "worst" : end[0] };
};

/** Whether parts are ranked by how they changed and not by what they are. */
export const ranksChange = ({ from }: Ranking): boolean => from === "fallen" || from === "risen";

/** From which end of the values, or of their changes, a ranking takes. */
export const endOf = ({ from }: Ranking, { better }: Metric): "high" | "low" => {
  if (from === "high" || from === "risen") return "high";
  if (from === "low" || from === "fallen") return "low";
  return (from === "best") === (better !== "lower") ? "high" : "low";
};
