import type { Cell, Recipe, Robot } from "../../../protocols/cell/description.ts";
import type { Layout, Point } from "./layout.ts";
import type { RunStep } from "./types.ts";

/** Where a robot is and what it does, as far as its reports and the plan tell. */
export interface RobotNow {
  readonly at: Point;
  /** The place that it is at or goes to. */
  readonly place: string;
  /** Absent while it does nothing. */
  readonly step: RunStep | undefined;
  /** The unit in its hands or on it. */
  readonly carries: string | undefined;
  /** How many of its arms are at work. */
  readonly arms: number;
  /** On its way without a load. */
  readonly moving: boolean;
}

export interface Moment {
  /** Seconds since the run began; before it begins, below 0. */
  readonly now: number;
  /** People who want no motion see robots where they go, not on the way. */
  readonly still: boolean;
}

const carrying = new Set(["carry", "loadFixture", "unloadFixture"]);
export const lifts = ({ kind }: Pick<RunStep, "kind">): boolean => carrying.has(kind);

const share = (value: number): number => Math.min(1, Math.max(0, value));
/** Of a step that moves a unit, the parts in which it is taken and put down. */
const handling = 0.2;

const on = (from: Point, to: Point, part: number): Point => ({
  x: from.x + (to.x - from.x) * part,
  y: from.y + (to.y - from.y) * part,
});

const isOver = ({ state }: RunStep) => state === "done" || state === "failed";

/** Where a step leaves its robots: a unit that was not moved is where it was. */
const leftAt = ({ state, from, at, kind }: RunStep) =>
  state === "failed" && lifts({ kind }) ? (from ?? at) : at;

const travelS = ({ travel: { between, seconds } }: Robot, from: string, to: string): number =>
  seconds[between.indexOf(from)]?.[between.indexOf(to)] ?? 0;

/** Arms that a step takes of one robot: of a pair each gives one. */
export const armsOf = (
  { unit, step, robots }: RunStep,
  units: readonly { readonly id: string; readonly product: string }[],
  recipes: readonly Recipe[],
): number => {
  if (robots.length > 1) return 1;
  const product = units.find(({ id }) => id === unit)?.product;
  return recipes.find((recipe) => recipe.product === product)?.steps.find(({ id }) => id === step)?.arms ?? 1;
};

/**
 * A robot between its reports: a step that runs is so far as the clock says, and after a step it goes to where its next one
 * begins, as the plan has it.
 */
export const robotNow = (
  robot: Robot,
  steps: readonly RunStep[],
  layout: Layout,
  { now, still }: Moment,
  armsOfStep: (step: RunStep) => number,
): RobotNow => {
  const mine = steps.filter(({ robots }) => robots.includes(robot.id));
  const running = mine.find(({ state }) => state === "running");
  if (running) {
    const part = share((now - (running.startedAt ?? now)) / Math.max(1, running.duration));
    const lifted = lifts(running);
    const way = still ? (part < 0.5 ? 0 : 1) : share((part - handling) / (1 - 2 * handling));
    const { from, at } = running;
    return {
      at: lifted && from !== null ? on(layout.at(from), layout.at(at), way) : layout.at(at),
      place: at,
      step: running,
      carries: lifted ? running.unit : undefined,
      arms: armsOfStep(running),
      moving: false,
    };
  }
  const last = mine.filter(isOver).sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))[0];
  const next = mine
    .filter(({ state }) => state === "waiting" || state === "commanded")
    .sort((a, b) => a.start - b.start)[0];
  const place = last ? leftAt(last) : robot.home;
  const goes = next && now >= 0 ? (next.from ?? next.at) : place;
  const since = last?.endedAt ?? 0;
  const takes = travelS(robot, place, goes);
  const part = still || takes === 0 ? 1 : share((now - since) / takes);
  return {
    at: on(layout.at(place), layout.at(goes), part),
    place: goes,
    step: undefined,
    carries: undefined,
    arms: 0,
    moving: part < 1,
  };
};

/** The place where each unit stands; one that robots carry, or that has not come yet, is not among them. */
export const standing = (steps: readonly RunStep[]): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const moves = steps.filter(lifts).sort((a, b) => a.start - b.start);
  for (const { unit, state, at } of moves) {
    if (state === "done") found.set(unit, at);
    if (state === "running") found.delete(unit);
  }
  return found;
};

/** Which robots are in a zone: those of the steps that run in one of its places. */
export const zoneHolders = (
  { places }: Cell,
  steps: readonly RunStep[],
): ReadonlyMap<string, readonly string[]> => {
  const zoneOf = new Map(places.map(({ id, zone }) => [id, zone]));
  const held = new Map<string, readonly string[]>();
  for (const { state, robots, from, at } of steps) {
    if (state !== "running" || robots.length === 0) continue;
    for (const place of [from, at]) {
      const zone = place === null ? undefined : zoneOf.get(place);
      if (zone !== undefined) held.set(zone, [...new Set([...(held.get(zone) ?? []), ...robots])]);
    }
  }
  return held;
};

/** The test that runs in a place, and the part of it that is past. */
export const testIn = (
  place: string,
  steps: readonly RunStep[],
  now: number,
): { readonly unit: string; readonly part: number } | undefined => {
  const step = steps.find(({ kind, at, state }) => kind === "test" && at === place && state === "running");
  return (
    step && { unit: step.unit, part: share((now - (step.startedAt ?? now)) / Math.max(1, step.duration)) }
  );
};
