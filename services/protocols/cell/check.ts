import { twice } from "../twice.ts";
import {
  type Cell,
  type CellDescription,
  cellDescription,
  type Recipe,
  type Robot,
  type Step,
} from "./description.ts";
import { lifts, placesOf, teamReaches, teamsFor } from "./teams.ts";

/** What is wrong, and where in the document. */
export interface CellProblemFound {
  /** Path into the document, as `recipes.RRU-5800.steps.load.tool`. */
  readonly path: string;
  readonly problem: string;
}

/** The quickest way between two places over a third one: it, and its seconds. */
const quickestBy = (seconds: readonly (readonly number[])[], from: number, to: number) => {
  const legs = seconds[from]!;
  const best = { by: from, seconds: Number.POSITIVE_INFINITY };
  for (let by = 0; by < legs.length; by += 1) {
    const both = legs[by]! + seconds[by]![to]!;
    if (both < best.seconds) Object.assign(best, { by, seconds: both });
  }
  return best;
};

const checkTravel = ({ id, travel, reach, home }: Robot): CellProblemFound[] => {
  const path = `cell.robots.${id}.travel`;
  const { between, seconds } = travel;
  const found: CellProblemFound[] = twice(between).map((place) => ({
    path,
    problem: `${place} is named twice`,
  }));
  if (seconds.length !== between.length || seconds.some((row) => row.length !== between.length))
    return [...found, { path, problem: `needs ${between.length} rows of ${between.length} numbers` }];
  for (const place of new Set([home, ...reach]))
    if (!between.includes(place)) found.push({ path, problem: `has no time to and from ${place}` });
  for (const [i, row] of seconds.entries()) {
    if (row[i] !== 0) found.push({ path, problem: `${between[i]} to itself takes ${row[i]} s, not 0` });
    for (const [j, direct] of row.entries()) {
      const quickest = quickestBy(seconds, i, j);
      if (quickest.seconds < direct)
        found.push({
          path,
          problem: `${between[i]} to ${between[j]} takes ${direct} s, by way of ${between[quickest.by]} only ${quickest.seconds} s`,
        });
    }
  }
  return found;
};

const checkCell = ({ places, zones, robots }: Cell): CellProblemFound[] => {
  const found: CellProblemFound[] = [];
  const placeIds = new Set(places.map(({ id }) => id));
  const zoneIds = new Set(zones.map(({ id }) => id));
  for (const [list, ids] of [
    ["places", places.map(({ id }) => id)],
    ["zones", zones.map(({ id }) => id)],
    ["robots", robots.map(({ id }) => id)],
    ["robots.arms", robots.flatMap(({ arms }) => arms)],
  ] as const)
    for (const id of twice(ids)) found.push({ path: `cell.${list}`, problem: `${id} is there twice` });
  for (const { id, zone } of places)
    if (zone !== undefined && !zoneIds.has(zone))
      found.push({ path: `cell.places.${id}.zone`, problem: `there is no zone ${zone}` });
  for (const robot of robots) {
    const path = `cell.robots.${robot.id}`;
    const arms = robot.kind === "dual-arm" ? 2 : 1;
    if (robot.arms.length !== arms)
      found.push({ path: `${path}.arms`, problem: `a ${robot.kind} has ${arms}, not ${robot.arms.length}` });
    for (const place of [robot.home, ...robot.reach, ...robot.travel.between])
      if (!placeIds.has(place)) found.push({ path, problem: `there is no place ${place}` });
  }
  return [...found, ...robots.flatMap(checkTravel)];
};

/** Steps in an order that respects `after`; undefined where they go in a circle. */
const orderOf = (steps: readonly Step[]): Step[] | undefined => {
  const there = new Set(steps.map(({ id }) => id));
  const done = new Set<string>();
  const order: Step[] = [];
  const left = [...steps];
  while (left.length > 0) {
    const at = left.findIndex(({ after }) => after.every(({ step }) => done.has(step) || !there.has(step)));
    if (at < 0) return undefined;
    for (const next of left.splice(at, 1)) {
      order.push(next);
      done.add(next.id);
    }
  }
  return order;
};

