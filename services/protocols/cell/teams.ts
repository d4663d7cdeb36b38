import type { Cell, Recipe, Robot, Step } from "./description.ts";

/** Steps that lift the unit itself. */
export const lifts = ({ kind }: Step): boolean =>
  kind === "carry" || kind === "loadFixture" || kind === "unloadFixture";

/** Places a stay, or a place named directly, may mean. */
export const placesOf = ({ places }: Cell, { stays }: Recipe, name: string): string[] => {
  const stay = stays.find(({ id }) => id === name);
  if (!stay) return places.some(({ id }) => id === name) ? [name] : [];
  return places.filter(({ kind }) => kind === stay.kind).map(({ id }) => id);
};

/** Robots that have the skill, the tool and the force for a step, and can lift their share of the unit. */
const able = ({ robots }: Cell, { massKg }: Recipe, step: Step, share: number): Robot[] =>
  robots.filter(
    ({ skills, tools, payloadKg, forceLimitN }) =>
      (skills as readonly string[]).includes(step.kind) &&
      (step.tool === undefined || tools.includes(step.tool)) &&
      (step.forceLimitN === undefined || step.forceLimitN <= forceLimitN) &&
      (!lifts(step) || massKg / share <= payloadKg),
  );

/** Robots that can do a step together: one with arms enough, or two single arms at once, each with half the load. */
export const teamsFor = (cell: Cell, recipe: Recipe, step: Step): Robot[][] => {
  const alone = able(cell, recipe, step, 1)
    .filter(({ arms }) => arms.length >= step.arms)
    .map((robot) => [robot]);
  if (step.arms === 1) return alone;
  const singles = able(cell, recipe, step, 2).filter(({ arms }) => arms.length === 1);
  return [...alone, ...singles.flatMap((a, i) => singles.slice(i + 1).map((b) => [a, b]))];
};

/** Whether every robot of a team gets to the place, and to where the unit is taken from. */
export const teamReaches = (team: readonly Robot[], from: string | undefined, at: string): boolean =>
  team.every(({ reach }) => reach.includes(at) && (from === undefined || reach.includes(from)));
