import type { FastRandom } from "../shop/random.ts";
import { type Decisions, settle, type UnitShape } from "./insert.ts";
import { type CellProblem, durationIn } from "./problem.ts";
import type { Timetable } from "./timetable.ts";

/** Combinations of places a unit is tried in; more are sampled. */
const mostCombinations = 12;

/** Places that what has begun has settled already: by hold, or undefined. */
const settledChoices = ({ tasks }: CellProblem, shape: UnitShape): Map<number, number> => {
  const known = new Map<number, number>();
  for (const t of shape.tasks) {
    const { frozen, modes } = tasks[t]!;
    for (const { hold, choice } of frozen ? modes[frozen.mode]!.needs : []) known.set(hold, choice);
  }
  return known;
};

/** All combinations of places for the unit's holds, or a random part of them where there are many. */
const combinations = (problem: CellProblem, shape: UnitShape, random: FastRandom): number[][] => {
  const known = settledChoices(problem, shape);
  const options = shape.holds.map(({ hold }) => {
    const choice = known.get(hold);
    return choice === undefined ? problem.holds[hold]!.choices.map((_, c) => c) : [choice];
  });
  const count = options.reduce((product, { length }) => product * length, 1);
  if (count <= mostCombinations)
    return options.reduce<number[][]>(
      (all, of) => all.flatMap((head) => of.map((choice) => [...head, choice])),
      [[]],
    );
  return Array.from({ length: mostCombinations }, () => options.map((of) => of[random.below(of.length)]!));
};

/**
 * Chooses places and modes for a unit and settles it: for each combination of places the mode that ends a task first, task
 * by task; of the combinations the one whose last task ends first. Ties fall by chance.
 * @param tried At most so many combinations, at random; absent: as many as there are, up to a dozen.
 * @returns False when the unit fits nowhere, which is so only when something that has begun is in its way.
 */
export const insertUnit = (
  problem: CellProblem,
  shape: UnitShape,
  timetable: Timetable,
  decisions: Decisions,
  random: FastRandom,
  tried?: number,
): boolean => {
  const { tasks } = problem;
  let best: { end: number; modes: number[]; starts: number[]; choices: readonly number[] } | undefined;
  const all = combinations(problem, shape, random);
  while (tried !== undefined && all.length > tried) all.splice(random.below(all.length), 1);
  // From any place in the list, so that equal ones take turns.
  const turn = all.length > 0 ? random.below(all.length) : 0;
  const endOf = (t: number) => decisions.starts[t]! + durationIn(tasks[t]!, decisions.modes[t]!);
  for (let c = 0; c < all.length; c++) {
    const choices = all[(c + turn) % all.length]!;
    for (const [i, { hold }] of shape.holds.entries()) decisions.choices[hold] = choices[i]!;
    let fits = true;
    for (let i = 0; i < shape.tasks.length && fits; i++) {
      const t = shape.tasks[i]!;
      const { modes, frozen } = tasks[t]!;
      const kept = shape.tasks.slice(0, i).map((each) => decisions.starts[each]!);
      let chosen: { mode: number; end: number; starts: number[] } | undefined;
      for (const [m, mode] of modes.entries()) {
        if (frozen && frozen.mode !== m) continue;
        if (mode.needs.some(({ hold, choice }) => decisions.choices[hold] !== choice)) continue;
        decisions.modes[t] = m;
        for (const [j, start] of kept.entries()) decisions.starts[shape.tasks[j]!] = start;
        if (!settle(problem, shape, timetable, decisions, i + 1, i)) continue;
        const end = endOf(t);
        if (!chosen || end < chosen.end || (end === chosen.end && random.below(2) === 0)) {
          const starts = shape.tasks.slice(0, i + 1).map((each) => decisions.starts[each]!);
          chosen = { mode: m, end, starts };
        }
      }
      fits = chosen !== undefined;
      if (!chosen) break;
      decisions.modes[t] = chosen.mode;
      for (const [j, start] of chosen.starts.entries()) decisions.starts[shape.tasks[j]!] = start;
    }
    if (!fits) continue;
    const end = Math.max(0, ...shape.tasks.map(endOf));
    if (best && end >= best.end) continue;
    best = {
      end,
      choices,
      modes: shape.tasks.map((t) => decisions.modes[t]!),
      starts: shape.tasks.map((t) => decisions.starts[t]!),
    };
  }
  if (!best) return false;
  for (const [i, t] of shape.tasks.entries()) {
    decisions.modes[t] = best.modes[i]!;
    decisions.starts[t] = best.starts[i]!;
  }
  for (const [i, { hold }] of shape.holds.entries()) decisions.choices[hold] = best.choices[i]!;
  return true;
};
