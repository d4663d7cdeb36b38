import { addsPieces, movesDate, saysDue } from "../../runtime/spoken/about/change.ts";
import type { Rule } from "./heard.ts";

/** So many are wanted of an order, or no more than so many: 客户说只要60台了, "they only need 60"; or so many more or fewer. */
const wantsOnly =
  /(?:只|就|才)(?:要|需要?|做|留)|(?:改|变)(?:要|成)|要(?:改|加到|减到)|(?<![a-z])(?:only|just|now)(?: \w+)? (?:needs?|wants?|takes?|make)|(?:needs?|wants?|takes?) (?:only|just)(?![a-z])/i;
/** What stands in an order's way. */
const inItsWay =
  /卡在|卡着|挡|拦|堵|还差(?:什么|啥)|(?<![a-z])(?:blocking|blocks|blocked|in (?:its|the) way|stopping|holding (?:it )?(?:up|back)|stands? in)(?![a-z])/i;
/** Who holds which qualification. */
const ofSkill =
  /资质|技能|上岗证|会(?:不会)?(?:做|开|操作)|持证|(?<![a-z])(?:qualifi\w*|skills?|certif\w*|trained)(?![a-z])/i;
/** It is to be put before all others. */
const toFront =
  /(?:推|提|排|放|插|调|挪)(?:到|在)?(?:最)?(?:前[面头边]|第一)(?:去|来)?(?:吧|了)?$|(?<![a-z])(?:push|move|bring|pull|put|bump) (?:it|this|that) (?:to the (?:front|top)|up|forward|first)(?![a-z])/i;
/** Another line is to do the work of one that stands. */
const standsIn =
  /顶(?:得)?上|顶一?顶|替(?:它|一下)|接(?:得)?过来|分担|匀(?:得)?(?:过来|出)|(?<![a-z])(?:take over|cover|absorb|pick up the slack|fill in|cope)(?![a-z])/i;

const byDays = /\d ?天|[一二两三四五六七八九十几半] ?[天周]|(?<![a-z])(?:days?|weeks?)(?![a-z])/i;

/** Whether the lines can do all that is planned. */
const ofCapacity =
  /产能.{0,8}(?:够|足|吃紧|紧张|富余|剩|空)|(?:够|足|剩).{0,4}产能|(?<![a-z])(?:enough|sufficient|spare|free|tight|left).{0,16}capacity|capacity .{0,24}(?:enough|tight|left|spare|sufficient)(?![a-z])/i;
const mayBeCapacity: ReadonlySet<string> = new Set([
  "what_if_shift",
  "cannot_do",
  "metric_value",
  "who_is_there",
  "overview",
  "plan_status",
  "output",
  "late_orders",
  "ready_orders",
  "planned_work",
  "line_gaps",
]);
const addsHours = /加班|加.{0,2}班|(?<![a-z])over-?time(?![a-z])/i;

/** What planners and dispatchers say, where the model takes a neighbour of it. */
export const plannerRules: readonly Rule[] = [
  ({ tool }, { text, line, namesOrder, asked }) =>
    ofCapacity.test(text) && !addsHours.test(text) && !namesOrder && !asked.product && mayBeCapacity.has(tool)
      ? { tool: "line_load", line: line ?? "all" }
      : undefined,
  ({ tool }, { text, order, amount, namedOrder, mentionedOrder }) => {
    const one = namedOrder ?? order ?? mentionedOrder;
    return one &&
      amount &&
      (wantsOnly.test(text) || addsPieces(text, amount)) &&
      ["promise_date", "order_status", "cannot_do"].includes(tool)
      ? { tool: "change_order", order: one, quantity: amount }
      : undefined;
  },
  ({ tool, order }, { text }) =>
    order &&
    inItsWay.test(text) &&
    ["explain_late", "order_status", "planned_next", "check_kit"].includes(tool)
      ? { tool: "can_release", order, line: null }
      : undefined,
  ({ tool }, { text }) =>
    ofSkill.test(text) && ["stock_status", "cannot_do", "line_status", "routing"].includes(tool)
      ? { tool: "who_is_there" }
      : undefined,
  ({ tool, order }, { text, mentionedOrder }) => {
    const one = order ?? mentionedOrder;
    return one &&
      toFront.test(text.trim()) &&
      ["planned_next", "order_status", "cannot_do", "move_order", "can_release"].includes(tool)
      ? { tool: "expedite_order", order: one }
      : undefined;
  },
  ({ tool }, { text, line, namesOrder }) =>
    line &&
    !namesOrder &&
    standsIn.test(text) &&
    ["what_if_down", "line_status", "cannot_do", "line_gaps"].includes(tool)
      ? { tool: "line_load", line }
      : undefined,
  // The date of the order that was talked about, and of no new demand; by days later it is not brought forward.
  ({ tool, product, quantity }, { text, mentionedOrder, namedOrder }) => {
    const one = namedOrder ?? mentionedOrder;
    const isOfDate =
      tool === "expedite_order"
        ? movesDate(text) === 1 && byDays.test(text)
        : tool === "promise_date" && !product && !quantity && saysDue(text) && movesDate(text);
    return one && isOfDate ? { tool: "change_order", order: one, quantity: null } : undefined;
  },
];
