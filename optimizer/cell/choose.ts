import type { FastRandom } from "../shop/random.ts";
import { type Decisions, settle, type UnitShape } from "./insert.ts";
import { type CellProblem, durationIn } from "./problem.ts";
import type { Timetable } from "./timetable.ts";

/** The most promising places of the longest stay, and of each other one, that are tried together. */
const mostOfLongest = 3;
const mostOfOthers = 2;
/** Combinations that are tried task by task, and so many of which these are drawn from a list of all. */
const mostGreedy = 4;
const mostListed = 4_096;

/** Places that what has begun has settled already: by hold, or undefined. */
const settledChoices = ({ tasks }: CellProblem, shape: UnitShape): Map<number, number> => {
  const known = new Map<number, number>();
  for (const t of shape.tasks) {
    const { frozen, modes } = tasks[t]!;
    for (const { hold, choice } of frozen ? modes[frozen.mode]!.needs : []) known.set(hold, choice);
  }
  return known;
};

/** One after the other: of ten stays that have eight places each there are a thousand million. */
function* product(
  options: readonly (readonly number[])[],
  head: readonly number[] = [],
): Generator<number[]> {
  const of = options[head.length];
  if (!of) yield [...head];
  for (const choice of of ?? []) yield* product(options, [...head, choice]);
}

/** Some combinations, drawn at random; of too many to list them one may be drawn twice. */
const drawn = (options: readonly (readonly number[])[], random: FastRandom): number[][] => {
  if (options.reduce((count, { length }) => count * length, 1) > mostListed)
    return Array.from({ length: mostGreedy }, () => options.map((of) => of[random.below(of.length)]!));
  const all = [...product(options)];
  while (all.length > mostGreedy) all.splice(random.below(all.length), 1);
  return all;
};

/** Combinations of places for the unit's holds: a few of the places that could take the whole stay soonest, and all. */
const combinations = (problem: CellProblem, shape: UnitShape, timetable: Timetable, random: FastRandom) => {
  const known = settledChoices(problem, shape);
  const begin = Math.max(problem.now, problem.units[shape.unit]!.release);
  const longest = Math.max(0, ...shape.holds.map(({ least }) => least));
  const options = shape.holds.map(({ hold, head, least }) => {
    const choice = known.get(hold);
    if (choice !== undefined) return { all: [choice], soonest: [choice] };
    const ranked = problem.holds[hold]!.choices.map(({ resource, entry, exit }, c) => ({
      c,
      at: timetable.earliest(resource, begin + head, least, entry, exit),
    }))
      .sort((a, b) => a.at - b.at)
      .map(({ c }) => c);
    return { all: ranked, soonest: ranked.slice(0, least === longest ? mostOfLongest : mostOfOthers) };
  });
  return {
    few: drawn(
      options.map(({ soonest }) => soonest),
      random,
    ),
    every: product(options.map(({ all }) => all)),
  };
};

interface Chosen {
  readonly end: number;
  readonly modes: readonly number[];
  readonly starts: readonly number[];
  readonly choices: readonly number[];
}

/** A task's modes that the chosen places leave. */
const modesLeft = ({ tasks }: CellProblem, t: number, choices: ArrayLike<number>): number[] => {
  const { modes, frozen } = tasks[t]!;
  if (frozen) return [frozen.mode];
  return modes.flatMap(({ needs }, m) =>
    needs.every(({ hold, choice }) => choices[hold] === choice) ? [m] : [],
  );
};

/** Chance in eight that a trial changes the unit's places, and that it changes a task's mode. */
const changesPlaces = 4;
const changesMode = 2;

/**
 * Chooses places and modes for a unit and settles it so that its last task ends as early as found: first, in promising places,
 * the mode that ends a task soonest, task by task; then trials that change some of the best so far.
 * @param trials Of the second kind.
 * @returns False when the unit fits nowhere, which is so only when something that has begun is in its way.
 */
export const insertUnit = (
  problem: CellProblem,
  shape: UnitShape,
  timetable: Timetable,
  decisions: Decisions,
  random: FastRandom,
  trials: number,
): boolean => {
  const { tasks } = problem;
  const { modes, starts, choices } = decisions;
  const endOf = (t: number) => starts[t]! + durationIn(tasks[t]!, modes[t]!);
  let best = undefined as Chosen | undefined;
  const keepIfBest = () => {
    let end = 0;
    for (const t of shape.tasks) end = Math.max(end, endOf(t));
    if (best && end > best.end) return;
    best = {
      end,
      modes: shape.tasks.map((t) => modes[t]!),
      starts: shape.tasks.map((t) => starts[t]!),
      choices: shape.holds.map(({ hold }) => choices[hold]!),
    };
  };
  const taskByTask = (places: readonly number[]) => {
    for (const [i, { hold }] of shape.holds.entries()) choices[hold] = places[i]!;
    for (const [i, t] of shape.tasks.entries()) {
      const before = shape.tasks.slice(0, i + 1);
      const kept = before.map((each) => starts[each]!);
      let chosen: { mode: number; end: number; starts: number[] } | undefined;
      for (const m of modesLeft(problem, t, choices)) {
        modes[t] = m;
        for (const [j, each] of before.entries()) starts[each] = kept[j]!;
        if (!settle(problem, shape, timetable, decisions, i + 1, i)) continue;
        const end = endOf(t);
        if (chosen && (end > chosen.end || (end === chosen.end && random.below(2) === 0))) continue;
        chosen = { mode: m, end, starts: before.map((each) => starts[each]!) };
      }
      if (!chosen) return;
      modes[t] = chosen.mode;
      for (const [j, each] of before.entries()) starts[each] = chosen.starts[j]!;
    }
    keepIfBest();
  };
  const { few, every } = combinations(problem, shape, timetable, random);
  for (const places of few) taskByTask(places);
  for (const places of every) {
    if (best) break;
    taskByTask(places);
  }
  if (!best) return false;

  const known = settledChoices(problem, shape);
  const vary = (from: Chosen): boolean => {
    const moves = random.below(8) < changesPlaces;
    for (const [i, { hold }] of shape.holds.entries()) {
      const free = moves && !known.has(hold) && random.below(2) === 0;
      choices[hold] = free ? random.below(problem.holds[hold]!.choices.length) : from.choices[i]!;
    }
    for (const [i, t] of shape.tasks.entries()) {
      const left = modesLeft(problem, t, choices);
      if (left.length === 0) return false;
      const same = left.includes(from.modes[i]!) && random.below(8) >= changesMode;
      modes[t] = same ? from.modes[i]! : left[random.below(left.length)]!;
    }
    return true;
  };
  for (let trial = 0; trial < trials; trial++)
    if (vary(best) && settle(problem, shape, timetable, decisions)) keepIfBest();
  for (const [i, t] of shape.tasks.entries()) {
    modes[t] = best.modes[i]!;
    starts[t] = best.starts[i]!;
  }
  for (const [i, { hold }] of shape.holds.entries()) choices[hold] = best.choices[i]!;
  return true;
};
