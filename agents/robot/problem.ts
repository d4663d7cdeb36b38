import type {
  CellHold,
  CellLag,
  CellMode,
  CellProblem,
  CellTask,
  Use,
} from "../../optimizer/cell/problem.ts";
import type {
  Cell,
  CellDescription,
  Place,
  Recipe,
  Robot,
  Step,
} from "../../services/protocols/cell/description.ts";
import { placesOf, teamReaches, teamsFor } from "../../services/protocols/cell/teams.ts";

/** A unit to be tested. Times are seconds since the run began. */
export interface CellUnitWanted {
  readonly id: string;
  readonly product: string;
  readonly release?: number;
  readonly due?: number;
  readonly weight?: number;
}

/** A step that has begun or is done. */
export interface StepBegun {
  readonly unit: string;
  readonly step: string;
  /** In the order the mode names them. */
  readonly robots: readonly string[];
  readonly from?: string;
  readonly at: string;
  readonly start: number;
  readonly duration?: number;
}

export interface CellSituation {
  readonly now?: number;
  readonly begun?: readonly StepBegun[];
  /** Robots and places that cannot be used from now on. */
  readonly out?: ReadonlySet<string>;
  /** Longest lags behind what has begun are let go: it is too late for them. */
  readonly late?: boolean;
  /** The place of a stay that leaves no choice, by `unit/stay`. */
  readonly placed?: ReadonlyMap<string, string>;
}

/** What a mode of the problem means in the cell. */
export interface ModeMeaning {
  readonly robots: readonly string[];
  readonly from: string | undefined;
  readonly at: string;
}

export interface TaskMeaning {
  readonly unit: string;
  readonly step: Step;
  readonly modes: readonly ModeMeaning[];
}

export interface CellModel {
  readonly problem: CellProblem;
  /** Aligned with the problem's tasks. */
  readonly meanings: readonly TaskMeaning[];
  /** Place by hold and choice. */
  readonly stays: readonly {
    readonly unit: string;
    readonly stay: string;
    readonly places: readonly string[];
  }[];
}

/** Kinds of place that hold any number of units. */
const roomy = new Set(["store", "charger", "rack"]);

const toolOf = (robot: Robot, { tool }: Step) => tool ?? robot.tools[0]!;

/** Where a robot stands with which tool, as one state. */
const stateOf = (robot: Robot, place: string, tool: string) =>
  robot.travel.between.indexOf(place) * robot.tools.length + robot.tools.indexOf(tool);

const robotTransitions = ({ travel, tools, toolChangeS }: Robot): number[][] => {
  const states = travel.between.flatMap((_, place) => tools.map((__, tool) => ({ place, tool })));
  return states.map((a) =>
    states.map((b) => travel.seconds[a.place]![b.place]! + (a.tool === b.tool ? 0 : toolChangeS)),
  );
};

