/** Units that stand in a tester that failed: a robot has no way out from the middle of a recipe, so a person sees to them. */

import type { CellRunRow } from "../../services/mes/queries/cells.ts";
import type { CellStranded, CellUnit } from "../../services/mes/schema/cell.ts";
import type { CellDescription, Recipe, Step } from "../../services/protocols/cell/description.ts";
import type { StepBegun } from "./problem.ts";
import type { CellRun, StepProgress } from "./run.ts";

/** What the planner is given of a run whose units a person has seen to. */
export interface Situated {
  readonly description: CellDescription;
  readonly units: readonly CellUnit[];
  /** Where a stay has to be, by `unit/stay`. */
  readonly placed: ReadonlyMap<string, string>;
  /** Units that came to another tester by hand since the last plan. */
  readonly arrived: readonly StepBegun[];
  readonly progress: Readonly<Record<string, StepProgress>>;
}

/** The stay in the tester that a unit is in the middle of. */
const benchOf = ({ stays }: Recipe, done: ReadonlySet<string>) =>
  stays.find(({ kind, from, until }) => kind === "tester" && done.has(from) && !done.has(until.step));

/** What was done before a unit was left where it stood. */
const doneOf = (recipe: Recipe, done: ReadonlySet<string>): Recipe => {
  const steps = recipe.steps.filter(({ id }) => done.has(id));
  return {
    ...recipe,
    steps,
    stays: recipe.stays.flatMap((stay) => {
      if (!done.has(stay.from)) return [];
      if (done.has(stay.until.step)) return [stay];
      const last = steps.findLast(({ from, at }) => from === stay.id || at === stay.id);
      return [{ ...stay, until: { step: last?.id ?? stay.from, edge: "end" as const } }];
    }),
  };
};

/** The same, and what is left to do in the tester that a person has brought it to. */
const movedOf = (recipe: Recipe, done: ReadonlySet<string>, hand: string): Recipe => {
  const bench = benchOf(recipe, done);
  const before = doneOf(recipe, done);
  if (!bench) return before;
  const stay = `${bench.id}.${hand}`;
  const elsewhere = (place: string) => (place === bench.id ? stay : place);
  const arrival: Step = { id: hand, kind: "test", at: stay, durationS: 0, arms: 1, after: [] };
  const rest = recipe.steps
    .filter(({ id }) => !done.has(id))
    .map(
      (step): Step => ({
        ...step,
        at: elsewhere(step.at),
        ...(step.from === undefined ? {} : { from: elsewhere(step.from) }),
        after: [
          { step: hand, edge: "end", minS: 0 },
          // For a longest lag behind what was done in the other tester it is too late.
          ...step.after.map(({ maxS, ...after }) =>
            maxS === undefined || done.has(after.step) ? after : { ...after, maxS },
          ),
        ],
      }),
    );
  const { fixture: _, ...bare } = bench;
  return {
    ...before,
    steps: [...before.steps, arrival, ...rest],
    stays: [
      ...before.stays,
      // Whoever brings the unit has mounted what it needs; nothing is to be changed for it.
      { ...bare, id: stay, from: hand },
      ...recipe.stays.filter(({ from }) => !done.has(from)),
    ],
  };
};

/** The run as it has to be planned on: each unit that a person sees to has a recipe of its own. */
export const situated = (
  { description, units, stranded, started_at: begun }: CellRunRow,
  run: CellRun,
): Situated => {
  const recipes: Recipe[] = [...description.recipes];
  const placed = new Map<string, string>();
  const arrived: StepBegun[] = [];
  const progress: Record<string, StepProgress> = { ...run.progress };
  const seen = units.map((unit): CellUnit => {
    const own = stranded.filter((one) => one.unit === unit.id);
    let recipe = description.recipes.find(({ product }) => product === unit.product);
    if (own.length === 0 || !recipe) return unit;
    for (const [index, { done, to, doneAt }] of own.entries()) {
      const known = new Set(done);
      const bench = benchOf(recipe, known);
      const hand = `hand${index + 1}`;
      if (to === null || doneAt === null || !bench) {
        recipe = doneOf(recipe, known);
        continue;
      }
      recipe = movedOf(recipe, known, hand);
      placed.set(`${unit.id}/${bench.id}.${hand}`, to);
      const id = `${unit.id}/${hand}`;
      if (progress[id]) continue;
      const at = Math.floor((Date.parse(doneAt) - begun!.getTime()) / 1_000);
      progress[id] = { state: "done", attempt: 1, startedAt: at, endedAt: at };
      arrived.push({ unit: unit.id, step: hand, robots: [], at: to, start: at, duration: 0 });
    }
    const product = `${unit.product}.${unit.id}`;
    recipes.push({ ...recipe, product });
    return { ...unit, product };
  });
  return { description: { cell: description.cell, recipes }, units: seen, placed, arrived, progress };
};

/** Units whose tester failed with them in it, told by the steps that cannot go on. */
export const strandedBy = (
  run: CellRun,
  failed: readonly { readonly unit: string; readonly robots: readonly string[]; readonly at: string }[],
): CellStranded[] =>
  failed
    .filter(({ robots }) => robots.length === 0)
    .map(({ unit, at }) => ({
      unit,
      from: at,
      done: run.steps
        .filter((step) => step.unit === unit && run.progress[step.id]?.state === "done")
        .map(({ step }) => step.id),
      to: null,
      doneAt: null,
      doneBy: null,
    }));

/** Whether somebody has brought a unit to another tester and the plan does not know of it yet. */
export const hasArrived = (row: CellRunRow, run: CellRun): boolean => situated(row, run).arrived.length > 0;

/** Units that wait for a person, or were set aside: they are no part of what passes. */
export const leftOut = (stranded: readonly CellStranded[]): ReadonlySet<string> => {
  const last = new Map(stranded.map((one) => [one.unit, one]));
  return new Set([...last.values()].filter(({ to }) => to === null).map(({ unit }) => unit));
};

/** Whether a unit is in a place, or on its way there: then nothing else can be put into it. */
export const isTakenPlace = (run: CellRun, place: string, except: ReadonlySet<string>): boolean => {
  const begun = run.steps.filter(({ id, unit }) => {
    const known = run.progress[id];
    return !except.has(unit) && known !== undefined && known.state !== "failed";
  });
  return begun.some(
    ({ unit, at }) =>
      at === place &&
      !begun.some(
        (later) => later.unit === unit && later.from === place && run.progress[later.id]?.state === "done",
      ),
  );
};
