import { beforeAll, expect, test } from "vitest";
import { dependencyGraph } from "../../../../agents/robot/dependency-graph.ts";
import { buildCellModel } from "../../../../agents/robot/problem.ts";
import { planCell } from "../../../../optimizer/cell/solve.ts";
import { demoCell } from "../../../protocols/cell/demo.ts";
import {
  barFrom,
  barsOf,
  clock,
  distinct,
  failuresIn,
  hasHappened,
  laneOrder,
  lastSecond,
  tickS,
} from "./lanes.ts";
import { half, layoutOf } from "./layout.ts";
import { armsOf, robotNow, standing, testIn, zoneHolders } from "./motion.ts";
import type { CellRun, RunStep, Wait } from "./types.ts";

const { cell, recipes } = demoCell();
const layout = layoutOf(cell);
const units = [
  { id: "U01-RRU-5258", product: "RRU-5258" },
  { id: "U02-BBU-V9200", product: "BBU-V9200" },
];
let planned: readonly RunStep[];
let waits: ReadonlyMap<string, readonly Wait[]>;

beforeAll(async () => {
  const model = buildCellModel({ cell, recipes }, units);
  const { plan } = await planCell(model.problem, { budgetMs: 60_000, seed: 1, signal: AbortSignal.abort() });
  const steps = dependencyGraph(model, plan!);
  waits = new Map(steps.map(({ id, waits: all }) => [id, all]));
  planned = steps.map(
    ({ id, unit, step, robots, from, at, start, durationS }): RunStep => ({
      id,
      unit,
      step: step.id,
      kind: step.kind,
      robots,
      from: from ?? null,
      at,
      start,
      duration: durationS,
      firstStart: start,
      firstRobots: robots,
      state: "waiting",
      attempt: 0,
      startedAt: null,
      endedAt: null,
      reason: null,
    }),
  );
});

/** The plan as far as it would be if everything went as planned. */
const at = (now: number): RunStep[] =>
  planned.map((step) => {
    const end = step.start + step.duration;
    if (now >= end) return { ...step, state: "done", attempt: 1, startedAt: step.start, endedAt: end };
    if (now >= step.start) return { ...step, state: "running", attempt: 1, startedAt: step.start };
    return step;
  });
const find = (unit: string, step: string) => planned.find(({ id }) => id === `${unit}/${step}`)!;
const robot = (id: string) => cell.robots.find((one) => one.id === id)!;
const nowOf = (id: string, now: number, still = false) => {
  const steps = at(now);
  return robotNow(robot(id), steps, layout, { now, still }, (step) => armsOf(step, units, recipes));
};

test("no place, and no arm's foot, stands on another one in the drawing", () => {
  const spots = [
    ...cell.places.map(({ id }) => layout.at(id)),
    ...cell.robots.filter(({ kind }) => kind !== "agv").map(({ id }) => layout.foot(id)),
  ];
  for (const [index, a] of spots.entries())
    for (const b of spots.slice(index + 1))
      expect(Math.abs(a.x - b.x) > half.width || Math.abs(a.y - b.y) > half.height).toBe(true);
  const { box } = layout;
  for (const { x, y } of spots) {
    expect(x - half.width).toBeGreaterThan(box.x);
    expect(y + half.height).toBeLessThan(box.y + box.height);
  }
});

test("a vehicle carries the unit from the store to the tray, and is half way at half time", () => {
  const bring = find("U01-RRU-5258", "bring");
  const [vehicle] = bring.robots;
  const there = nowOf(vehicle!, bring.start + bring.duration / 2);
  expect(there.carries).toBe(bring.unit);
  const [from, to] = [layout.at(bring.from!), layout.at(bring.at)];
  expect(there.at.x).toBeCloseTo((from.x + to.x) / 2);
  expect(there.at.y).toBeCloseTo((from.y + to.y) / 2);
  // Whoever wants no motion sees it at one end or the other.
  expect(nowOf(vehicle!, bring.start + bring.duration / 3, true).at).toEqual(from);
});

test("before a run begins everybody is at home; after a step a robot goes to where its next one begins", () => {
  for (const each of cell.robots) {
    const found = robotNow(each, planned, layout, { now: -1, still: false }, () => 1);
    expect(found.at).toEqual(layout.at(each.home));
  }
  const load = find("U01-RRU-5258", "load");
  const [arm] = load.robots;
  expect(nowOf(arm!, load.start - 0.5).place).toBe(load.from);
});

test("a radio is lifted by two arms: both of a dual-arm robot, or one each of two", () => {
  const load = find("U01-RRU-5258", "load");
  const arms = load.robots.map((id) => nowOf(id, load.start + 1).arms);
  expect(arms.reduce((sum, one) => sum + one, 0)).toBe(2);
  const plug = find("U01-RRU-5258", "plug-DC");
  expect(nowOf(plug.robots[0]!, plug.start + 1).arms).toBe(1);
});

