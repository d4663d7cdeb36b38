import type { Budget } from "./budget.ts";
import type { FastRandom } from "./random.ts";
import type { Sequence } from "./single-machine-line.ts";

/** Jobs that move together at most. */
const longestBlock = 12;
/** A block of a long sequence moves this far at most: farther ones are left to kicks. */
const farthest = 150;

/** Half the least difference that two costs can have is left to rounding. */
const mustBeat = ({ cost, line }: Sequence): number => cost - line.endWeight / 2;

/**
 * Where the block of `length` jobs at `from` costs least: the position it goes to, or -1 where no move is better. A move
 * costs a few additions unless a lower bound of its value is better than the sequence: what lies before the change is
 * known, and of what shifts behind it the convexity of tardiness tells enough.
 */
const bestPlace = (sequence: Sequence, from: number, length: number, limit: number): number => {
  const { order, ends, costs, line } = sequence;
  const { jobs, setup, release, duration, due, weight, released, endWeight } = line;
  const until = from + length;
  const head = order[from]!;
  const tailRow = (order[until - 1]! + 1) * jobs;
  let best = limit;
  let to = -1;

  // Forward: the jobs behind the block move up one by one.
  const last = Math.min(jobs, until + farthest);
  let time = from > 0 ? ends[from - 1]! : 0;
  let cost = costs[from]!;
  let row = from > 0 ? (order[from - 1]! + 1) * jobs : 0;
  for (let end = until; end < last; end += 1) {
    const passed = order[end]!;
    time += setup[row + passed]!;
    if (time < release[passed]!) time = release[passed]!;
    time += duration[passed]!;
    if (time > due[passed]!) cost += (time - due[passed]!) * weight[passed]!;
    if (cost >= best) break;
    row = (passed + 1) * jobs;
    const next = end + 1;
    let then = time + setup[row + head]!;
    if (then < release[head]!) then = release[head]!;
    then += duration[head]!;
    let total = cost;
    if (then > due[head]!) total += (then - due[head]!) * weight[head]!;
    const shift = then - ends[from]!;
    let bound = total + sequence.shifted(from + 1, until, shift);
    if (bound >= best) continue;
    if (!released) {
      // Without releases the whole block shifts alike, so the shift of the rest is known.
      let close = ends[until - 1]! + shift;
      if (next < jobs) {
        const job = order[next]!;
        close += setup[tailRow + job]! + duration[job]!;
        if (close > due[job]!) bound += (close - due[job]!) * weight[job]!;
        bound += sequence.restShifted(next + 1, close - ends[next]!);
      } else bound += endWeight * close;
      if (bound >= best) continue;
    }
    let behind = (head + 1) * jobs;
    for (let index = from + 1; index < until; index += 1) {
      const job = order[index]!;
      then += setup[behind + job]!;
      if (then < release[job]!) then = release[job]!;
      then += duration[job]!;
      if (then > due[job]!) total += (then - due[job]!) * weight[job]!;
      behind = (job + 1) * jobs;
    }
    if (total >= best) continue;
    if (next < jobs) {
      const job = order[next]!;
      then += setup[behind + job]!;
      if (then < release[job]!) then = release[job]!;
      then += duration[job]!;
      if (then > due[job]!) total += (then - due[job]!) * weight[job]!;
      total += sequence.rest(next + 1, then - ends[next]!, best - total);
    } else total += endWeight * then;
    if (total < best) {
      best = total;
      to = next - length;
    }
  }

  // Backward: the jobs before the block shift behind it.
  const first = Math.max(0, from - farthest);
  const follower = until < jobs ? order[until]! : -1;
  for (let start = from - 1; start >= first; start -= 1) {
    let then = start > 0 ? ends[start - 1]! : 0;
    let total = costs[start]!;
    const before = start > 0 ? (order[start - 1]! + 1) * jobs : 0;
    const passed = order[start]!;
    let least = best;
    if (!released) {
      // Without releases the block shifts alike, then all that it passes, then the rest.
      let close = then + setup[before + head]! + duration[head]!;
      let bound = total;
      if (close > due[head]!) bound += (close - due[head]!) * weight[head]!;
      const shift = close - ends[from]!;
      bound += sequence.shifted(from + 1, until, shift);
      if (bound >= best) continue;
      close = ends[until - 1]! + shift + setup[tailRow + passed]! + duration[passed]!;
      if (close > due[passed]!) bound += (close - due[passed]!) * weight[passed]!;
      const later = close - ends[start]!;
      bound += sequence.shifted(start + 1, from, later);
      if (bound >= best) continue;
      close = ends[from - 1]! + later;
      let rest = endWeight * close;
      if (follower >= 0) {
        close += setup[(order[from - 1]! + 1) * jobs + follower]! + duration[follower]!;
        rest = close > due[follower]! ? (close - due[follower]!) * weight[follower]! : 0;
        rest += sequence.restShifted(until + 1, close - ends[until]!);
      }
      if (bound + rest >= best) continue;
      least = best - rest;
    }
    let behind = before;
    for (let index = from; index < until && total < least; index += 1) {
      const job = order[index]!;
      then += setup[behind + job]!;
      if (then < release[job]!) then = release[job]!;
      then += duration[job]!;
      if (then > due[job]!) total += (then - due[job]!) * weight[job]!;
      behind = (job + 1) * jobs;
    }
    for (let index = start; index < from && total < least; index += 1) {
      const job = order[index]!;
      then += setup[behind + job]!;
      if (then < release[job]!) then = release[job]!;
      then += duration[job]!;
      if (then > due[job]!) total += (then - due[job]!) * weight[job]!;
      behind = (job + 1) * jobs;
    }
    if (total >= least) continue;
    if (follower >= 0) {
      then += setup[behind + follower]!;
      if (then < release[follower]!) then = release[follower]!;
      then += duration[follower]!;
      if (then > due[follower]!) total += (then - due[follower]!) * weight[follower]!;
      total += sequence.rest(until + 1, then - ends[until]!, best - total);
    } else total += endWeight * then;
    if (total < best) {
      best = total;
      to = start;
    }
  }
  return to;
};

