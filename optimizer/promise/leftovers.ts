import { suppliesOf } from "../peg/supplies.ts";
import { type Allocation, keyOf, orderEnds, type Peg, type Plan } from "../plan.ts";
import type { Material, Need, Problem } from "../problem.ts";

/** Names a receipt that stands for what a planned order makes; no id of the problem's own begins so. */
const madeMark = "\u0000made by ";

export const keyOfPieces = (
  material: string,
  time: number,
  { vendor, bin, expires }: { [K in "vendor" | "bin" | "expires"]?: Allocation[K] | undefined },
): string => [material, time, vendor ?? "", bin ?? "", expires ?? ""].join("\u0000");

/**
 * Some materials less what the plan takes of them, each from its own moment on. What planned orders make beyond what others
 * use of it counts as receipts at their ends.
 *
 * @param released Orders whose material is given back.
 */
export const leftoversOf = (
  problem: Problem,
  { pegs, unplanned, operations }: Pick<Plan, "pegs" | "unplanned" | "operations">,
  wanted: ReadonlySet<string>,
  released: ReadonlySet<string>,
): Material[] => {
  const without = new Set([...unplanned, ...released]);
  const taken = new Map<string, number>();
  const isWanted = ({ material, alternates }: Need) =>
    wanted.has(material) || alternates.some((one) => wanted.has(one));
  for (const order of problem.orders) {
    if (without.has(order.id)) continue;
    for (const { id, needs } of order.operations) {
      if (!needs.some(isWanted)) continue;
      for (const allocation of pegs.get(keyOf(order.id, id))?.allocations ?? []) {
        if (!wanted.has(allocation.material)) continue;
        const key = allocation.order ?? keyOfPieces(allocation.material, allocation.time, allocation);
        taken.set(key, (taken.get(key) ?? 0) + allocation.quantity);
      }
    }
  }
  const leave = (key: string, quantity: number): number => {
    const used = Math.min(quantity, taken.get(key) ?? 0);
    taken.set(key, (taken.get(key) ?? 0) - used);
    return quantity - used;
  };
  const ends = orderEnds({ operations, unplanned });
  const made = Map.groupBy(
    problem.orders.filter(({ id, produces }) => produces && ends.has(id) && !without.has(id)),
    ({ produces }) => produces!.material,
  );
  return problem.materials
    .filter(({ id }) => wanted.has(id))
    .map((material): Material => {
      const { id, lots = [], receipts } = material;
      const left = suppliesOf(material, [], problem.policy ?? {}).map((supply) =>
        leave(keyOfPieces(id, supply.time, supply), supply.quantity),
      );
      const outputs = (made.get(id) ?? []).map(({ id: order, produces }) => ({
        id: madeMark + order,
        time: ends.get(order)!,
        quantity: leave(order, produces!.quantity),
      }));
      return {
        ...material,
        stock: left[0]!,
        lots: lots
          .map((lot, index) => ({ ...lot, quantity: left[1 + index]! }))
          .filter(({ quantity }) => quantity > 0),
        receipts: [
          ...receipts.map((receipt, index) => ({ ...receipt, quantity: left[1 + lots.length + index]! })),
          ...outputs,
        ].filter(({ quantity }) => quantity > 0),
      };
    });
};

/** Allocations of such receipts as those of the orders that make them. */
export const namedByMaker = (peg: Peg): Peg => ({
  ...peg,
  allocations: peg.allocations.map((allocation) => {
    if (!allocation.supply?.startsWith(madeMark)) return allocation;
    const order = allocation.supply.slice(madeMark.length);
    return { ...allocation, supply: order, order };
  }),
});

/** A peg whose makers are taken to end when the plan says: a date like any other. */
export const settled = (peg: Peg, ends: ReadonlyMap<string, number>): Peg => ({
  ...peg,
  allocations: peg.allocations.map(({ order, ...allocation }) =>
    order === undefined ? allocation : { ...allocation, time: ends.get(order) ?? allocation.time },
  ),
});
