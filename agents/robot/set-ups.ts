import type { CellPlan } from "../../optimizer/cell/problem.ts";
import type { CellSetUp, CellUnit } from "../../services/mes/schema/cell.ts";
import type { CellDescription } from "../../services/protocols/cell/description.ts";
import type { CellModel } from "./problem.ts";

/** The fixture on each place, by the place's id. */
export type Mounted = Readonly<Record<string, string>>;

export const mountedIn = ({ cell }: CellDescription): Mounted =>
  Object.fromEntries(cell.places.flatMap(({ id, mounted }) => (mounted ? [[id, mounted]] : [])));

/** What is mounted now: as described, and what people have mounted since, in the order that they did. */
export const mountedAfter = (before: Mounted, setUps: readonly CellSetUp[]): Mounted => ({
  ...before,
  ...Object.fromEntries(
    setUps
      .filter(({ doneAt }) => doneAt !== null)
      .sort((a, b) => a.doneAt!.localeCompare(b.doneAt!))
      .map(({ at, what }) => [at, what]),
  ),
});

/** The cell with these fixtures on its places. */
export const withFixtures = ({ cell, recipes }: CellDescription, mounted: Mounted): CellDescription => ({
  cell: {
    ...cell,
    places: cell.places.map((place) =>
      mounted[place.id] ? { ...place, mounted: mounted[place.id]! } : place,
    ),
  },
  recipes,
});

/**
 * The fixtures that people have to change for a plan, each with the step that waits for it, in the order that the steps begin.
 * The planner counts their time; this says who does it.
 *
 * @param begun Steps that are past it, `unit/step`.
 */
export const setUpsOf = (
  { recipes }: CellDescription,
  units: readonly CellUnit[],
  { problem, stays }: CellModel,
  plan: CellPlan,
  mounted: Mounted,
  begun: ReadonlySet<string>,
): CellSetUp[] => {
  const recipeOf = (unit: string) => {
    const { product } = units.find(({ id }) => id === unit)!;
    return recipes.find((recipe) => recipe.product === product);
  };
  const wanted = problem.holds.flatMap((hold, index) => {
    const { unit, stay, places } = stays[index]!;
    const fixture = recipeOf(unit)?.stays.find(({ id }) => id === stay)?.fixture;
    const { id: step } = problem.tasks[hold.from.task]!;
    const at = places[plan.choices[index]!]!;
    return fixture === undefined ? [] : [{ step, at, what: fixture, start: plan.starts[hold.from.task]! }];
  });
  const now = new Map(Object.entries(mounted));
  return wanted
    .filter(({ step }) => !begun.has(step))
    .sort((a, b) => a.start - b.start)
    .flatMap(({ step, at, what }): CellSetUp[] => {
      const instead = now.get(at) ?? null;
      now.set(at, what);
      return instead === what ? [] : [{ step, at, what, instead, doneAt: null, doneBy: null }];
    });
};

/** Steps that wait for a person. */
export const gatedSteps = (setUps: readonly CellSetUp[]): ReadonlySet<string> =>
  new Set(setUps.filter(({ doneAt }) => doneAt === null).map(({ step }) => step));
