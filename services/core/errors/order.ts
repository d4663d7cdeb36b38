import { entry } from "./entry.ts";

/** States of orders, lines and stock that forbid an act. */
export const orderErrors = {
  ORDER_ALREADY_RELEASED: entry(
    409,
    false,
    "{order} segment {segment} is already released to {line} as {jobOrder}.",
    "{order} 工序 {segment} 已下达到 {line}（{jobOrder}）。",
  ),
  ORDER_ON_HOLD: entry(
    409,
    false,
    "{order} is on hold; resume it first.",
    "{order} 处于暂停状态，请先恢复。",
  ),
  ORDER_NOT_ON_HOLD: entry(409, false, "{order} is not on hold.", "{order} 未处于暂停状态。"),
  ORDER_COMPLETED: entry(409, false, "{order} has no open segment left.", "{order} 没有未完成的工序。"),
  SEGMENT_NOT_READY: entry(
    409,
    false,
    "{order} segment {segment} waits for segment {previous} to complete.",
    "{order} 工序 {segment} 须等待工序 {previous} 完成。",
  ),
  KIT_INCOMPLETE: entry(
    409,
    false,
    "The kit of {order} is short: {shortages}.",
    "{order} 物料不齐套：{shortages}。",
  ),
  LINE_DOWN: entry(
    409,
    false,
    "{line} is down since {since} ({reason}).",
    "{line} 自 {since} 起停机（{reason}）。",
  ),
  LINE_NOT_ELIGIBLE: entry(
    409,
    false,
    "{line} cannot run segment {segment} of {order}; eligible: {eligible}.",
    "{line} 不能加工 {order} 工序 {segment}；可用产线：{eligible}。",
  ),
  NO_LINE_AVAILABLE: entry(
    409,
    false,
    "No eligible line can run {order} now: {reasons}.",
    "目前没有可加工 {order} 的产线：{reasons}。",
  ),
  REQUISITION_EXISTS: entry(
    409,
    false,
    "The requisition {requisition} for {order} exists already.",
    "{order} 的领料单 {requisition} 已存在。",
  ),
  INVALID_TRANSITION: entry(
    409,
    false,
    "{kind} {id} is {from}; it cannot become {to}.",
    "{kind} {id} 当前为 {from}，不能变为 {to}。",
  ),
  CONFLICT: entry(
    409,
    true,
    "{kind} {id} changed meanwhile; look again and repeat.",
    "{kind} {id} 已被他人修改，请刷新后重试。",
  ),
};
