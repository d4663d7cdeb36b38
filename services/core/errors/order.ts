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
  ORDER_ENDED: entry(
    409,
    false,
    "{order} is {status}; its quantity and due date stay as they are. Enter another order for what is still wanted.",
    "{order} {status}，数量和交期不能再改；如还需要，请另开工单。",
  ),
  ORDER_QUANTITY_FIXED: entry(
    409,
    false,
    "{order} was released with {quantity} pieces: segment {segment} to {line} as {jobOrder}. Its quantity stays; change its due date alone, or enter another order for the difference.",
    "{order} 已按 {quantity} 台下达：工序 {segment} 在 {line}（{jobOrder}），数量不能再改；可以只改交期，差额请另开工单。",
  ),
  ORDER_QUANTITY_BEYOND: entry(
    422,
    false,
    "An order has 1 to {most} pieces, and {quantity} are not; say another quantity, or spread them over several orders.",
    "一张工单可以是 1 到 {most} 台，{quantity} 台不行；请换一个数量，或分成几张工单。",
  ),
  DUE_TIME_PAST: entry(
    422,
    false,
    "{due} is past; say a due date of {order} that is still to come.",
    "{due} 已经过去；请为 {order} 说一个还没到的交期。",
  ),
  DUE_TIME_BEYOND: entry(
    422,
    false,
    "{due} is more than {days} days away; say a due date of {order} within that time, with its year where it could be another one.",
    "{due} 在 {days} 天以后，太远了；请为 {order} 说一个更近的交期，可能混淆时请带上年份。",
  ),
  ORDER_UNCHANGED: entry(
    409,
    false,
    "{order} has {quantity} pieces and is due {due} already; nothing would change. Say another quantity or date.",
    "{order} 现在就是 {quantity} 台、交期 {due}，没有可改的；请说另一个数量或日期。",
  ),
  KIT_INCOMPLETE: entry(
    409,
    false,
    "The kit of {order} is short: {shortages}. Receive or free that material, or take another order first.",
    "{order} 物料不齐套：{shortages}。请补料或释放预留，或先做其他工单。",
  ),
  SCRAP_BEYOND: entry(
    409,
    false,
    "{quantity} pieces of {what} cannot be scrapped: {free} are free in released lots. Requisitions hold others: {requisitions}. Scrap fewer, or free those first.",
    "{what} 无法报废 {quantity} 件：已放行批次中可用 {free} 件，其余由领料单占用：{requisitions}。请减少数量，或先释放这些领料单。",
  ),
  KIT_UNDER_WAY: entry(
    409,
    true,
    "The kit of {order} is on its way to {station} ({requisition}); release it to that line, or again once the kit has arrived.",
    "{order} 的物料（{requisition}）正送往 {station}；请下达到该产线，或等物料送到后再下达。",
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
    "No eligible line can run {order} now: {reasons}. Release it when one of them can.",
    "目前没有可加工 {order} 的产线：{reasons}。请待其中一条可用后再下达。",
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
