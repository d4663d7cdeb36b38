import type { WaitTable } from "./lateness.ts";
import type { PegNetwork } from "./network.ts";
import { findPoolClusters } from "./pool-sets.ts";

/**
 * What must wait. Of all that is asked of a pool, or of pools that stand in for each other, only so much comes by the time of a
 * supply; needs for the rest, at the least, take of a later one. A need is met as a whole or waits as a whole, so in a rule it
 * counts for no more than the rest (a knapsack cover inequality: Carr, Fleischer, Leung and Phillips 2000): where one piece is
 * short, a whole order waits.
 */
export interface Rules {
  /**
   * Pieces that must wait. The first rules belong to the supplies, in their order: what is asked of their pool until then. Those
   * of sets of pools follow, time by time. No rule where nothing has to wait: not above 0.
   */
  readonly lack: Float64Array;
  /** Pieces that a typical need counts for. */
  readonly typical: Float64Array;
  /** First entry of each need, closed: the rules that it counts for, and from which wait on. */
  readonly first: Int32Array;
  readonly rule: Int32Array;
  readonly wait: Float64Array;
}

/**
 * Rules for pools one by one, by the needs that are bound to them, and for those that stand in for each other together.
 *
 * @param most Pairs of a need and a supply that they should be stated about at the most: where there are more, only every second date
 * of supply has a rule, or every third, and so on. What they say is true all the same, but less.
 */
export const buildRules = (
  network: PegNetwork,
  table: WaitTable,
  scarce: Uint8Array,
  slack: Float64Array,
  most: number = Number.POSITIVE_INFINITY,
): Rules => {
  const { firstSource, sourcePool, firstSupply, supplyTime, needed, unserved, orderOf } = network;
  const lack: number[] = Array.from(slack, () => 0);
  const typical: number[] = Array.from(slack, () => 0);
  const entries: { need: number[]; rule: number[]; wait: number[] } = { need: [], rule: [], wait: [] };
  const stride = Math.max(1, Math.ceil(table.cost.length / most));
  /** The last date has its rule in any case: what comes after it never does. */
  const hasRule = (datesLeft: number): boolean => (datesLeft - 1) % stride === 0;
  const asking: number[] = [];
  const waits: number[] = [];
  /** The wait for the supply of a source that comes after one; after the last none comes. */
  const waitAfter = (need: number, source: number, supply: number): number => {
    const pool = sourcePool[source]!;
    return supply + 1 < firstSupply[pool + 1]!
      ? table.cost[table.first[source]! + supply + 1 - firstSupply[pool]!]!
      : unserved[orderOf[need]!]!;
  };
  /** States a rule about the needs that ask, whose waits are known, where something is short. */
  const state = (rule: number, short: number): void => {
    if (short <= 0) return;
    lack[rule] = short;
    let sum = 0;
    for (const [place, need] of asking.entries()) {
      sum += Math.min(needed[need]!, short);
      entries.need.push(need);
      entries.rule.push(rule);
      entries.wait.push(waits[place]!);
    }
    typical[rule] = sum / asking.length;
  };
  /** Takes needs down that lose by waiting; who loses nothing waits, and gives what is asked by the others. */
  const ask = (needs: readonly number[], waitOf: (need: number) => number): number => {
    asking.length = 0;
    waits.length = 0;
    let asked = 0;
    for (const need of needs) {
      const wait = waitOf(need);
      if (wait === 0) continue;
      asked += needed[need]!;
      asking.push(need);
      waits.push(wait);
    }
    return asked;
  };

  for (const { needs, pools, sets } of findPoolClusters(network, scarce)) {
    const bound = new Map<number, number[]>(pools.map((pool) => [pool, []]));
    for (const need of needs) {
      const source = firstSource[need]!;
      if (firstSource[need + 1]! === source + 1) bound.get(sourcePool[source]!)!.push(need);
    }
    // The last date has its rule in any case.
    for (const pool of pools)
      for (let supply = firstSupply[pool + 1]! - 1; supply >= firstSupply[pool]!; supply -= stride) {
        const asked = ask(bound.get(pool)!, (need) => waitAfter(need, firstSource[need]!, supply));
        state(supply, asked - slack[supply]!);
      }
    for (const set of sets) {
      const within = new Set(set);
      const inside = needs.filter((need) =>
        sourcePool.subarray(firstSource[need], firstSource[need + 1]).every((pool) => within.has(pool)),
      );
      const times = set.flatMap((pool) => [...supplyTime.subarray(firstSupply[pool], firstSupply[pool + 1])]);
      /** By pool: the last supply that is there. */
      const last = new Map(set.map((pool) => [pool, firstSupply[pool]! - 1]));
      const dates = [...new Set(times)].sort((a, b) => a - b);
      for (const [place, time] of dates.entries()) {
        if (!hasRule(dates.length - place)) continue;
        let come = 0;
        for (const pool of set) {
          let supply = last.get(pool)!;
          while (supply + 1 < firstSupply[pool + 1]! && supplyTime[supply + 1]! <= time) supply += 1;
          last.set(pool, supply);
          if (supply >= firstSupply[pool]!) come += slack[supply]!;
        }
        const asked = ask(inside, (need) => {
          let least = Number.POSITIVE_INFINITY;
          for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1)
            least = Math.min(least, waitAfter(need, source, last.get(sourcePool[source]!)!));
          return least;
        });
        if (asked <= come) continue;
        typical.push(0);
        state(lack.push(0) - 1, asked - come);
      }
    }
  }

  const first = new Int32Array(needed.length + 1);
  for (const need of entries.need) first[need + 1]! += 1;
  for (let need = 0; need < needed.length; need += 1) first[need + 1]! += first[need]!;
  const place = first.slice();
  const rule = new Int32Array(entries.need.length);
  const wait = new Float64Array(entries.need.length);
  for (const [at, need] of entries.need.entries()) {
    rule[place[need]!] = entries.rule[at]!;
    wait[place[need]!] = entries.wait[at]!;
    place[need]! += 1;
  }
  return {
    lack: Float64Array.from(lack),
    typical: Float64Array.from(typical),
    first,
    rule,
    wait,
  };
};
