import type { Operation, Order, Problem } from "../problem.ts";
import { largestTime } from "../schema/common.ts";

const isFact = ({ fixed }: Operation): boolean => fixed !== undefined;

/**
 * The orders that a plan has places for, as a model counts them: those that are planned, and behind them what runs or is frozen of
 * those that lack material. It goes on and keeps its machine, whatever its order lacks further on, but it is nobody's end: it is
 * never late, makes nothing that others could use, and has what it needs.
 *
 * @param lacking Ids of orders that lack material.
 */
export const plannedOrders = (
  orders: Problem["orders"],
  lacking: { has(id: string): boolean; readonly size: number },
): Problem["orders"] => {
  if (lacking.size === 0) return orders;
  const planned = orders.filter(({ id }) => !lacking.has(id));
  const standing = orders.flatMap(({ produces: _produces, promised: _promised, ...order }): Order[] => {
    if (!lacking.has(order.id)) return [];
    const operations = order.operations.filter(isFact).map((operation) => ({ ...operation, needs: [] }));
    return operations.length > 0 ? [{ ...order, release: 0, due: largestTime, operations }] : [];
  });
  return [...planned, ...standing];
};
