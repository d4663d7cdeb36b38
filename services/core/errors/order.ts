import { entry } from "./entry.ts";

/** States of orders, lines and stock that forbid an act. */
export const orderErrors = {
  ORDER_ALREADY_RELEASED: entry(
    409,
    false,
    "{order} segment {segment} is already released to {line} as {jobOrder}; nothing is left to do, or cancel that job first.",
    "{order} 工序 {segment} 已下达到 {line}（{jobOrder}），无需再下达；如需更改，请先撤销该任务。",
  ),
  ORDER_ON_HOLD: entry(
    409,
    false,
    "{order} is on hold; resume it first.",
    "{order} 处于暂停状态，请先恢复。",
  ),
  ORDER_NOT_ON_HOLD: entry(
    409,
    false,
    "{order} is not on hold; there is nothing to resume.",
    "{order} 未处于暂停状态，无需恢复。",
  ),
  ORDER_COMPLETED: entry(
    409,
    false,
    "{order} has no open segment left; it needs no release and no material.",
    "{order} 没有未完成的工序，无需下达或领料。",
  ),
  SEGMENT_NOT_READY: entry(
    409,
    false,
    "{order} segment {segment} waits for segment {previous} to complete; release it after that.",
    "{order} 工序 {segment} 须等待工序 {previous} 完成，之后再下达。",
  ),
  KIT_INCOMPLETE: entry(
    409,
    false,
    "The kit of {order} is short: {shortages}. Receive or free that material, or take another order first.",
    "{order} 物料不齐套：{shortages}。请补料或释放预留，或先做其他工单。",
  ),
  LINE_DOWN: entry(
    409,
    false,
    "{line} is down since {since} ({reason}); take another line, or release when it runs again.",
    "{line} 自 {since} 起停机（{reason}）；请换产线，或恢复后再下达。",
  ),
  LINE_NOT_ELIGIBLE: entry(
    409,
    false,
    "{line} cannot run segment {segment} of {order}; take one of: {eligible}.",
    "{line} 不能加工 {order} 工序 {segment}；请改用：{eligible}。",
  ),
  NO_LINE_AVAILABLE: entry(
    409,
    false,
    "No eligible line can run {order} now: {reasons}. Release it when one of them is back.",
    "目前没有可加工 {order} 的产线：{reasons}。请待其中一条恢复后再下达。",
  ),
  REQUISITION_EXISTS: entry(
    409,
    false,
    "The requisition {requisition} for {order} exists already; use that one.",
    "{order} 的领料单 {requisition} 已存在，请直接使用。",
  ),
  INVALID_TRANSITION: entry(
    409,
    false,
    "{kind} {id} is {from} and cannot become {to}; look at where it stands now.",
    "{kind} {id} 当前为“{from}”，不能变为“{to}”；请查看其当前状态。",
  ),
  CONFLICT: entry(
    409,
    true,
    "{kind} {id} changed meanwhile; look again and repeat.",
    "{kind} {id} 已被他人修改，请刷新后重试。",
  ),
};
