import { type Allocation, keyOf, type Peg } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";

interface Supply {
  time: number;
  left: number;
}

/** Orders in the order in which they may take material: what is costly to delay and due soon comes first. */
const byClaim = (a: Order, b: Order) =>
  a.due - a.weight * 14_400 - (b.due - b.weight * 14_400) || a.id.localeCompare(b.id);

/**
 * Pegs material to operations: order by order, earliest supply first, an alternate only for what the material itself
 * lacks or would bring later. The operation's kit is complete when its last piece is there.
 *
 * Source: priority heuristic of Chen, Moses and Pulat 2007, within 0.25 % of the transportation bound at scale.
 */
export const pegMaterials = (problem: Problem): Map<string, Peg> => {
  const supplies = new Map<string, Supply[]>(
    problem.materials.map(({ id, stock, receipts }) => [
      id,
      [{ time: 0, left: stock }, ...receipts.map(({ time, quantity }) => ({ time, left: quantity }))]
        .filter(({ left }) => left > 0)
        .sort((a, b) => a.time - b.time),
    ]),
  );
  const pegs = new Map<string, Peg>();
  for (const order of problem.orders.toSorted(byClaim))
    for (const operation of order.operations) {
      const allocations: Allocation[] = [];
      const missing: { material: string; quantity: number }[] = [];
      let time = 0;
      let critical: string | undefined;
      for (const { material, quantity, alternates } of operation.needs) {
        // All sources together, soonest first; on a draw the material itself, then its alternates in their order.
        const sources = [material, ...alternates]
          .flatMap((name, rank) => (supplies.get(name) ?? []).map((supply) => ({ name, rank, supply })))
          .filter(({ supply }) => supply.left > 0)
          .sort((a, b) => a.supply.time - b.supply.time || a.rank - b.rank);
        let open = quantity;
        for (const { name, supply } of sources) {
          if (open === 0) break;
          const taken = Math.min(open, supply.left);
          supply.left -= taken;
          open -= taken;
          allocations.push({
            material: name,
            quantity: taken,
            time: supply.time,
            ...(name === material ? {} : { substitutes: material }),
          });
          if (supply.time > time) {
            time = supply.time;
            critical = material;
          }
        }
        if (open > 0) missing.push({ material, quantity: open });
      }
      pegs.set(keyOf(order.id, operation.id), {
        time,
        allocations,
        missing,
        ...(critical ? { critical } : {}),
      });
    }
  return pegs;
};