test("a unit stands where it was last put down, and nowhere while it is carried", () => {
  const load = find("U02-BBU-V9200", "load");
  const brought = planned.map((step): RunStep => (step.step === "bring" ? { ...step, state: "done" } : step));
  expect(standing(brought).get(load.unit)).toBe(load.from);
  expect(standing(at(load.start + 1)).has(load.unit)).toBe(false);
  expect(standing(at(load.start + load.duration)).get(load.unit)).toBe(load.at);
});

test("a zone is held by whoever works in it, and by one robot or pair at a time, all through the plan", () => {
  const last = lastSecond({ steps: planned, makespan: 0 } as unknown as CellRun, 0);
  let held = 0;
  for (let now = 0; now < last; now += 7)
    for (const [, holders] of zoneHolders(cell, at(now))) {
      held++;
      const steps = at(now).filter(
        ({ state, robots }) => state === "running" && robots.some((id) => holders.includes(id)),
      );
      expect(steps.some(({ robots }) => holders.every((id) => robots.includes(id)))).toBe(true);
    }
  expect(held).toBeGreaterThan(10);
});

test("a tester tells how far its test is", () => {
  const step = find("U01-RRU-5258", "test");
  const now = step.start + step.duration / 4;
  expect(testIn(step.at, at(now), now)).toEqual({ unit: step.unit, part: 0.25 });
  expect(testIn(step.at, at(step.start - 1), step.start - 1)).toBeUndefined();
});

test("a step stands in the lane of each robot that does it, a test in its tester's", () => {
  const bars = barsOf(planned);
  for (const step of planned) {
    const lanes = bars.filter((bar) => bar.step.id === step.id).map(({ lane }) => lane);
    expect(lanes).toEqual(step.kind === "test" ? [step.at] : step.robots);
  }
  expect(laneOrder(cell, bars)).toEqual([
    ...cell.robots.map(({ id }) => id),
    "TEST-A1",
    "TEST-A2",
    "TEST-B1",
    "TEST-B2",
  ]);
});

test("what a new plan has moved keeps the place that was approved; a second more or less does not", () => {
  const [step] = planned;
  const was = (next: Partial<RunStep>) => barsOf([{ ...step!, ...next }])[0]!.was;
  expect(was({ start: step!.start + 1 })).toBeUndefined();
  expect(was({ start: step!.start + 40 })).toBe(step!.firstStart);
  expect(was({ robots: ["AGV-C9"] })).toBe(step!.firstStart);
  expect(was({ firstStart: null, start: 900 })).toBeUndefined();
});

test("a failure is marked in the lanes of its step", () => {
  const load = find("U01-RRU-5258", "load");
  const failure = { step: load.id, attempt: 1, at: 40, reason: "dropped" };
  const marked = failuresIn(barsOf(planned), [failure]);
  expect(marked.map(({ lane }) => lane)).toEqual(load.robots);
  expect(failuresIn(barsOf(planned), [{ ...failure, step: "nobody/nothing" }])).toEqual([]);
});

test("what a step waits for has happened as soon as it begins by the plan, and not at the beginning", () => {
  const load = find("U01-RRU-5258", "load");
  const all = waits.get(load.id)!;
  expect(all.length).toBeGreaterThan(0);
  expect(all.every((wait) => hasHappened(wait, at(load.start), load.start))).toBe(true);
  expect(all.every((wait) => hasHappened(wait, planned, 0))).toBe(false);
});

test("a step that is waited for in several ways is told once, by the longest wait", () => {
  const wait = (step: string, minS: number): Wait => ({ step, edge: "end", minS });
  const all = [
    wait("a", 0),
    wait("a", 12),
    wait("b", 3),
    wait("b", 3),
    { ...wait("a", 0), edge: "start" as const },
  ];
  expect(distinct(all)).toEqual([all[1], all[2], all[4]]);
});

test("arrows lead along a lane and to the nearest bar of the next one", () => {
  const bars = barsOf(planned);
  const lanes = laneOrder(cell, bars);
  const first = bars.find(({ step }) => step.kind === "test")!;
  const above = barFrom(bars, lanes, first, "ArrowUp")!;
  expect(lanes.indexOf(above.lane)).toBeLessThan(lanes.indexOf(first.lane));
  const inLane = bars.filter(({ lane }) => lane === above.lane).sort((a, b) => a.step.start - b.step.start);
  expect(barFrom(bars, lanes, inLane[0]!, "ArrowRight")).toEqual(inLane[1]);
  expect(barFrom(bars, lanes, inLane[0]!, "ArrowLeft")).toBeUndefined();
  expect(barFrom(bars, lanes, first, "Home")).toBeUndefined();
});

test("times are told in minutes and seconds, and ticks do not touch", () => {
  expect([0, 59.6, 61, 3_600].map(clock)).toEqual(["0:00", "1:00", "1:01", "60:00"]);
  expect(tickS(600, 800)).toBe(60);
  expect(tickS(36_000, 800)).toBe(3_600);
});
