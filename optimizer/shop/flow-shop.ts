import type { Budget } from "./budget.ts";
import type { Engine, SearchContext } from "./engine.ts";
import { createInsertion, type Insertion } from "./flow-shop-insertion.ts";
import { compileFlowLine, type FlowLine, schedule } from "./flow-shop-line.ts";
import { emptySolution } from "./pool.ts";
import type { ShopPlan } from "./problem.ts";
import type { FastRandom } from "./random.ts";

/** Jobs that one destruction takes out, and the temperature of acceptance (Dubois-Lacoste, Pagnozzi and Stuetzle 2017). */
const taken = 2;
const temperature = 0.7;

/** NEH (Nawaz, Enscore and Ham 1983): longest job first, each where it costs least; by due date for tardiness. */
const construct = (line: FlowLine, insertion: Insertion, budget: Budget): number => {
  const work = (job: number) => {
    let sum = 0;
    for (let machine = 0; machine < line.machines; machine += 1)
      sum += line.duration[job * line.machines + machine]!;
    return sum;
  };
  const rank = (job: number) =>
    line.makespan ? -work(job) : line.due[job]! - work(job) / (1 + line.weight[job]!);
  const jobs = Array.from({ length: line.jobs }, (_, job) => job).sort((a, b) => rank(a) - rank(b) || a - b);
  insertion.load(insertion.order, 0);
  for (const [count, job] of jobs.entries())
    insertion.insert(job, budget.over() ? count : insertion.best(job, 0, Number.POSITIVE_INFINITY));
  return costOf(line, insertion);
};

const costOf = (line: FlowLine, { order, count }: Insertion): number =>
  schedule(line, order, count, new Int32Array(count * line.machines));

const shuffle = (list: Int32Array, random: FastRandom): void => {
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = random.below(index + 1);
    const value = list[index]!;
    list[index] = list[other]!;
    list[other] = value;
  }
};

/** Takes out each job in a random order and puts it back where it costs least, until none moves to a better place. */
const descend = (
  insertion: Insertion,
  cost: number,
  random: FastRandom,
  budget: Budget,
  onRound?: (cost: number) => void,
): number => {
  const { order, count } = insertion;
  const turns = order.slice(0, count);
  let value = cost;
  for (let better = true; better; ) {
    better = false;
    shuffle(turns, random);
    for (const job of turns) {
      if (budget.over()) return value;
      insertion.save();
      insertion.remove(order.indexOf(job));
      const to = insertion.best(job, random.below(count), value);
      if (to < 0) {
        insertion.restore();
        continue;
      }
      insertion.insert(job, to);
      value = insertion.found;
      better = true;
    }
    if (better) onRound?.(value);
  }
  return value;
};

/**
 * Machines' work with the cheapest set-up into each job but the first, after the shortest way there and before the shortest
 * way out; and each job alone.
 */
const boundOf = (line: FlowLine): number => {
  const { jobs, machines, duration, release, setup } = line;
  if (!line.makespan) {
    let cost = 0;
    for (let job = 0; job < jobs; job += 1) {
      let end = release[job]!;
      for (let machine = 0; machine < machines; machine += 1) end += duration[job * machines + machine]!;
      cost += line.weight[job]! * Math.max(0, end - line.due[job]!);
    }
    return cost;
  }
  let bound = 0;
  for (let machine = 0; machine < machines; machine += 1) {
    let work = 0;
    let head = Number.POSITIVE_INFINITY;
    let tail = Number.POSITIVE_INFINITY;
    let dearest = 0;
    for (let job = 0; job < jobs; job += 1) {
      let before = release[job]!;
      let after = 0;
      for (let other = 0; other < machines; other += 1) {
        const time = duration[job * machines + other]!;
        if (other < machine) before += time;
        if (other > machine) after += time;
      }
      let cheapest = jobs > 1 ? Number.POSITIVE_INFINITY : 0;
      for (let from = 0; from < jobs; from += 1)
        if (from !== job)
          cheapest = Math.min(cheapest, setup[((from + 1) * jobs + job) * machines + machine]!);
      dearest = Math.max(dearest, cheapest);
      work += duration[job * machines + machine]! + cheapest;
      head = Math.min(head, before);
      tail = Math.min(tail, after);
      bound = Math.max(bound, before + duration[job * machines + machine]! + after);
    }
    bound = Math.max(bound, head + work - dearest + tail);
  }
  return bound;
};

const planOf = (line: FlowLine, order: Int32Array, bound: number): ShopPlan => {
  const ends = new Int32Array(line.jobs * line.machines);
  const objective = schedule(line, order, line.jobs, ends);
  const jobs: { machine: number; start: number; end: number }[][] = [];
  for (const [position, job] of order.entries())
    jobs[job] = Array.from({ length: line.machines }, (_, machine) => {
      const end = ends[position * line.machines + machine]!;
      return { machine, start: end - line.duration[job * line.machines + machine]!, end };
    });
  return { objective, bound, jobs };
};

const searchFlowShop = (line: FlowLine, { pool, budget, random, onImprovement }: SearchContext): void => {
  const insertion = createInsertion(line);
  const current = emptySolution(line.jobs);
  const offer = (objective: number): void => {
    if (objective >= pool.best()) return;
    if (pool.offer({ numbers: insertion.order, objective })) onImprovement(objective);
  };
  const accept = (objective: number): void => {
    current.numbers.set(insertion.order);
    current.objective = objective;
  };
  offer(construct(line, insertion, budget));
  // The first descent is the longest one; what it has is offered as it goes.
  accept(descend(insertion, costOf(line, insertion), random, budget, offer));
  offer(current.objective);
  const meanDuration =
    line.duration.reduce((sum, value) => sum + value, 0) / Math.max(1, line.duration.length);
  // For tardiness a step changes the objective by about a job's share of it.
  const heat = () =>
    line.makespan ? (temperature * meanDuration) / 10 : (temperature * pool.best()) / line.jobs / 10;
  const count = Math.min(taken, line.jobs - 1);
  const out = new Int32Array(Math.max(0, count));
  while (pool.best() > pool.bound() && count > 0 && !budget.spend(1)) {
    for (let index = 0; index < count; index += 1)
      out[index] = insertion.remove(random.below(insertion.count));
    // What is left is improved before the others come back: cheaper than improving the whole, and it leads further.
    descend(insertion, costOf(line, insertion), random, budget);
    for (const job of out)
      insertion.insert(job, insertion.best(job, random.below(insertion.count + 1), Number.POSITIVE_INFINITY));
    const cost = insertion.found;
    offer(cost);
    const worse = cost - current.objective;
    if (worse <= 0 || random.below(1_000_000) < 1e6 * Math.exp(-worse / Math.max(1e-9, heat()))) accept(cost);
    else insertion.load(current.numbers, line.jobs);
  }
};

/**
 * Permutation flow shops with or without set-ups, for makespan or weighted tardiness: iterated greedy search (Ruiz and
 * Stuetzle 2007, 2008) that improves the part a destruction leaves (Dubois-Lacoste, Pagnozzi and Stuetzle 2017).
 */
export const flowShop: Engine<FlowLine> = {
  compile: compileFlowLine,
  width: ({ jobs }) => jobs,
  bound: boundOf,
  search: searchFlowShop,
  plan: planOf,
};
