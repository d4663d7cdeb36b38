import { type Allocation, keyOf, type Peg } from "../plan.ts";
import type { Problem } from "../problem.ts";
import type { PegNetwork } from "./network.ts";
import type { Pieces } from "./pieces.ts";

/** Pieces of numbers as pegs with names, by operation key. */
export const toPegs = (problem: Problem, network: PegNetwork, pieces: Pieces): Map<string, Peg> => {
  const { poolMaterial, sourcePool, sourceRank, supplies } = network;
  const pegs = new Map<string, Peg>();
  let need = 0;
  for (const order of problem.orders)
    for (const operation of order.operations) {
      const allocations: Allocation[] = [];
      const missing: { material: string; quantity: number }[] = [];
      let time = 0;
      let critical: string | undefined;
      for (const { material, quantity } of operation.needs) {
        let open = quantity;
        for (let at = pieces.first[need]!; at < pieces.first[need + 1]!; at += 1) {
          const source = pieces.source[at]!;
          const supply = supplies[pieces.supply[at]!]!;
          open -= pieces.count[at]!;
          allocations.push({
            material: problem.materials[poolMaterial[sourcePool[source]!]!]!.id,
            quantity: pieces.count[at]!,
            time: supply.time,
            ...(sourceRank[source] === 0 ? {} : { substitutes: material }),
            ...(supply.id === undefined ? {} : { supply: supply.id }),
            ...(supply.kind === "order" ? { order: supply.id! } : {}),
            ...(supply.vendor === undefined ? {} : { vendor: supply.vendor }),
            ...(supply.bin === undefined ? {} : { bin: supply.bin }),
            ...(supply.expires === undefined ? {} : { expires: supply.expires }),
            ...(supply.reliability === 1 ? {} : { reliability: supply.reliability }),
          });
          if (supply.time <= time) continue;
          time = supply.time;
          critical = material;
        }
        if (open > 0) missing.push({ material, quantity: open });
        need += 1;
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
