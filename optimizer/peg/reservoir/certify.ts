import type { Peg } from "../../plan.ts";
import type { Problem } from "../../problem.ts";
import type { PegNetwork } from "../network.ts";
import { type Lot, piecesOf } from "../pieces.ts";
import { toPegs } from "../to-pegs.ts";
import type { Holdings } from "./holdings.ts";

export interface CertifyOptions {
  /** By source. */
  readonly needOf: Int32Array;
  /** When the operation starts that holds of a source. */
  readonly startOf: (source: number) => number;
  /** Where each pool's pieces that are left aside come from, and what is missing. */
  readonly pegs: ReadonlyMap<string, Peg>;
}

/** Pieces by name: of each pool whoever starts soonest has the soonest supply (Jackson 1955), so everyone's are there by its start. */
export const certify = (
  problem: Problem,
  network: PegNetwork,
  { held, aside }: Pick<Holdings, "held" | "aside">,
  { needOf, startOf, pegs }: CertifyOptions,
): Map<string, Peg> => {
  const { sourcePool, firstSupply, supplied, needed } = network;
  const holders: number[][] = Array.from({ length: firstSupply.length - 1 }, () => []);
  for (let source = 0; source < held.length; source += 1)
    if (held[source]! > 0) holders[sourcePool[source]!]!.push(source);
  const lots: Lot[] = [];
  for (const [pool, sources] of holders.entries()) {
    sources.sort((a, b) => startOf(a) - startOf(b) || a - b);
    let supply = firstSupply[pool]!;
    let left = supplied[supply]!;
    for (const source of sources)
      for (let open = held[source]!; open > 0; ) {
        while (left === 0) left = supplied[++supply]!;
        const count = Math.min(open, left);
        left -= count;
        open -= count;
        lots.push({ need: needOf[source]!, source, supply, count });
      }
  }
  const found = toPegs(problem, network, piecesOf(lots, needed.length));
  for (const [key, allocations] of aside) {
    const peg = found.get(key)!;
    const missing = pegs.get(key)?.missing ?? [];
    const all = [...peg.allocations, ...allocations];
    const last = all.reduce((latest, one) => (one.time > latest.time ? one : latest));
    found.set(key, {
      time: last.time,
      allocations: all,
      missing,
      ...(last.time > 0 ? { critical: last.substitutes ?? last.material } : {}),
    });
  }
  return found;
};
