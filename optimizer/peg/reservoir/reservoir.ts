import { createAlone } from "../../alone.ts";
import type { Peg } from "../../plan.ts";
import type { Problem } from "../../problem.ts";
import { buildNetwork } from "../network.ts";
import { createAccounts } from "./accounts.ts";
import { certify } from "./certify.ts";
import { readHoldings } from "./holdings.ts";
import { createLevels } from "./levels.ts";
import { findOwners, rowsByPool } from "./owners.ts";
import { createTaking } from "./taking.ts";

/** Somebody who has pieces that others could use. */
export interface Holder {
  readonly operation: number;
  readonly pieces: number;
}

/** Pieces that are not there for a need. */
export interface Lack {
  readonly need: number;
  readonly pieces: number;
}

/**
 * Material while a schedule is searched. Pegs only show that what has started never takes more of a pool than has come by then,
 * so all that is kept is by when each operation has its pieces: whoever starts late anyway leaves early ones to others. Operations
 * are those of a model, in their order; every change can be taken back.
 */
export interface Reservoir {
  /** When the material of each operation is there, as promised; its makers' ends not counted. */
  readonly materialTime: Float64Array;
  /** Gives back when what an operation holds comes; pieces are kept for it, the last of all, until it draws again. */
  release(operation: number): void;
  /** Takes what an operation needs so that it is there as soon as it can be, no sooner than asked for; false when it cannot be had. */
  draw(operation: number, from: number): boolean;
  /** Takes anew what an operation holds, if that can be there sooner; whether it is. */
  sooner(operation: number, from: number): boolean;
  /** Puts off what an operation holds as long as its start lets it. */
  loosen(operation: number, start: number): void;
  /** What an operation would lack if it were to start at a moment sooner than its material is there. */
  lacks(operation: number, by: number): Lack[];
  /** Those that hold by a moment what meets a need, some of them drawn at random where they are many. */
  holders(need: number, by: number, int: (below: number) => number): Holder[];
  /** What `back` takes to undo everything since. */
  mark(): number;
  back(mark: number): void;
  /** Forgets how to undo. */
  accept(): void;
  /** What is held of each source, for `pegs`. */
  snapshot(): Float64Array;
  /** Pegs for starts that were kept with a snapshot: who starts soonest has the soonest pieces. */
  pegs(starts: ArrayLike<number>, snapshot: Float64Array): Map<string, Peg>;
}

/** Holders of one pool that are looked at for one that waits. */
const mostLooks = 32;

/**
 * The reservoir of a problem whose material is pegged.
 *
 * @param unplanned Orders that are in no plan: they keep what they hold, which comes last.
 * @returns Undefined when the pegs hold pieces that are not there.
 */