/** The cell's resources, robots first, then places that hold one unit, then zones, and where each stands among them. */
const cellResources = (cell: Cell, recipes: readonly Recipe[]) => {
  const unary = cell.places.filter(({ kind }) => !roomy.has(kind));
  const indexed = (rows: readonly { readonly id: string }[], first: number) =>
    new Map(rows.map(({ id }, index) => [id, first + index]));
  const fixtures = [
    ...new Set([
      ...recipes.flatMap(({ stays }) => stays.map(({ fixture }) => fixture)),
      ...unary.map(({ mounted }) => mounted),
    ]),
  ].filter((fixture) => fixture !== undefined);
  const needsFixture = new Set(
    recipes.flatMap(({ stays }) =>
      stays.filter(({ fixture }) => fixture !== undefined).map(({ kind }) => kind),
    ),
  );
  /** State 0 is bare: nothing mounted. */
  const fixtureState = (kind: Place["kind"], fixture: string | undefined) =>
    fixture === undefined || !needsFixture.has(kind) ? 0 : fixtures.indexOf(fixture) + 1;
  const change = [undefined, ...fixtures].map((a) =>
    [undefined, ...fixtures].map((b) => (a === b || b === undefined ? 0 : cell.fixtureChangeS)),
  );
  const resources: CellProblem["resources"] = [
    ...cell.robots.map((robot) => ({
      id: robot.id,
      initial: stateOf(robot, robot.home, robot.tools[0]!),
      free: 0,
      transition: robotTransitions(robot),
    })),
    ...unary.map(({ id, kind, mounted }) => ({
      id,
      initial: fixtureState(kind, mounted),
      free: 0,
      ...(needsFixture.has(kind) ? { transition: change } : {}),
    })),
    ...cell.zones.map(({ id }) => ({ id, initial: 0, free: 0 })),
  ];
  return {
    resources,
    robotIndex: indexed(cell.robots, 0),
    placeIndex: indexed(unary, cell.robots.length),
    zoneIndex: indexed(cell.zones, cell.robots.length + unary.length),
    zoneOf: new Map(cell.places.map(({ id, zone }) => [id, zone])),
    fixtureState,
  };
};
type CellResources = ReturnType<typeof cellResources>;

/** What a mode uses: each robot of the team on its way, and the zones that they are in. */
const usesOf = (
  { robotIndex, zoneIndex, zoneOf }: CellResources,
  step: Step,
  team: readonly Robot[],
  from: string | undefined,
  at: string,
): Use[] => {
  const zones =
    team.length === 0
      ? []
      : [from, at].flatMap((place) => (place === undefined ? [] : (zoneOf.get(place) ?? [])));
  return [
    ...team.map((robot) => ({
      resource: robotIndex.get(robot.id)!,
      entry: stateOf(robot, from ?? at, toolOf(robot, step)),
      exit: stateOf(robot, at, toolOf(robot, step)),
    })),
    ...[...new Set(zones)].map((zone) => ({ resource: zoneIndex.get(zone)!, entry: 0, exit: 0 })),
  ];
};

/** Seconds that a team is on its way with the unit: those of its slowest robot. */
const loadedSeconds = (team: readonly Robot[], from: string | undefined, at: string): number =>
  Math.max(
    0,
    ...team.map(({ travel: { between, seconds } }) =>
      from === undefined ? 0 : seconds[between.indexOf(from)]![between.indexOf(at)]!,
    ),
  );

