import type { Engine, SearchContext } from "./engine.ts";
import { emptySolution } from "./pool.ts";
import type { ShopPlan } from "./problem.ts";
import type { FastRandom } from "./random.ts";
import { compileLine, createSequence, type Line, type Sequence } from "./single-machine-line.ts";
import { improve } from "./single-machine-moves.ts";

/** Kicks without improvement after which the search goes back to the best sequence. */
const patience = 250;
/** A worse sequence is taken over when it is worse by no more than this share, the share shrinking with the budget. */
const slackShare = 0.02;

/**
 * Apparent tardiness cost with set-ups (Lee, Bhaskaran and Pinedo 1997): of the jobs left, the one next that has most
 * weight for its time, least slack and least set-up.
 */
const dispatchAtcs = (line: Line, order: Int32Array, lookahead: number, setupScale: number): void => {
  const left = new Set(Array.from({ length: line.jobs }, (_, job) => job));
  const meanDuration = line.duration.reduce((sum, value) => sum + value, 0) / line.jobs;
  const meanSetup = Math.max(1, line.setup.reduce((sum, value) => sum + value, 0) / line.setup.length);
  let time = 0;
  let before = -1;
  for (let position = 0; position < line.jobs; position += 1) {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (const job of left) {
      const duration = line.duration[job]!;
      const setup = line.setup[(before + 1) * line.jobs + job]!;
      const slack = Math.max(0, line.due[job]! - duration - Math.max(time, line.release[job]!));
      const wait = Math.max(0, line.release[job]! - time) / meanDuration;
      // Logarithms, because far-away due dates would make every index zero.
      const index =
        Math.log((line.weight[job]! + 1e-9) / Math.max(1, duration)) -
        slack / (lookahead * meanDuration) -
        setup / (setupScale * meanSetup) -
        wait;
      if (index > most) {
        most = index;
        best = job;
      }
    }
    left.delete(best);
    order[position] = best;
    time =
      Math.max(time + line.setup[(before + 1) * line.jobs + best]!, line.release[best]!) +
      line.duration[best]!;
    before = best;
  }
};

/** Swaps two neighbouring blocks: what single moves and swaps do not undo at once (double bridge, Martin et al. 1991). */
const kick = (sequence: Sequence, random: FastRandom): void => {
  const { order } = sequence;
  const jobs = order.length;
  const lengths = Math.max(1, Math.min(12, jobs >> 1));
  const first = 1 + random.below(lengths);
  const second = 1 + random.below(lengths);
  if (first + second > jobs) return;
  const from = random.below(jobs - first - second + 1);
  const block = order.slice(from, from + first);
  order.copyWithin(from, from + first, from + first + second);
  order.set(block, from + second);
};

/** Each job alone on the machine, after its cheapest set-up. */
const boundOf = (line: Line): number => {
  const cheapest = Array.from({ length: line.jobs }, (_, job) => {
    let least = Number.POSITIVE_INFINITY;
    for (let before = 0; before <= line.jobs; before += 1)
      if (before !== job + 1) least = Math.min(least, line.setup[before * line.jobs + job]!);
    return least;
  });
  if (line.makespan) {
    const work = line.duration.reduce((sum, duration, job) => sum + duration + cheapest[job]!, 0);
    const alone = line.duration.map((duration, job) => line.release[job]! + duration);
    return Math.max(work, ...alone);
  }
  return line.duration.reduce((sum, duration, job) => {
    const end = Math.max(cheapest[job]!, line.release[job]!) + duration;
    return sum + line.weight[job]! * Math.max(0, end - line.due[job]!);
  }, 0);
};

const planOf = (line: Line, order: Int32Array, bound: number): ShopPlan => {
  const jobs: { machine: number; start: number; end: number }[][] = Array.from(
    { length: line.jobs },
    () => [],
  );
  const sequence = createSequence(line);
  sequence.load(order);
  let time = 0;
  let before = -1;
  for (const job of order) {
    const start = Math.max(time + line.setup[(before + 1) * line.jobs + job]!, line.release[job]!);
    time = start + line.duration[job]!;
    before = job;
    jobs[job] = [{ machine: 0, start, end: time }];
  }
  return { objective: sequence.cost, bound, jobs };
};

const searchSingleMachine = (line: Line, context: SearchContext): void => {
  const { pool, budget, random, onImprovement } = context;
  const sequence = createSequence(line);
  const best = emptySolution(line.jobs);
  const keep = (): void => {
    if (sequence.cost >= best.objective) return;
    best.objective = sequence.cost;
    best.numbers.set(sequence.order);
    if (pool.offer(best)) onImprovement(best.objective);
  };
  const start = new Int32Array(line.jobs);
  for (const lookahead of [0.5, 2, 8])
    for (const setupScale of [0.3, 1, 4]) {
      dispatchAtcs(line, start, lookahead, setupScale);
      sequence.load(start);
      keep();
    }
  sequence.load(best.numbers);
  improve(sequence, random, budget);
  keep();
  const current = sequence.order.slice();
  let currentCost = sequence.cost;
  let since = 0;
  while (pool.best() > pool.bound() && !budget.spend(1)) {
    sequence.order.set(current);
    kick(sequence, random);
    if (random.below(3) === 0) kick(sequence, random);
    sequence.refresh(0);
    improve(sequence, random, budget);
    const limit =
      currentCost + slackShare * (1 - budget.used()) * best.objective * random.below(1_000) * 1e-3;
    if (sequence.cost <= limit) {
      current.set(sequence.order);
      currentCost = sequence.cost;
    }
    since += 1;
    if (sequence.cost < best.objective) {
      keep();
      since = 0;
    } else if (since > patience) {
      current.set(best.numbers);
      currentCost = best.objective;
      since = 0;
    }
  }
};

/**
 * One machine with sequence-dependent set-ups and releases, for weighted tardiness or makespan: iterated local search over
 * insertions of blocks and swaps (Subramanian, Battarra and Potts 2014).
 */
export const singleMachine: Engine<Line> = {
  compile: compileLine,
  width: ({ jobs }) => jobs,
  bound: boundOf,
  search: searchSingleMachine,
  plan: planOf,
};