export const createReservoir = (
  problem: Problem,
  pegs: ReadonlyMap<string, Peg>,
  unplanned: readonly string[],
): Reservoir | undefined => {
  const network = buildNetwork(problem, createAlone(problem), { flowFactor: 1, flowCost: 0 });
  const { firstSource, sourcePool, firstSupply, supplyTime } = network;
  const levels = createLevels(network);
  const holdings = readHoldings(problem, network, levels, pegs);
  if (!holdings) return undefined;
  const { held, heldAt, asideTime } = holdings;
  const { numbers, planned, fixedStart, firstNeed, needOf, ownerOf } = findOwners(
    problem,
    network,
    unplanned,
  );
  for (let source = 0; source < held.length; source += 1) {
    if (held[source] === 0) continue;
    const pool = sourcePool[source]!;
    const owner = ownerOf(source);
    const last = firstSupply[pool + 1]! - 1;
    if (planned[owner]! < 0) heldAt[source] = last;
    const by = levels.lastBy(pool, fixedStart.get(owner) ?? Number.NEGATIVE_INFINITY);
    heldAt[source] = Math.max(heldAt[source]!, by);
    levels.take(pool, heldAt[source]!, held[source]!);
  }
  if (!levels.hold()) return undefined;

  const sourcesFrom = (of: number): number => firstSource[firstNeed[of]!]!;
  const sourcesTo = (of: number): number => firstSource[firstNeed[of + 1]!]!;
  const materialTime = new Float64Array(numbers.length);
  const timeOf = (of: number): number => {
    let time = asideTime[of]!;
    for (let source = sourcesFrom(of); source < sourcesTo(of); source += 1)
      if (held[source]! > 0 && supplyTime[heldAt[source]!]! > time) time = supplyTime[heldAt[source]!]!;
    return time;
  };
  for (const [operation, of] of numbers.entries()) materialTime[operation] = timeOf(of);
  const isMovable = (source: number): boolean => {
    const owner = ownerOf(source);
    return planned[owner]! >= 0 && !fixedStart.has(owner);
  };
  const users = rowsByPool(network, isMovable);

  const accounts = createAccounts(network, levels, holdings, materialTime);
  const { change, setTime, mark: markNow, back, accept } = accounts;
  const { empty, fill, next, lack } = createTaking(network, levels, holdings, accounts);
  const release = (operation: number) => {
    const of = numbers[operation]!;
    for (let source = sourcesFrom(of); source < sourcesTo(of); source += 1)
      if (held[source]! > 0) change(source, held[source]!, firstSupply[sourcePool[source]! + 1]! - 1);
    setTime(operation, asideTime[of]!);
  };
  const draw = (operation: number, from: number): boolean => {
    const of = numbers[operation]!;
    const before = markNow();
    empty(firstNeed[of]!, firstNeed[of + 1]!);
    const mark = markNow();
    for (let time = from; time < Number.POSITIVE_INFINITY; back(mark)) {
      let lacks = -1;
      for (let need = firstNeed[of]!; need < firstNeed[of + 1]! && lacks < 0; need += 1)
        if (!fill(need, time)) lacks = need;
      if (lacks < 0) {
        setTime(operation, timeOf(of));
        return true;
      }
      time = next(lacks, time);
    }
    back(before);
    return false;
  };
  const loosen = (operation: number, start: number) => {
    const of = numbers[operation]!;
    let changed = false;
    for (let source = sourcesFrom(of); source < sourcesTo(of); source += 1) {
      if (held[source] === 0) continue;
      const supply = levels.lastBy(sourcePool[source]!, start);
      if (supply <= heldAt[source]!) continue;
      change(source, held[source]!, supply);
      changed = true;
    }
    if (changed) setTime(operation, timeOf(of));
  };

  return {
    materialTime,
    release,
    draw,
    sooner: (operation, from) => {
      const mark = markNow();
      const before = materialTime[operation]!;
      if (draw(operation, from) && materialTime[operation]! < before) return true;
      back(mark);
      return false;
    },
    loosen,
    lacks: (operation, by) => {
      const of = numbers[operation]!;
      const mark = markNow();
      empty(firstNeed[of]!, firstNeed[of + 1]!);
      const lacks: Lack[] = [];
      for (let need = firstNeed[of]!; need < firstNeed[of + 1]!; need += 1)
        if (!fill(need, by)) lacks.push({ need, pieces: lack(need, by) });
      back(mark);
      return lacks;
    },
    holders: (need, by, int) => {
      const holders: Holder[] = [];
      for (let at = firstSource[need]!; at < firstSource[need + 1]!; at += 1) {
        const pool = sourcePool[at]!;
        const last = levels.lastBy(pool, by);
        const first = users.first[pool]!;
        const count = users.first[pool + 1]! - first;
        for (let look = 0; look < Math.min(count, mostLooks); look += 1) {
          const source = users.sources[first + (count > mostLooks ? int(count) : look)]!;
          if (held[source] === 0 || heldAt[source]! > last) continue;
          holders.push({ operation: planned[ownerOf(source)]!, pieces: held[source]! });
        }
      }
      return holders;
    },
    mark: markNow,
    back,
    accept,
    snapshot: () => held.slice(),
    pegs: (starts, snapshot) => {
      const startOf = (source: number): number => {
        const owner = ownerOf(source);
        if (planned[owner]! < 0) return Number.POSITIVE_INFINITY;
        // A fact may have begun before its pieces come: it takes nobody else's for that.
        const there = fixedStart.has(owner) ? supplyTime[heldAt[source]!]! : 0;
        return Math.max(there, starts[planned[owner]!]!);
      };
      return certify(problem, network, { ...holdings, held: snapshot }, { needOf, startOf, pegs });
    },
  };
};
