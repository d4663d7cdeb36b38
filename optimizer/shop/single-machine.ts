import { leastWeightedLateness } from "../bound/one-machine.ts";
import type { Engine, SearchContext } from "./engine.ts";
import { evolve } from "./memetic.ts";
import { emptySolution, type Solution } from "./pool.ts";
import type { ShopPlan } from "./problem.ts";
import type { FastRandom } from "./random.ts";
import { compileLine, createSequence, type Line, type Sequence } from "./single-machine-line.ts";
import { type Awake, createAwake, improve } from "./single-machine-moves.ts";

/** Kicks in a row without improvement that end a local search. */
const patience = 100;
/** Jobs of each of the two blocks that a kick swaps, at most. */
const longestKick = 8;

/**
 * Apparent tardiness cost with set-ups (Lee, Bhaskaran and Pinedo 1997): of the jobs left, the one next that has most
 * weight for its time, least slack and least set-up.
 */
const dispatchAtcs = (line: Line, order: Int32Array, lookahead: number, setupScale: number): void => {
  const left = new Set(Array.from({ length: line.jobs }, (_, job) => job));
  // 1 where no job takes any time.
  const meanDuration = line.duration.reduce((sum, value) => sum + value, 0) / line.jobs || 1;
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
const kick = (sequence: Sequence, awake: Awake, random: FastRandom): void => {
  const { order } = sequence;
  const jobs = order.length;
  const lengths = Math.max(1, Math.min(longestKick, jobs >> 1));
  const first = 1 + random.below(lengths);
  const second = 1 + random.below(lengths);
  if (first + second > jobs) return;
  const from = random.below(jobs - first - second + 1);
  const block = order.slice(from, from + first);
  order.copyWithin(from, from + first, from + first + second);
  order.set(block, from + second);
  sequence.refresh(from);
  awake.wake(order, from, from + first + second - 1);
};

/** The layers of weights are looked at one by one; beyond so many jobs in all of them each job alone has to do. */
const mostLayered = 1e6;

/**
 * Each job alone on the machine, after its cheapest set-up; and all of them on a machine that may interrupt, with that set-up as
 * a part of their work.
 */
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
  const alone = line.duration.reduce((sum, duration, job) => {
    const end = Math.max(cheapest[job]!, line.release[job]!) + duration;
    return sum + line.weight[job]! * Math.max(0, end - line.due[job]!);
  }, 0);
  if (line.jobs * new Set(line.weight).size > mostLayered) return alone;
  const jobs = Array.from(line.duration, (duration, job) => ({
    // The machine may be set up before the job is there.
    release: Math.max(0, line.release[job]! - cheapest[job]!),
    work: cheapest[job]! + duration,
    due: line.due[job]!,
    weight: line.weight[job]!,
  }));
  return Math.max(
    alone,
    leastWeightedLateness(jobs, (worked) => worked),
  );
};

const planOf = (line: Line, order: Int32Array, bound: number): ShopPlan => {
  const jobs: { machine: number; start: number; end: number }[][] = Array.from(
    { length: line.jobs },
    () => [],
  );
  const sequence = createSequence(line);
  sequence.order.set(order);
  sequence.refresh(0);
  let time = 0;
  let before = -1;
  for (const job of order) {
    const start = Math.max(time + line.setup[(before + 1) * line.jobs + job]!, line.release[job]!);
    time = start + line.duration[job]!;
    before = job;
    jobs[job] = [{ machine: 0, start, end: time }];
  }
  return { objective: sequence.objective, bound, jobs };
};

/** Adjacent pairs of one sequence that the other does not have, as a share. */
const distance = (one: Int32Array, other: Int32Array): number => {
  const next = new Int32Array(one.length).fill(-1);
  for (let position = 1; position < one.length; position += 1) next[one[position - 1]!] = one[position]!;
  let different = one[0] === other[0] ? 0 : 1;
  for (let position = 1; position < other.length; position += 1)
    if (next[other[position - 1]!] !== other[position]) different += 1;
  return different / Math.max(1, one.length);
};

/**
 * Linear order crossover (Falkenauer and Bouffouix 1991): a stretch of one parent in its place, around it the other jobs in
 * the order of the other parent.
 */
const cross = (one: Int32Array, other: Int32Array, random: FastRandom, to: Int32Array): void => {
  const jobs = one.length;
  const length = Math.max(1, Math.floor(jobs / 4) + random.below(Math.max(1, Math.floor(jobs / 2))));
  const from = random.below(Math.max(1, jobs - length + 1));
  const kept = new Uint8Array(jobs);
  for (let position = from; position < from + length; position += 1) {
    to[position] = one[position]!;
    kept[one[position]!] = 1;
  }
  let position = 0;
  for (const job of other) {
    if (kept[job]) continue;
    if (position === from) position += length;
    to[position] = job;
    position += 1;
  }
};

const searchSingleMachine = (line: Line, context: SearchContext): void => {
  const { pool, budget, random, member, members, onImprovement } = context;
  const sequence = createSequence(line);
  const settings = [0.5, 2, 8].flatMap((lookahead) => [0.3, 1, 4].map((scale) => ({ lookahead, scale })));
  const first = emptySolution(line.jobs);
  for (const { lookahead, scale } of settings) {
    dispatchAtcs(line, first.numbers, lookahead, scale);
    sequence.order.set(first.numbers);
    sequence.refresh(0);
    first.objective = sequence.objective;
    if (pool.offer(first)) onImprovement(first.objective);
  }
  const starts = settings.filter((_, index) => index % members === member);
  const current = new Int32Array(line.jobs);
  const awake = createAwake(line.jobs);
  const take = (from: Int32Array) => {
    sequence.order.set(from);
    sequence.refresh(0);
  };
  const keepIn = (solution: Solution) => {
    solution.numbers.set(sequence.order);
    solution.objective = sequence.objective;
  };

  evolve(
    {
      empty: () => emptySolution(line.jobs),
      start: (to) => {
        const { lookahead, scale } = starts.shift() ?? {
          lookahead: 0.2 * 50 ** (random.below(1_000) / 1_000),
          scale: 0.2 * 30 ** (random.below(1_000) / 1_000),
        };
        dispatchAtcs(line, to.numbers, lookahead, scale);
      },
      improve: (solution) => {
        take(solution.numbers);
        awake.jobs.fill(1);
        improve(sequence, awake, random, budget);
        keepIn(solution);
        current.set(sequence.order);
        let cost = sequence.cost;
        for (let since = 0; since < patience && solution.objective > pool.bound(); since += 1) {
          if (budget.spend(1)) return;
          kick(sequence, awake, random);
          improve(sequence, awake, random, budget);
          if (sequence.cost > cost) {
            take(current);
            awake.jobs.fill(0);
            continue;
          }
          if (sequence.cost < cost) since = 0;
          current.set(sequence.order);
          cost = sequence.cost;
          keepIn(solution);
        }
      },
      combine: (one, other, to) => cross(one.numbers, other.numbers, random, to.numbers),
      distance,
    },
    context,
  );
};

/**
 * One machine with sequence-dependent set-ups and releases, for weighted tardiness or makespan: a memetic search (Xu, Lu, Yin,
 * Shen and Buscher 2014) over iterated local search with insertions of blocks and swaps (Subramanian, Battarra and Potts 2014).
 */
export const singleMachine: Engine<Line> = {
  compile: compileLine,
  width: ({ jobs }) => jobs,
  bound: boundOf,
  search: searchSingleMachine,
  plan: planOf,
};
