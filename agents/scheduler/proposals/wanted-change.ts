import type { OrderChange } from "../../../services/mes/commands/change-order.ts";
import type { Order } from "../../../services/mes/queries/orders.ts";
import type { Happening } from "../../../services/mes/schema/plan.ts";
import { momentOfDeadline, plantDayTime } from "../../runtime/format.ts";
import type { ToolArguments } from "../../runtime/tool.ts";

/** A day as a due date: at the order's time of day, or where that has passed, at the end of the day. */
const dueOn = (by: string, { dueTime }: Pick<Order, "dueTime">, now: Date): Date => {
  if (by.includes("T")) return momentOfDeadline(by);
  const sameTime = momentOfDeadline(`${by}T${plantDayTime(dueTime).time}`);
  return sameTime > now ? sameTime : momentOfDeadline(by);
};

/** What a call wants an order to become. */
export const wantedOf = (
  { quantity, by }: ToolArguments,
  order: Pick<Order, "dueTime">,
  now: Date,
): OrderChange => ({
  ...(quantity ? { quantity } : {}),
  ...(by ? { dueTime: dueOn(by, order, now) } : {}),
});

/** The same as something that happens to the plan. */
export const asChange = (
  workOrderId: string,
  { quantity, dueTime }: OrderChange,
): Extract<Happening, { kind: "change" }> => ({
  kind: "change",
  workOrderId,
  ...(quantity === undefined ? {} : { quantity }),
  ...(dueTime ? { dueTime: dueTime.toISOString() } : {}),
});