/** The cell with these units in it, as a problem for the planner, and what its numbers mean. */
export const buildCellModel = (
  { cell, recipes }: CellDescription,
  units: readonly CellUnitWanted[],
  { now = 0, begun = [], out = new Set(), late = false, placed = new Map() }: CellSituation = {},
): CellModel => {
  const used = recipes.filter(({ product }) => units.some((unit) => unit.product === product));
  const found = cellResources(cell, used);
  const { resources, placeIndex, fixtureState } = found;
  const tasks: CellTask[] = [];
  const holds: CellHold[] = [];
  const lags: CellLag[] = [];
  const meanings: TaskMeaning[] = [];
  const stays: CellModel["stays"][number][] = [];
  for (const [u, unit] of units.entries()) {
    const recipe = recipes.find(({ product }) => product === unit.product);
    if (!recipe) throw new RangeError(`${unit.id}: there is no recipe of ${unit.product}`);
    const taskOf = new Map(recipe.steps.map(({ id }, index) => [id, tasks.length + index]));
    const done = new Map(begun.filter((each) => each.unit === unit.id).map((each) => [each.step, each]));
    const holdOf = new Map(
      recipe.stays.flatMap((stay, index) =>
        roomy.has(stay.kind) ? [] : [[stay.id, { index: holds.length + index, stay }] as const],
      ),
    );
    /** Places that are out stay known to what has begun there. */
    const options = (name: string) => {
      const only = placed.get(`${unit.id}/${name}`);
      if (only !== undefined) return [only];
      const inUse = new Set([...done.values()].flatMap((each) => [each.from, each.at]));
      return placesOf(cell, recipe, name).filter((place) => !out.has(place) || inUse.has(place));
    };
    const choicesOf = (name: string) => options(name).filter((place) => placeIndex.has(place));
    const meant = recipe.steps.map((step) => {
      const modes: (CellMode & ModeMeaning)[] = [];
      const begunStep = done.get(step.id);
      const add = (team: readonly Robot[], from: string | undefined, at: string) => {
        const needs = [step.from, step.at].flatMap((name, index) => {
          const hold = name === undefined ? undefined : holdOf.get(name);
          const place = index === 0 ? from : at;
          return hold ? [{ hold: hold.index, choice: choicesOf(name!).indexOf(place!) }] : [];
        });
        modes.push({
          duration: step.durationS + loadedSeconds(team, from, at),
          uses: usesOf(found, step, team, from, at),
          needs,
          robots: team.map(({ id }) => id),
          from,
          at,
        });
      };
      const froms = step.from === undefined ? [undefined] : options(step.from);
      const pool = step.kind === "test" ? [[]] : teamsFor(cell, recipe, step);
      for (const team of pool) {
        const names = team.map(({ id }) => id).join();
        if (team.some(({ id }) => out.has(id)) && names !== begunStep?.robots.join()) continue;
        for (const from of froms)
          for (const at of options(step.at))
            if (from !== at && teamReaches(team, from, at)) {
              // A unit may be taken out of a tester that has failed, but not tested there.
              if (team.length > 0 || begunStep || !out.has(at)) add(team, from, at);
            }
      }
      if (modes.length === 0)
        throw new RangeError(`${unit.id}: nothing that is in working order can do ${step.id}`);
      return { step, modes };
    });
    for (const { step, modes } of meant) {
      const was = done.get(step.id);
      const mode = was
        ? modes.findIndex(
            (each) =>
              each.robots.join() === was.robots.join() && each.from === was.from && each.at === was.at,
          )
        : -1;
      if (was && mode < 0)
        throw new RangeError(`${unit.id}: ${step.id} began as no mode of the recipe allows`);
      tasks.push({
        id: `${unit.id}/${step.id}`,
        unit: u,
        modes: modes.map(({ duration, uses, needs }) => ({ duration, uses, needs })),
        ...(was
          ? {
              frozen: {
                mode,
                start: was.start,
                ...(was.duration === undefined ? {} : { duration: was.duration }),
              },
            }
          : {}),
      });
      meanings.push({
        unit: unit.id,
        step,
        modes: modes.map(({ robots, from, at }) => ({ robots, from, at })),
      });
      for (const { step: before, edge, minS, maxS } of step.after)
        lags.push({
          from: { task: taskOf.get(before)!, edge },
          to: { task: taskOf.get(step.id)!, edge: "start" },
          min: minS,
          ...(maxS === undefined || was || (late && done.has(before)) ? {} : { max: maxS }),
        });
    }
    for (const { id, kind, fixture, from, until } of recipe.stays) {
      if (roomy.has(kind)) continue;
      const places = choicesOf(id);
      const state = fixtureState(kind, fixture);
      holds.push({
        id: `${unit.id}/${id}`,
        choices: places.map((place) => ({ resource: placeIndex.get(place)!, entry: state, exit: state })),
        from: { task: taskOf.get(from)!, edge: "start" },
        until: { task: taskOf.get(until.step)!, edge: until.edge },
      });
      stays.push({ unit: unit.id, stay: id, places });
    }
  }
  return {
    problem: {
      resources,
      units: units.map(({ id, release = 0, due, weight }) => ({
        id,
        release,
        ...(due === undefined ? {} : { due }),
        ...(weight === undefined ? {} : { weight }),
      })),
      tasks,
      holds,
      lags,
      now,
    },
    meanings,
    stays,
  };
};
