import type { Problem } from "../problem.ts";
import { shortestOf } from "../shortest.ts";

export interface DerivedDemand {
  readonly due: Float64Array;
  readonly weight: Float64Array;
}

const leastWork = (operations: Problem["orders"][number]["operations"], from: number): number =>
  operations
    .slice(from)
    .reduce(
      (sum, { alternatives, lag }, index, rest) =>
        sum + shortestOf(alternatives) + (index + 1 < rest.length ? lag : 0),
      0,
    );

/**
 * Due times and weights by order. Who makes a sub-assembly must be through when those who use it need it, so it takes on
 * their due time less their work, and the greatest weight among them (netting level by level, as in material requirements
 * planning): what the makers of a material bring goes to its users, the soonest wanted first.
 */
export const derivedDemand = (problem: Problem): DerivedDemand => {
  const due = Float64Array.from(problem.orders, (order) => order.due);
  const weight = Float64Array.from(problem.orders, (order) => order.weight);
  const makers = new Map<string, number[]>();
  for (const [index, { produces }] of problem.orders.entries())
    if (produces) makers.set(produces.material, [...(makers.get(produces.material) ?? []), index]);
  if (makers.size === 0) return { due, weight };

  const users = new Map<string, { order: number; quantity: number; rest: number }[]>();
  for (const [order, { operations }] of problem.orders.entries())
    for (const [step, { needs, fixed }] of operations.entries())
      for (const { material, quantity } of fixed ? [] : needs)
        if (makers.has(material)) {
          const list = users.get(material) ?? [];
          users.set(material, list);
          list.push({ order, quantity, rest: leastWork(operations, step) });
        }
  const stock = new Map(
    problem.materials
      .filter(({ id }) => makers.has(id))
      .map(({ id, stock: loose, lots = [], receipts }) => [
        id,
        [...lots, ...receipts].reduce((sum, { quantity }) => sum + quantity, loose),
      ]),
  );
  // A material is netted when all who use it have their final due times: those that make something of it first.
  const pending = new Set(makers.keys());
  const ready = (material: string) =>
    (users.get(material) ?? []).every(({ order }) => {
      const made = problem.orders[order]!.produces?.material;
      return made === undefined || made === material || !pending.has(made);
    });
  while (pending.size > 0) {
    const material = [...pending].find(ready);
    if (material === undefined) break;
    pending.delete(material);
    const wanted = (users.get(material) ?? [])
      .map((user) => ({ ...user, by: due[user.order]! - user.rest }))
      .sort((a, b) => a.by - b.by || a.order - b.order);
    let next = 0;
    let open = wanted[0]?.quantity ?? 0;
    const serve = (pieces: number, maker: number | undefined) => {
      let left = pieces;
      while (left > 0 && next < wanted.length) {
        const { by, order } = wanted[next]!;
        const taken = Math.min(left, open);
        if (maker !== undefined) {
          due[maker] = Math.min(due[maker]!, by);
          weight[maker] = Math.max(weight[maker]!, weight[order]!);
        }
        left -= taken;
        open -= taken;
        if (open > 0) return;
        next += 1;
        open = wanted[next]?.quantity ?? 0;
      }
    };
    // What is in stock or comes from outside serves the first users.
    serve(stock.get(material)!, undefined);
    for (const maker of makers.get(material)!.toSorted((a, b) => due[a]! - due[b]! || a - b))
      serve(problem.orders[maker]!.produces!.quantity, maker);
  }
  return { due, weight };
};
