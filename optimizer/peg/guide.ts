import type { Guide } from "./kits.ts";
import type { PegNetwork } from "./network.ts";
import type { Relaxation } from "./relaxation.ts";
import type { Sweep } from "./sweep.ts";

/** Has each order take the wait that is best for all at the prices: what others need more is left to them. */
export const createGuide = (
  { orders, unserved }: PegNetwork,
  sweep: Sweep,
  relaxation: Relaxation,
): Guide => {
  const rowOf = new Int32Array(orders).fill(-1);
  for (const [row, order] of sweep.orders.entries()) rowOf[order] = row;
  return (order, least) => {
    const row = rowOf[order]!;
    if (row < 0) return least;
    relaxation.pick(row, least);
    return Math.max(least, Math.min(unserved[order]!, relaxation.picked[row]!));
  };
};
