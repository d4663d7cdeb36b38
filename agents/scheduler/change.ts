import type { PlanDiff, Problem } from "../../optimizer/index.ts";

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

/** When each order ends that has a place in a plan. */
export const endsOf = (
  operations: readonly { readonly orderId: string; readonly end: number }[],
): Map<string, number> => {
  const ends = new Map<string, number>();
  for (const { orderId, end } of operations) ends.set(orderId, Math.max(ends.get(orderId) ?? 0, end));
  return ends;
};

/** Orders that end after they are due. */
export const lateIn = (
  problem: Problem,
  operations: readonly { readonly orderId: string; readonly end: number }[],
): number => {
  const ends = endsOf(operations);
  return problem.orders.filter(({ id, due }) => (ends.get(id) ?? 0) > due).length;
};
