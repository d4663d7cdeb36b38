import type { PegNetwork } from "./network.ts";
import type { Promises } from "./promises.ts";

/** Who has which pieces, need by need (compressed rows). */
export interface Pieces {
  readonly first: Int32Array;
  readonly source: Int32Array;
  readonly supply: Int32Array;
  readonly count: Float64Array;
}

/** Pieces of one supply that a need has of one of its sources. */
export interface Lot {
  readonly need: number;
  readonly source: number;
  readonly supply: number;
  readonly count: number;
}

/** Lots in rows, need by need. */
export const piecesOf = (lots: readonly Lot[], needs: number): Pieces => {
  const first = new Int32Array(needs + 1);
  for (const { need } of lots) first[need + 1]! += 1;
  for (let need = 0; need < needs; need += 1) first[need + 1]! += first[need]!;
  const place = first.slice();
  const pieces = {
    first,
    source: new Int32Array(lots.length),
    supply: new Int32Array(lots.length),
    count: new Float64Array(lots.length),
  };
  for (const { need, source, supply, count } of lots) {
    const at = place[need]!++;
    pieces.source[at] = source;
    pieces.supply[at] = supply;
    pieces.count[at] = count;
  }
  return pieces;
};

/**
 * Hands out the pieces of every pool: the soonest promised date has the soonest supply (Jackson 1955), so nobody has them
 * later than promised and many have them sooner. What is left then goes to the needs that were promised nothing, as far as it
 * goes.
 *
 * @param inTurn Needs in the order in which they may have what is left.
 */
export const handOut = (network: PegNetwork, promises: Promises, inTurn: Iterable<number>): Pieces => {
  const { firstSource, sourcePool, sourceGroup, sourceStale, uniform, needed, kitDue } = network;
  const { firstSupply, supplyTime, supplied } = network;
  const { held, heldAt } = promises;
  const needs = needed.length;
  const left = Float64Array.from(supplied);
  const lots: Lot[] = [];
  /** Promises by pool, as source numbers. */
  const promised: number[][] = Array.from({ length: firstSupply.length - 1 }, () => []);
  const needOf = new Int32Array(sourcePool.length);
  for (let need = 0; need < needs; need += 1)
    for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
      needOf[source] = need;
      if (held[source]! > 0) promised[sourcePool[source]!]!.push(source);
    }
  for (const [pool, sources] of promised.entries()) {
    const date = (source: number) => supplyTime[heldAt[source]!]!;
    sources.sort((a, b) => date(a) - date(b) || kitDue[needOf[a]!]! - kitDue[needOf[b]!]! || a - b);
    let supply = firstSupply[pool]!;
    for (const source of sources)
      for (let open = held[source]!; open > 0; ) {
        while (left[supply] === 0) supply += 1;
        const count = Math.min(open, left[supply]!);
        left[supply]! -= count;
        open -= count;
        lots.push({ need: needOf[source]!, source, supply, count });
      }
  }
  const has = new Uint8Array(needs);
  for (const { need } of lots) has[need] = 1;
  /** First supply of each pool that may have pieces left. */
  const free = firstSupply.slice(0, -1);
  const freeOf = (pool: number): number => {
    while (free[pool]! < firstSupply[pool + 1]! && left[free[pool]!] === 0) free[pool]! += 1;
    return free[pool]!;
  };
  for (const need of inTurn) {
    if (has[need]) continue;
    let open = needed[need]!;
    let group = -1;
    while (open > 0) {
      let best = -1;
      for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
        const supply = freeOf(sourcePool[source]!);
        if (sourceStale[source] || supply === firstSupply[sourcePool[source]! + 1]!) continue;
        if (uniform[need] && group >= 0 && sourceGroup[source] !== group) continue;
        if (best < 0 || supplyTime[supply]! < supplyTime[freeOf(sourcePool[best]!)]!) best = source;
      }
      if (best < 0) break;
      group = sourceGroup[best]!;
      const supply = freeOf(sourcePool[best]!);
      const count = Math.min(open, left[supply]!);
      left[supply]! -= count;
      open -= count;
      lots.push({ need, source: best, supply, count });
    }
  }
  return piecesOf(lots, needs);
};
