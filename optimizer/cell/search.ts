import { createFastRandom, type FastRandom } from "../shop/random.ts";
import { insertUnit } from "./choose.ts";
import { bookBegun, bookUnit, type Decisions, settle, shapesOf } from "./insert.ts";
import { costOf } from "./objective.ts";
import { postpone } from "./postpone.ts";
import { type CellPlan, type CellProblem, durationIn } from "./problem.ts";
import { createTimetable } from "./timetable.ts";

export interface CellSearch {
  /** The best plan so far; undefined when what has begun cannot be finished. */
  readonly best: () => CellPlan | undefined;
  /** Improves for so many rounds. */
  run(rounds: number): void;
  /** Goes on from a plan that came from elsewhere. */
  adopt(plan: CellPlan): void;
}

/** Units taken out in a round. */
const fewest = 1;
const most = 5;
/** Choices tried for a unit at first, and in a round. */
const firstTrials = 100;
const laterTrials = 30;
/** Moving every unit to its earliest costs as much as many rounds. */
const compactEvery = 10;
/** Annealing in seconds of cost, falling by this share each round. */
const firstTemperature = 0.003;
const cooling = 0.999;
/** Share of the mean end of the units: one that ends earlier makes room in later rounds, though the last one counts. */
const shareOfEnds = 0.2;

/**
 * Builds plans unit by unit and improves them by taking some units out and putting them back (large neighbourhood search,
 * Shaw 1998), accepting as annealing does. What is put back fits by construction, so no plan on the way can deadlock: a unit is placed
 * with all of its stays or not at all.
 */
export const createCellSearch = (problem: CellProblem, seed: number): CellSearch => {
  const random: FastRandom = createFastRandom(seed);
  const { tasks, holds, units } = problem;
  const shapes = shapesOf(problem);
  const empty = (): Decisions => ({
    modes: new Int32Array(tasks.length),
    starts: new Float64Array(tasks.length),
    choices: new Int32Array(holds.length),
  });
  const current = empty();
  const kept = empty();
  const copy = (from: Decisions, to: Decisions) => {
    to.modes.set(from.modes);
    to.starts.set(from.starts);
    to.choices.set(from.choices);
  };
  let timetable = createTimetable(problem);
  const rebuild = (decisions: Decisions) => {
    timetable = createTimetable(problem);
    for (const shape of shapes) bookUnit(problem, shape, timetable, decisions);
  };
  const score = ({ modes, starts }: Decisions): number => {
    const last = units.map(() => 0);
    for (const [t, task] of tasks.entries())
      last[task.unit] = Math.max(last[task.unit]!, starts[t]! + durationIn(task, modes[t]!));
    const mean = last.reduce((sum, end) => sum + end, 0) / Math.max(1, units.length);
    return (
      costOf(problem, { modes: Array.from(modes), starts: Array.from(starts) }).total + shareOfEnds * mean
    );
  };

  /** Puts units into the timetable one after the other; what has begun blocks its places until its turn. */
  const insertAll = (order: readonly number[], trials: number): boolean => {
    const begun = order.filter((u) => shapes[u]!.frozen);
    for (const u of begun) bookBegun(problem, shapes[u]!, timetable, current);
    const waiting = [...begun, ...order.filter((u) => !shapes[u]!.frozen)];
    while (waiting.length > 0) {
      // One that waits for a place which another has not left yet comes after it.
      const index = waiting.findIndex((u) => {
        timetable.release(u);
        if (insertUnit(problem, shapes[u]!, timetable, current, random, trials)) return true;
        if (shapes[u]!.frozen) bookBegun(problem, shapes[u]!, timetable, current);
        return false;
      });
      if (index < 0) return false;
      const shape = shapes[waiting.splice(index, 1)[0]!]!;
      if (!shape.frozen) postpone(problem, shape, timetable, current);
      bookUnit(problem, shape, timetable, current);
    }
    return true;
  };
  /** Every unit once more at its earliest, with its modes and places. */
  const compact = () => {
    const first = (u: number) => Math.min(...shapes[u]!.tasks.map((t) => current.starts[t]!));
    const order = units.map((_, u) => u).sort((a, b) => first(a) - first(b));
    for (const u of order) {
      const shape = shapes[u]!;
      const before = shape.tasks.map((t) => current.starts[t]!);
      timetable.release(u);
      if (!settle(problem, shape, timetable, current))
        for (const [i, t] of shape.tasks.entries()) current.starts[t] = before[i]!;
      else if (!shape.frozen) postpone(problem, shape, timetable, current);
      bookUnit(problem, shape, timetable, current);
    }
  };

  for (const [h, hold] of holds.entries()) {
    const known = [hold.from.task, hold.until.task, ...tasks.keys()]
      .flatMap((t) => (tasks[t]!.frozen ? tasks[t]!.modes[tasks[t]!.frozen!.mode]!.needs : []))
      .find((need) => need.hold === h);
    if (known) current.choices[h] = known.choice;
  }
  const byDue = units
    .map((_, u) => u)
    .sort((a, b) => (units[a]!.due ?? 0) - (units[b]!.due ?? 0) || units[a]!.release - units[b]!.release);
  let found = insertAll(byDue, firstTrials);
  let cost = Number.POSITIVE_INFINITY;
  const best = empty();
  let bestCost = Number.POSITIVE_INFINITY;
  const keepIfBest = () => {
    if (cost >= bestCost) return;
    bestCost = cost;
    copy(current, best);
  };
  if (found) {
    compact();
    cost = score(current);
    keepIfBest();
  }
  let temperature = found ? firstTemperature * cost : 0;

  const pick = (): number[] => {
    const count = Math.min(units.length, fewest + random.below(most - fewest + 1));
    const chosen = new Set<number>();
    if (random.below(2) === 0) while (chosen.size < count) chosen.add(random.below(units.length));
    else {
      // Those that begin about the same time have most to exchange.
      const first = (u: number) => current.starts[shapes[u]!.tasks[0]!]!;
      const order = units.map((_, u) => u).sort((a, b) => first(a) - first(b));
      const from = random.below(order.length - count + 1);
      for (const u of order.slice(from, from + count)) chosen.add(u);
    }
    const order = [...chosen];
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  };
  const round = () => {
    copy(current, kept);
    const order = pick();
    for (const u of order) timetable.release(u);
    const before = cost;
    let accepted = insertAll(order, laterTrials);
    if (accepted) {
      cost = score(current);
      const chance = Math.exp((before - cost) / Math.max(1e-9, temperature));
      accepted = cost <= before || random.below(1 << 20) / (1 << 20) < chance;
    }
    if (!accepted) {
      copy(kept, current);
      rebuild(current);
      cost = before;
    } else if (cost < bestCost || random.below(compactEvery) === 0) {
      compact();
      cost = score(current);
    }
    keepIfBest();
    temperature *= cooling;
  };
  return {
    best: () =>
      found
        ? {
            modes: Array.from(best.modes),
            starts: Array.from(best.starts),
            choices: Array.from(best.choices),
          }
        : undefined,
    run: (rounds) => {
      if (found && units.length > 0) for (let i = 0; i < rounds; i++) round();
    },
    adopt: ({ modes, starts, choices }) => {
      current.modes.set(modes);
      current.starts.set(starts);
      current.choices.set(choices);
      rebuild(current);
      found = true;
      cost = score(current);
      keepIfBest();
    },
  };
};
