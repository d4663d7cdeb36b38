import { orderEnds, type Plan, type PlanDiff, type Problem } from "../../../optimizer/index.ts";

export interface OrderShift {
  readonly workOrderId: string;
  readonly kind: PlanDiff["orders"][number]["kind"];
  readonly shiftSeconds: number;
  readonly endBefore?: Date;
  readonly endAfter?: Date;
}

/** What one plan has that another has not. */
export interface PlanChange {
  readonly same: number;
  /** Operations that have another line or another time. */
  readonly moved: number;
  readonly objective: number;
  readonly lateBefore: number;
  readonly lateAfter: number;
  readonly orders: readonly OrderShift[];
}

const shiftOf = (
  { orderId, kind, shift, endBefore, endAfter }: PlanDiff["orders"][number],
  timeOf: (seconds: number) => Date,
): OrderShift => ({
  workOrderId: orderId,
  kind,
  shiftSeconds: shift,
  ...(endBefore === undefined ? {} : { endBefore: timeOf(endBefore) }),
  ...(endAfter === undefined ? {} : { endAfter: timeOf(endAfter) }),
});

/** A difference with its times; the orders that shift most come first. */
export const changeOf = (
  diff: PlanDiff,
  timeOf: (seconds: number) => Date,
): Pick<PlanChange, "same" | "moved" | "objective" | "orders"> => ({
  same: diff.same,
  moved: diff.operations.filter(({ kind }) => kind !== "new" && kind !== "gone").length,
  objective: diff.objective,
  orders: diff.orders
    .map((order) => shiftOf(order, timeOf))
    .sort((a, b) => Math.abs(b.shiftSeconds) - Math.abs(a.shiftSeconds)),
});

/** Orders that end after they are due. */
export const lateIn = (problem: Problem, plan: Pick<Plan, "operations" | "unplanned">): number => {
  const ends = orderEnds(plan);
  return problem.orders.filter(({ id, due }) => (ends.get(id) ?? 0) > due).length;
};