/** Jobs that are worth a look: those whose neighbours have changed since they were looked at last. */
export interface Awake {
  readonly jobs: Uint8Array;
  /** Wakes the jobs at these positions and next to them. */
  readonly wake: (order: Int32Array, from: number, to: number) => void;
}

export const createAwake = (jobs: number): Awake => {
  const awake = new Uint8Array(jobs).fill(1);
  return {
    jobs: awake,
    wake: (order, from, to) => {
      const last = Math.min(jobs - 1, to + 1);
      for (let position = Math.max(0, from - 1); position <= last; position += 1) awake[order[position]!] = 1;
    },
  };
};

const moveBlock = (sequence: Sequence, from: number, length: number, awake: Awake): boolean => {
  const to = bestPlace(sequence, from, length, mustBeat(sequence));
  if (to < 0) return false;
  const { order } = sequence;
  const block = order.slice(from, from + length);
  if (to < from) order.copyWithin(to + length, to, from);
  else order.copyWithin(from, from + length, to + length);
  order.set(block, to);
  sequence.refresh(Math.min(from, to));
  awake.wake(order, to, to + length - 1);
  awake.wake(order, to < from ? from + length : from - 1, to < from ? from + length : from);
  return true;
};

/** The later position whose job is best swapped with the one at `from`, or -1. Neighbours are a block's affair. */
const bestSwap = (sequence: Sequence, from: number, limit: number): number => {
  const { order, ends, costs, line } = sequence;
  const { jobs, setup, release, duration, due, weight, released, endWeight } = line;
  const last = Math.min(jobs, from + farthest);
  const mover = order[from]!;
  const begin = from > 0 ? ends[from - 1]! : 0;
  const row = from > 0 ? (order[from - 1]! + 1) * jobs : 0;
  let best = limit;
  let to = -1;
  for (let other = from + 2; other < last; other += 1) {
    const comer = order[other]!;
    let then = begin + setup[row + comer]!;
    if (then < release[comer]!) then = release[comer]!;
    then += duration[comer]!;
    let total = costs[from]!;
    if (then > due[comer]!) total += (then - due[comer]!) * weight[comer]!;
    const passed = order[from + 1]!;
    then += setup[(comer + 1) * jobs + passed]!;
    if (then < release[passed]!) then = release[passed]!;
    then += duration[passed]!;
    if (then > due[passed]!) total += (then - due[passed]!) * weight[passed]!;
    const shift = then - ends[from + 1]!;
    let bound = total + sequence.shifted(from + 2, other, shift);
    if (bound >= best) continue;
    const follower = other + 1 < jobs ? order[other + 1]! : -1;
    if (!released) {
      let end = ends[other - 1]! + shift + setup[(order[other - 1]! + 1) * jobs + mover]! + duration[mover]!;
      if (end > due[mover]!) bound += (end - due[mover]!) * weight[mover]!;
      if (follower >= 0) {
        end += setup[(mover + 1) * jobs + follower]! + duration[follower]!;
        if (end > due[follower]!) bound += (end - due[follower]!) * weight[follower]!;
        bound += sequence.restShifted(other + 2, end - ends[other + 1]!);
      } else bound += endWeight * end;
      if (bound >= best) continue;
    }
    let behind = (passed + 1) * jobs;
    for (let index = from + 2; index <= other && total < best; index += 1) {
      const job = index < other ? order[index]! : mover;
      then += setup[behind + job]!;
      if (then < release[job]!) then = release[job]!;
      then += duration[job]!;
      if (then > due[job]!) total += (then - due[job]!) * weight[job]!;
      behind = (job + 1) * jobs;
    }
    if (total >= best) continue;
    if (follower >= 0) {
      then += setup[behind + follower]!;
      if (then < release[follower]!) then = release[follower]!;
      then += duration[follower]!;
      if (then > due[follower]!) total += (then - due[follower]!) * weight[follower]!;
      total += sequence.rest(other + 2, then - ends[other + 1]!, best - total);
    } else total += endWeight * then;
    if (total < best) {
      best = total;
      to = other;
    }
  }
  return to;
};

const swap = (sequence: Sequence, from: number, awake: Awake): boolean => {
  const other = bestSwap(sequence, from, mustBeat(sequence));
  if (other < 0) return false;
  const { order } = sequence;
  const job = order[from]!;
  order[from] = order[other]!;
  order[other] = job;
  sequence.refresh(from);
  awake.wake(order, from, from);
  awake.wake(order, other, other);
  return true;
};

/** Moves and swaps of the jobs that are awake until none is better and all sleep. */
export const improve = (sequence: Sequence, awake: Awake, random: FastRandom, budget: Budget): void => {
  const { order } = sequence;
  const jobs = order.length;
  const blocks = Math.min(longestBlock, jobs - 1);
  let asleep = 0;
  let position = random.below(jobs);
  while (asleep < jobs) {
    position = position + 1 < jobs ? position + 1 : 0;
    const job = order[position]!;
    if (awake.jobs[job] === 0) {
      asleep += 1;
      continue;
    }
    asleep = 0;
    awake.jobs[job] = 0;
    swap(sequence, position, awake);
    for (let length = 1; length <= blocks && position + length <= jobs; length += 1)
      moveBlock(sequence, position, length, awake);
    if (budget.over()) return;
  }
};
