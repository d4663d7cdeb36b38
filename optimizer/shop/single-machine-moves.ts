import type { Budget } from "./budget.ts";
import type { FastRandom } from "./random.ts";
import type { Sequence } from "./single-machine-line.ts";

/** Jobs that move together at most. */
const longestBlock = 6;
/** A block of a long sequence moves this far at most: farther ones are left to kicks. */
const farthest = 120;

/** The best of all moves of the block at `from`; applies it when it is better than the sequence as it is. */
const moveBlock = (sequence: Sequence, from: number, length: number, changed: Int32Array): boolean => {
  const { order } = sequence;
  const jobs = order.length;
  let best = sequence.cost;
  let to = -1;
  const first = Math.max(0, from - farthest);
  // Forward: the jobs between move up, the block comes after them.
  const last = Math.min(jobs, from + length + farthest);
  for (let end = from + length + 1; end <= last; end += 1) {
    const between = end - from - length;
    for (let index = 0; index < between; index += 1) changed[index] = order[from + length + index]!;
    for (let index = 0; index < length; index += 1) changed[between + index] = order[from + index]!;
    const cost = sequence.costWith(from, changed, end - from, best);
    if (cost < best) {
      best = cost;
      to = end - length;
    }
  }
  for (let start = from - 1; start >= first; start -= 1) {
    for (let index = 0; index < length; index += 1) changed[index] = order[from + index]!;
    for (let index = start; index < from; index += 1) changed[length + index - start] = order[index]!;
    const cost = sequence.costWith(start, changed, from + length - start, best);
    if (cost < best) {
      best = cost;
      to = start;
    }
  }
  if (to < 0) return false;
  const block = order.slice(from, from + length);
  if (to < from) order.copyWithin(to + length, to, from);
  else order.copyWithin(from, from + length, to + length);
  order.set(block, to);
  sequence.refresh(Math.min(from, to));
  return true;
};

/** The best swap of the job at `from` with a later one. */
const swap = (sequence: Sequence, from: number, changed: Int32Array): boolean => {
  const { order } = sequence;
  const last = Math.min(order.length, from + farthest);
  let best = sequence.cost;
  let other = -1;
  for (let with_ = from + 2; with_ < last; with_ += 1) {
    const count = with_ - from + 1;
    for (let index = 0; index < count; index += 1) changed[index] = order[from + index]!;
    changed[0] = order[with_]!;
    changed[count - 1] = order[from]!;
    const cost = sequence.costWith(from, changed, count, best);
    if (cost < best) {
      best = cost;
      other = with_;
    }
  }
  if (other < 0) return false;
  const job = order[from]!;
  order[from] = order[other]!;
  order[other] = job;
  sequence.refresh(from);
  return true;
};

/** Moves and swaps until none is better, starting each round somewhere else. */
export const improve = (sequence: Sequence, random: FastRandom, budget: Budget): void => {
  const jobs = sequence.order.length;
  const changed = new Int32Array(jobs);
  const blocks = Math.min(longestBlock, jobs - 1);
  let quiet = 0;
  let position = random.below(jobs);
  while (quiet < jobs) {
    position = (position + 1) % jobs;
    let better = swap(sequence, position, changed);
    for (let length = 1; length <= blocks && position + length <= jobs; length += 1)
      if (moveBlock(sequence, position, length, changed)) better = true;
    quiet = better ? 0 : quiet + 1;
    if ((position & 15) === 0 && budget.over()) return;
  }
};
