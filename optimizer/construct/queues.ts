import type { Alone } from "../alone.ts";
import type { Problem } from "../problem.ts";

/** Late orders that wait longer than this share of them are exceptions, which say nothing of another plan. */
const usualShare = 0.9;

/**
 * Seconds that each order spends in queues, as a schedule shows: from when its material would let it end to when it ends. Who is
 * in time may have waited because it could, and is taken to wait no longer than half of those do who are late.
 *
 * @param kitTime When the material of each operation is there.
 * @param ends By order; those that are not planned have none.
 */
export const queuesOf = (
  problem: Problem,
  alone: Alone,
  kitTime: ArrayLike<number>,
  ends: ReadonlyMap<number, number>,
): Float64Array => {
  const queues = new Float64Array(problem.orders.length);
  const heads = new Float64Array(kitTime.length);
  const late: number[] = [];
  const isLate = (order: number) => ends.get(order)! > problem.orders[order]!.due;
  for (const [order, end] of ends) {
    queues[order] = Math.max(0, end - alone.endWith(order, kitTime, heads));
    if (isLate(order)) late.push(queues[order]!);
  }
  late.sort((a, b) => a - b);
  const usual = late[late.length >> 1] ?? 0;
  const most = late[Math.ceil(usualShare * (late.length - 1))] ?? 0;
  for (const order of ends.keys()) queues[order] = Math.min(queues[order]!, isLate(order) ? most : usual);
  return queues;
};
