import { pegOrders } from "../peg/peg.ts";
import { suppliesOf } from "../peg/supplies.ts";
import { keyOf, type Peg, type Plan } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import { materialsOf } from "../promise/inquiry.ts";
import { keyOfPieces, leftoversOf, namedByMaker } from "../promise/leftovers.ts";

export interface Repegged {
  readonly pegs: Map<string, Peg>;
  /** Operations whose material is not what it was, by key. */
  readonly anew: ReadonlySet<string>;
}

/** Whether a peg is what an operation needs: a changed order may need something else. */
const suits = ({ needs }: Order["operations"][number], { allocations, missing }: Peg): boolean =>
  missing.length === 0 &&
  needs.reduce((sum, { quantity }) => sum + quantity, 0) ===
    allocations.reduce((sum, { quantity }) => sum + quantity, 0) &&
  allocations.every(({ material, substitutes }) =>
    needs.some((need) =>
      substitutes === undefined
        ? need.material === material
        : need.material === substitutes && need.alternates.includes(material),
    ),
  );

/** Operations in the order of their starts in the plan, those without a place last; what is fixed first. */
const byStart = (problem: Problem, plan: Pick<Plan, "operations">) => {
  const starts = new Map(
    plan.operations.map(({ orderId, operationId, start }) => [keyOf(orderId, operationId), start]),
  );
  return problem.orders
    .flatMap((order) =>
      order.operations.map((operation) => {
        const key = keyOf(order.id, operation.id);
        const start = starts.get(key);
        return { key, operation, planned: start !== undefined, turn: operation.fixed ? -1 : (start ?? 0) };
      }),
    )
    .sort((a, b) => a.turn - b.turn);
};

/**
 * Material after a disruption: whoever can keeps what was pegged to it, the soonest operations first; the others are pegged
 * anew out of what is left.
 *
 * @param spoilt Operations whose material does not keep until they start: they get none that expires.
 */
export const repeg = (problem: Problem, plan: Plan, spoilt: ReadonlySet<string>): Repegged => {
  const left = new Map<string, number>();
  const bring = (key: string, quantity: number) => left.set(key, (left.get(key) ?? 0) + quantity);
  for (const material of problem.materials)
    for (const supply of suppliesOf(material, [], problem.policy ?? {}))
      bring(keyOfPieces(material.id, supply.time, supply), supply.quantity);
  for (const { id, produces } of problem.orders) if (produces) bring(id, produces.quantity);

  const pegs = new Map<string, Peg>();
  const anew = new Set<string>();
  for (const { key, operation, planned } of byStart(problem, plan)) {
    const peg = plan.pegs.get(key);
    const taken = (peg?.allocations ?? []).map((allocation) => ({
      key: allocation.order ?? keyOfPieces(allocation.material, allocation.time, allocation),
      quantity: allocation.quantity,
    }));
    const asked = new Map<string, number>();
    for (const { key: of, quantity } of taken) asked.set(of, (asked.get(of) ?? 0) + quantity);
    const there = [...asked].every(([of, quantity]) => (left.get(of) ?? 0) >= quantity);
    if (!peg || !planned || spoilt.has(key) || !suits(operation, peg) || !there) {
      if (operation.needs.length > 0) anew.add(key);
      continue;
    }
    for (const [of, quantity] of asked) left.set(of, left.get(of)! - quantity);
    pegs.set(key, peg);
  }
  if (anew.size === 0) return { pegs, anew };

  const orders = problem.orders
    .filter((order) => order.operations.some(({ id }) => anew.has(keyOf(order.id, id))))
    .map((order) => ({
      ...order,
      operations: order.operations.map((operation) =>
        anew.has(keyOf(order.id, operation.id)) ? operation : { ...operation, needs: [] },
      ),
    }));
  const wanted = new Set(orders.flatMap((order) => [...materialsOf(order)]));
  const names = new Set(problem.orders.map(({ id }) => id));
  const places = {
    operations: plan.operations.filter(({ orderId }) => names.has(orderId)),
    pegs,
    unplanned: [],
  };
  const materials = leftoversOf(problem, places, wanted, new Set());
  const keys = orders.flatMap((order) => order.operations.map(({ id }) => keyOf(order.id, id)));
  const found = pegOrders(
    { ...problem, materials, orders: orders.map(({ produces: _produces, ...order }) => order) },
    spoilt.size > 0
      ? { startOf: (at) => (spoilt.has(keys[at]!) ? Number.POSITIVE_INFINITY : undefined) }
      : {},
  ).pegs;
  for (const [key, peg] of found) if (anew.has(key)) pegs.set(key, namedByMaker(peg));
  return { pegs, anew };
};
