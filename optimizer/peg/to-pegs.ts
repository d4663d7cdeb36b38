import { type Allocation, keyOf, type Peg } from "../plan.ts";
import type { Problem } from "../problem.ts";
import type { Assignment } from "./assignment.ts";
import type { PegNetwork } from "./network.ts";

/** An assignment of numbers as pegs with names, by operation key. */
export const toPegs = (problem: Problem, network: PegNetwork, assignment: Assignment): Map<string, Peg> => {
  const { relationSupply, supplyMaterial, supplyTime, materialOf } = network;
  const nameOf = (material: number): string => problem.materials[material]!.id;
  const pegs = new Map<string, Peg>();
  let need = 0;
  for (const order of problem.orders)
    for (const operation of order.operations) {
      const allocations: Allocation[] = [];
      const missing: { material: string; quantity: number }[] = [];
      let time = 0;
      let critical: string | undefined;
      for (const { material, quantity } of operation.needs) {
        const current = need++;
        let open = quantity;
        assignment.each(current, (relation, pieces) => {
          const supply = relationSupply[relation]!;
          const from = supplyMaterial[supply]!;
          open -= pieces;
          allocations.push({
            material: nameOf(from),
            quantity: pieces,
            time: supplyTime[supply]!,
            ...(from === materialOf[current] ? {} : { substitutes: material }),
          });
          if (supplyTime[supply]! <= time) return;
          time = supplyTime[supply]!;
          critical = material;
        });
        if (open > 0) missing.push({ material, quantity: open });
      }
      pegs.set(keyOf(order.id, operation.id), {
        time,
        allocations,
        missing,
        ...(critical === undefined ? {} : { critical }),
      });
    }
  return pegs;
};
