import { createAlone } from "../../alone.ts";
import type { Peg } from "../../plan.ts";
import type { Problem } from "../../problem.ts";
import { buildNetwork, type PegNetwork } from "../network.ts";
import { certify } from "./certify.ts";
import { openSources, readHoldings } from "./holdings.ts";
import { createLevels } from "./levels.ts";

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

/** Rows of sources by pool, of those that may be taken away from whom they are held by. */
const rowsByPool = ({ sourcePool, firstSupply }: PegNetwork, isIn: (source: number) => boolean) => {
  const first = new Int32Array(firstSupply.length);
  for (let source = 0; source < sourcePool.length; source += 1)
    if (isIn(source)) first[sourcePool[source]! + 1]! += 1;
  for (let pool = 0; pool + 1 < first.length; pool += 1) first[pool + 1]! += first[pool]!;
  const place = first.slice();
  const sources = new Int32Array(first.at(-1)!);
  for (let source = 0; source < sourcePool.length; source += 1)
    if (isIn(source)) sources[place[sourcePool[source]!]!++] = source;
  return { first, sources };
};

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
  const { firstSource, sourcePool, sourceGroup, uniform, needed, operationOf, firstSupply, supplyTime } =
    network;
  const levels = createLevels(network);
  const holdings = readHoldings(problem, network, levels, pegs);
  if (!holdings) return undefined;
  const { held, heldAt, keeps, asideTime } = holdings;
  const isOpen = openSources(network);
  /** What each source held when it was given up last: it is asked for again at first. */
  const last = held.slice();

  const out = new Set(unplanned);
  /** The problem's number of each operation of the model, and the other way round: -1 for what is not planned. */
  const numbers: number[] = [];
  const planned = new Int32Array(asideTime.length).fill(-1);
  const fixedStart = new Map<number, number>();
  let number = 0;
  for (const { id, operations } of problem.orders)
    for (const { fixed } of operations) {
      if (fixed) fixedStart.set(number, fixed.start);
      if (!out.has(id)) planned[number] = numbers.push(number) - 1;
      number += 1;
    }
  const firstNeed = new Int32Array(asideTime.length + 1);
  for (const operation of operationOf) firstNeed[operation + 1]! += 1;
  for (let at = 0; at < asideTime.length; at += 1) firstNeed[at + 1]! += firstNeed[at]!;
  const needOf = new Int32Array(sourcePool.length);
  for (let need = 0; need < needed.length; need += 1)
    needOf.fill(need, firstSource[need], firstSource[need + 1]);
  const ownerOf = (source: number): number => operationOf[needOf[source]!]!;

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

  /** Pieces, supply and source of each holding that was changed, as it was before; time and operation of each time likewise, the operation negated. */
  const journal: number[] = [];
  const write = (source: number, pieces: number, supply: number) => {
    if (pieces === held[source]) levels.shift(heldAt[source]!, supply, pieces);
    else {
      const pool = sourcePool[source]!;
      levels.take(pool, heldAt[source]!, -held[source]!);
      levels.take(pool, supply, pieces);
    }
    held[source] = pieces;
    heldAt[source] = supply;
  };
  const change = (source: number, pieces: number, supply: number) => {
    journal.push(held[source]!, heldAt[source]!, source);
    write(source, pieces, supply);
  };
  const undoTo = (mark: number) => {
    while (journal.length > mark) {
      const source = journal.pop()!;
      if (source < 0) {
        materialTime[~source] = journal.pop()!;
        continue;
      }
      const supply = journal.pop()!;
      write(source, journal.pop()!, supply);
    }
  };
  const setTime = (operation: number, time: number) => {
    if (time === materialTime[operation]) return;
    journal.push(materialTime[operation]!, ~operation);
    materialTime[operation] = time;
  };

  /** What a need may take of a source by a time. */
  const roomBy = (source: number, time: number): number => {
    const pool = sourcePool[source]!;
    return isOpen[source] ? levels.room(pool, levels.lastBy(pool, time)) : 0;
  };
  /** Takes pieces of some sources by a time, as many as there are up to a number; how many are still open. */
  const takeOf = (need: number, group: number, time: number): number => {
    let open = needed[need]!;
    for (let source = firstSource[need]!; source < firstSource[need + 1]! && open > 0; source += 1) {
      if (group >= 0 && sourceGroup[source] !== group) continue;
      const count = Math.min(open, roomBy(source, time));
      if (count <= 0) continue;
      change(source, count, levels.lastBy(sourcePool[source]!, time));
      open -= count;
    }
    return open;
  };
  /** Takes what a need held by a time; whether all is there. */
  const takeAgain = (need: number, time: number): boolean => {
    for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
      if (last[source] === 0) continue;
      const pool = sourcePool[source]!;
      const supply = levels.lastBy(pool, time);
      if (levels.room(pool, supply) < last[source]!) return false;
      change(source, last[source]!, supply);
    }
    return true;
  };
  /** Takes what a need wants by a time; whether all is there. */
  const fill = (need: number, time: number): boolean => {
    const mark = journal.length;
    if (takeAgain(need, time)) return true;
    undoTo(mark);
    if (keeps[need]) return false;
    if (!uniform[need]) {
      if (takeOf(need, -1, time) === 0) return true;
      undoTo(mark);
      return false;
    }
    let tried = -1;
    for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
      // Sources of a group stand next to each other by material; another time does no harm.
      if (sourceGroup[source] === tried) continue;
      tried = sourceGroup[source]!;
      if (takeOf(need, tried, time) === 0) return true;
      undoTo(mark);
    }
    return false;
  };
  /** When more of what a need could be met from is there than by a time that is too soon for it. */
  const next = (need: number, time: number): number => {
    const [from, to] = [firstSource[need]!, firstSource[need + 1]!];
    if (keeps[need] || to === from + 1) {
      let latest = Number.NEGATIVE_INFINITY;
      for (let source = from; source < to; source += 1) {
        const pieces = keeps[need]
          ? last[source]!
          : isOpen[source]
            ? needed[need]!
            : Number.POSITIVE_INFINITY;
        if (pieces > 0) latest = Math.max(latest, levels.soonest(sourcePool[source]!, pieces));
      }
      return latest > time ? latest : Number.POSITIVE_INFINITY;
    }
    let soonest = Number.POSITIVE_INFINITY;
    for (let source = from; source < to; source += 1) {
      const supply = levels.lastBy(sourcePool[source]!, time) + 1;
      if (isOpen[source] && supply < firstSupply[sourcePool[source]! + 1]!)
        soonest = Math.min(soonest, supplyTime[supply]!);
    }
    return soonest;
  };
  const release = (operation: number) => {
    const of = numbers[operation]!;
    for (let source = sourcesFrom(of); source < sourcesTo(of); source += 1)
      if (held[source]! > 0) change(source, held[source]!, firstSupply[sourcePool[source]! + 1]! - 1);
    setTime(operation, asideTime[of]!);
  };
  /** Gives up what an operation holds. */
  const empty = (of: number) => {
    for (let source = sourcesFrom(of); source < sourcesTo(of); source += 1) {
      last[source] = held[source]!;
      if (held[source]! > 0) change(source, 0, heldAt[source]!);
    }
  };
  const draw = (operation: number, from: number): boolean => {
    const of = numbers[operation]!;
    const before = journal.length;
    empty(of);
    const mark = journal.length;
    for (let time = from; time < Number.POSITIVE_INFINITY; undoTo(mark)) {
      let lacks = -1;
      for (let need = firstNeed[of]!; need < firstNeed[of + 1]! && lacks < 0; need += 1)
        if (!fill(need, time)) lacks = need;
      if (lacks < 0) {
        setTime(operation, timeOf(of));
        return true;
      }
      time = next(lacks, time);
    }
    undoTo(before);
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
      const mark = journal.length;
      const before = materialTime[operation]!;
      if (draw(operation, from) && materialTime[operation]! < before) return true;
      undoTo(mark);
      return false;
    },
    loosen,
    lacks: (operation, by) => {
      const of = numbers[operation]!;
      const mark = journal.length;
      empty(of);
      const lacks: Lack[] = [];
      for (let need = firstNeed[of]!; need < firstNeed[of + 1]!; need += 1) {
        const before = journal.length;
        if (fill(need, by)) continue;
        undoTo(before);
        const whole = keeps[need] || uniform[need];
        lacks.push({ need, pieces: whole ? needed[need]! : takeOf(need, -1, by) });
      }
      undoTo(mark);
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
    mark: () => journal.length,
    back: undoTo,
    accept: () => {
      journal.length = 0;
    },
    snapshot: () => held.slice(),
    pegs: (starts, snapshot) => {
      const startOf = (source: number): number => {
        const owner = ownerOf(source);
        return planned[owner]! < 0 ? Number.POSITIVE_INFINITY : starts[planned[owner]!]!;
      };
      return certify(problem, network, { ...holdings, held: snapshot }, { needOf, startOf, pegs });
    },
  };
};
