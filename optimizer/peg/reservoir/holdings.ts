import { type Allocation, keyOf, type Peg } from "../../plan.ts";
import type { Problem } from "../../problem.ts";
import type { PegNetwork } from "../network.ts";
import type { Levels } from "./levels.ts";

/** What pegs hold, by the numbers of a network. */
export interface Holdings {
  /** Pieces of each source, those of pools that orders make for left aside. */
  readonly held: Float64Array;
  /** The supply of its pool by whose date they are promised. */
  readonly heldAt: Int32Array;
  /** 1 for needs that keep their sources: with pieces that expire, or that come of what an order makes. */
  readonly keeps: Uint8Array;
  /** By operation: when pieces are there that are left aside, their makers' ends not counted. */
  readonly asideTime: Float64Array;
  /** The same pieces as allocations. */
  readonly aside: ReadonlyMap<string, readonly Allocation[]>;
}

/** 1 for each pool that an order makes pieces for: when they come is for the schedule to say. */
const madePools = ({ firstSupply, supplies }: PegNetwork): Uint8Array =>
  Uint8Array.from({ length: firstSupply.length - 1 }, (_, pool) => {
    for (let at = firstSupply[pool]!; at < firstSupply[pool + 1]!; at += 1)
      if (supplies[at]!.kind === "order") return 1;
    return 0;
  });

/** Reads pegs; undefined when they name pieces that the problem does not have. */
export const readHoldings = (
  problem: Problem,
  network: PegNetwork,
  levels: Levels,
  pegs: ReadonlyMap<string, Peg>,
): Holdings | undefined => {
  const { firstSource, sourcePool, firstSupply, poolMaterial, supplies } = network;
  const isMade = madePools(network);
  const held = new Float64Array(sourcePool.length);
  const heldAt = new Int32Array(sourcePool.length);
  const keeps = new Uint8Array(network.needed.length);
  const operations = network.firstOperation.at(-1)!;
  const asideTime = new Float64Array(operations);
  const aside = new Map<string, Allocation[]>();
  const sourceOf = (need: number, { material, vendor, bin, expires }: Allocation): number => {
    for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
      const pool = sourcePool[source]!;
      if (problem.materials[poolMaterial[pool]!]!.id !== material) continue;
      const pieces = supplies[firstSupply[pool]!]!;
      if (pieces.vendor === vendor && pieces.bin === bin && pieces.expires === expires) return source;
    }
    return -1;
  };
  let firstNeed = 0;
  let operation = 0;
  for (const order of problem.orders)
    for (const { id, needs } of order.operations) {
      const key = keyOf(order.id, id);
      for (const allocation of pegs.get(key)?.allocations ?? []) {
        const wanted = allocation.substitutes ?? allocation.material;
        const line = needs.findIndex(({ material }) => material === wanted);
        const need = firstNeed + line;
        const source = line < 0 ? -1 : sourceOf(need, allocation);
        if (source < 0) return undefined;
        const pool = sourcePool[source]!;
        if (allocation.expires !== undefined || isMade[pool]) keeps[need] = 1;
        if (isMade[pool]) {
          if (allocation.order === undefined)
            asideTime[operation] = Math.max(asideTime[operation]!, allocation.time);
          aside.set(key, [...(aside.get(key) ?? []), allocation]);
          continue;
        }
        const supply = levels.lastBy(pool, allocation.time);
        heldAt[source] = held[source] === 0 ? supply : Math.max(heldAt[source]!, supply);
        held[source]! += allocation.quantity;
      }
      firstNeed += needs.length;
      operation += 1;
    }
  return { held, heldAt, keeps, asideTime, aside };
};

/** 1 for each source whose pieces may be taken anew: they keep, and nobody has to make them. */
export const openSources = (network: PegNetwork): Uint8Array => {
  const { sourcePool, firstSupply, supplies } = network;
  const isMade = madePools(network);
  return Uint8Array.from(sourcePool, (pool) =>
    !isMade[pool] && supplies[firstSupply[pool]!]!.expires === undefined ? 1 : 0,
  );
};