const checkStep = (cell: Cell, recipe: Recipe, step: Step): CellProblemFound[] => {
  const path = `recipes.${recipe.product}.steps.${step.id}`;
  const found: CellProblemFound[] = [];
  const report = (field: string, problem: string) => found.push({ path: `${path}.${field}`, problem });
  for (const name of [step.at, ...(step.from === undefined ? [] : [step.from])])
    if (placesOf(cell, recipe, name).length === 0)
      report("at", `${name} is no stay of the recipe and no place`);
  for (const { step: before, minS, maxS } of step.after) {
    if (!recipe.steps.some(({ id }) => id === before)) report("after", `there is no step ${before}`);
    if (maxS !== undefined && maxS < minS)
      report("after", `at most ${maxS} s after ${before}, at least ${minS} s`);
  }
  if (lifts(step) && step.from === undefined)
    report("from", `a ${step.kind} needs where it takes the unit from`);
  const port = recipe.ports.find(({ id }) => id === step.port);
  if (step.kind.toLowerCase().includes("plug") && !port)
    report("port", `${step.port ?? "none"}: the product has no such port`);
  if (step.kind.startsWith("plug") && step.forceLimitN === undefined)
    report("forceLimitN", "a step that plugs needs a limit of force");
  if (step.kind === "test") return found;
  const teams = teamsFor(cell, recipe, step);
  const froms = step.from === undefined ? [undefined] : placesOf(cell, recipe, step.from);
  const places = placesOf(cell, recipe, step.at);
  if (teams.length === 0)
    report(
      "kind",
      `no robot, or two together, has ${step.arms} arm(s), the skill ${step.kind}${step.tool ? `, the tool ${step.tool}` : ""}, the payload and the force`,
    );
  else if (!teams.some((team) => froms.some((from) => places.some((at) => teamReaches(team, from, at)))))
    report("at", `no robot that can do it reaches ${step.from ? `both ${step.from} and ` : ""}${step.at}`);
  return found;
};

const checkRecipe = (cell: Cell, recipe: Recipe): CellProblemFound[] => {
  const path = `recipes.${recipe.product}`;
  const found: CellProblemFound[] = [];
  const stepIds = recipe.steps.map(({ id }) => id);
  for (const [list, ids] of [
    ["steps", stepIds],
    ["stays", recipe.stays.map(({ id }) => id)],
    ["ports", recipe.ports.map(({ id }) => id)],
  ] as const)
    for (const id of twice(ids)) found.push({ path: `${path}.${list}`, problem: `${id} is there twice` });
  for (const step of recipe.steps) found.push(...checkStep(cell, recipe, step));
  const order = orderOf(recipe.steps);
  if (!order) found.push({ path: `${path}.steps`, problem: "the steps wait for each other in a circle" });
  for (const { id, kind, from, until } of recipe.stays) {
    const at = `${path}.stays.${id}`;
    if (cell.places.every((place) => place.kind !== kind))
      found.push({ path: at, problem: `the cell has no ${kind}` });
    const [first, last] = [from, until.step].map((step) => order?.findIndex((each) => each.id === step) ?? 0);
    for (const name of [from, until.step])
      if (!stepIds.includes(name)) found.push({ path: at, problem: `there is no step ${name}` });
    if (first! >= 0 && last! >= 0 && last! < first!)
      found.push({ path: at, problem: `ends with ${until.step}, which comes before ${from}` });
  }
  return found;
};

/** A kind of place either has fixtures for every product, or for none. */
const checkFixtures = (recipes: readonly Recipe[]): CellProblemFound[] => {
  const stays = recipes.flatMap(({ product, stays: all }) => all.map((stay) => ({ product, ...stay })));
  return stays
    .filter(
      ({ kind, fixture }) =>
        fixture === undefined && stays.some((other) => other.kind === kind && other.fixture),
    )
    .map(({ product, id, kind }) => ({
      path: `recipes.${product}.stays.${id}.fixture`,
      problem: `missing: other stays in a ${kind} name theirs`,
    }));
};

/** The document, or everything that is wrong with it. */
export const readCellDescription = (
  value: unknown,
): { readonly description: CellDescription } | { readonly problems: readonly CellProblemFound[] } => {
  const parsed = cellDescription.safeParse(value);
  if (!parsed.success)
    return {
      problems: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), problem: message })),
    };
  const { cell, recipes } = parsed.data;
  const problems = [
    ...checkCell(cell),
    ...twice(recipes.map(({ product }) => product)).map((product) => ({
      path: "recipes",
      problem: `${product} is there twice`,
    })),
    ...recipes.flatMap((recipe) => checkRecipe(cell, recipe)),
    ...checkFixtures(recipes),
  ];
  return problems.length > 0 ? { problems } : { description: parsed.data };
};
