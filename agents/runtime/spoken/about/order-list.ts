import { inDigits } from "../periods/figures.ts";

/** How the orders stand that a list is asked of: `released` those of which steps were released in a stretch, `open` all that are not done. */
export type OrderState = "cancelled" | "released" | "unreleased" | "unstarted" | "running" | "open";

export interface OrdersAsked {
  readonly state: OrderState;
  /** 1 is the most urgent. */
  readonly priority: number | undefined;
}

/** Orders as such; 单 is a part of other words too. */
const orders =
  /(?:工|订)单|单子|单(?![元板机独次价位点个班号据])|(?<![a-z])(?:orders?|jobs|wos|work ?orders?)(?![a-z])/i;
const asks =
  /哪[些几个张]|几[张个单]|多少|什么|啥|有(?:没有|吗)|列|清单|名单|看看|查一?[下查]|给我|[?？]|(?<![a-z])(?:which|what|how many|list|show|any|give me|are there)(?![a-z])/i;

const states: readonly (readonly [OrderState, RegExp])[] = [
  [
    "cancelled",
    /(?:取消|作废|撤销|撤|砍)(?:掉)?了?的|(?:被|已经?|都|[昨今]天)(?:取消|作废|撤销|砍掉)|(?:取消|作废|撤销|砍掉?)了(?:哪|几|多少|什么|啥)|(?<![a-z])(?:cancell?ed|called off)(?![a-z])/i,
  ],
  [
    "unreleased",
    /(?:没有?|未|还没有?|尚未|待)(?:下达?|下发|放行?|放出去|开(?:出去|单))(?!班|完)|(?<![a-z])(?:unreleased|(?:not|un-?) ?(?:yet )?(?:been )?released|(?:haven'?t|hasn'?t|aren'?t|isn'?t) (?:been )?released|to be released|waiting (?:for|to be) release\w*|yet to be released)(?![a-z])/i,
  ],
  [
    "unstarted",
    /(?:没有?|未|还没有?|尚未)(?:开[工始动]|上线|动工|投产|做(?!完|好))|(?<![a-z])(?:(?:not|haven'?t|hasn'?t|aren'?t|yet to) (?:yet )?(?:been )?(?:start(?:ed)?|begun?)|unstarted)(?![a-z])/i,
  ],
  [
    "released",
    /(?:下达?|下发|放行?|放出去|开出去)(?:出去)?(?:了|过)(?!吗|没|班)|(?<![a-z])(?:(?:were|was|been|got|did we|have we|we|i) (?:just )?release[d]?|released (?:today|yesterday|this|since|so far|last))(?![a-z])/i,
  ],
  [
    "running",
    /(?:正在|在)(?:做|产|生产|跑|加工)的?|(?:已经?)?(?:开工|上线|动工|投产)(?:了)?的|(?<![a-z])(?:running|in progress|in production|being made|on the lines|under way)(?![a-z])/i,
  ],
  [
    "open",
    /(?:没|未|还没)(?:做)?(?:完|完成|完工|结)|(?:在手|手上|手里)的?|(?<![a-z])(?:open|unfinished|not (?:done|finished)|outstanding|left)(?![a-z])/i,
  ],
];

/** What other answers tell: lateness, kits, what is held, the plan, what is made, who decided, and what is imagined or wanted. */
const otherwise =
  /延期|晚|迟|逾|来得?及|赶|齐|缺|料|卡|暂停|挂|压着|可以下|能下|能不能|可不可以|会不会|如果|要是|为什么|为啥|原因|谁|怎么|换线|排|计划|最|率|趋势|走势|对比|领料|采购|送货|派工|做了多少|产量|提案|等批|审批|(?<![a-z])(?:late\w*|delay\w*|overdue|on time|kit\w*|material\w*|parts?|stuck|held|hold|ready|can (?:i|we|be)|could|if|why|who|whose|plan\w*|schedul\w*|rate|trend|compare\w*|requisitions?|proposals?|approv\w*|purchase|sales)(?![a-z])/i;
/** So many of them, where the word for an order is left out: 今天取消了几张, "what is still not released". */
const countsDone =
  /(?:取消|作废|撤销|下达?|放行?)了(?:几|多少|哪几?)张|(?<![a-z])what(?:'s| is|s)? (?:still )?(?:not|un) ?(?:yet )?(?:been )?released/i;
/** Nothing is to be done with them. */
const acts =
  /^(?:请|帮我)?(?:取消|撤|下达|放行|暂停|恢复|加急|提前)(?!了?的|掉的|了)|(?<![a-z])(?:please )?(?:cancel|release|resume|expedite|move)(?! (?:orders )?(?:are|were))(?![a-z])/i;

/** The priority that a sentence speaks of; 1 is the most urgent. */
export const priorityIn = (text: string): number | undefined => {
  const said =
    /优先(?:级|度|等级)?(?:别)?(?:是|为|=|＝)? ?(\d)(?!\d)|(?<![a-z])(?:priority|prio) ?(?:level )?(?:of )?(\d)(?!\d)|(?<![a-z\d])p(\d)(?![a-z\d-])/i.exec(
      inDigits(text),
    );
  const value = Number(said?.slice(1).find(Boolean));
  return value >= 1 && value <= 9 ? value : undefined;
};

/** The orders that a sentence wants to have listed or counted, by how they stand or by their priority: 取消的单有哪些, 还有几张单没下. */
export const ordersAsked = (sentence: string): OrdersAsked | undefined => {
  if (!(orders.test(sentence) || countsDone.test(sentence)) || acts.test(sentence)) return undefined;
  const priority = priorityIn(sentence);
  if (
    !(asks.test(sentence) || (priority && sentence.length < 24)) ||
    otherwise.test(sentence.replaceAll(/优先级?|下班/g, ""))
  )
    return undefined;
  const state = states.find(([, pattern]) => pattern.test(sentence))?.[0];
  if (!state && !priority) return undefined;
  return { state: state ?? "open", priority };
};

/** Whether a sentence says that they are due by the day it names. */
export const saysDueBy = (sentence: string): boolean =>
  /交|到期|出货|发货|(?<![a-z])(?:due|deliver\w*|ship\w*)(?![a-z])/i.test(sentence);
