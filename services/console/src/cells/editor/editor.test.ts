import { expect, test } from "vitest";
import { readCellDescription } from "../../../../protocols/cell/check.ts";
import { demoCell } from "../../../../protocols/cell/demo.ts";
import type { CellDescription, Place } from "../../../../protocols/cell/description.ts";
import {
  changed,
  freshId,
  moved,
  newRobot,
  newStep,
  removePlace,
  renameIn,
  renamePlace,
  renameZone,
  travelOf,
  usualSpeed,
  withOptional,
} from "./draft.ts";
import { namedPath, problemsAt, toldProblem } from "./problems.ts";

const demo = demoCell();
const problemsOf = (description: CellDescription) => {
  const read = readCellDescription(description);
  return "problems" in read
    ? read.problems.map(({ path, problem }) => ({ path: namedPath(path, description), problem }))
    : [];
};

test("a place, a zone, a step, a stay and a port keep what speaks of them when they get another id", () => {
  const place = renamePlace(demo, "TEST-A1", "BENCH-1");
  expect(problemsOf(place)).toEqual([]);
  expect(JSON.stringify(place)).not.toContain('"TEST-A1"');
  expect(problemsOf(renameZone(demo, "ZONE-A1", "Z1"))).toEqual([]);
  for (const [what, old] of [
    ["step", "load"],
    ["stay", "bench"],
    ["port", "OPT1"],
  ] as const) {
    const recipes = demo.recipes.map((recipe) => renameIn(recipe, what, old, "NEW"));
    expect(problemsOf({ ...demo, recipes })).toEqual([]);
  }
});

test("an id that another place has is told, and nothing else changes", () => {
  const draft = renamePlace(demo, "TEST-A1", "TEST-A2");
  expect(problemsOf(draft)).toContainEqual({ path: "cell.places", problem: "TEST-A2 is there twice" });
  expect(draft.cell.robots).toEqual(demo.cell.robots);
});

test("a place that goes takes its rows of travel with it", () => {
  const draft = removePlace(demo, "TEST-B2");
  expect(problemsOf(draft)).toEqual([]);
  for (const { travel } of draft.cell.robots) {
    expect(travel.between).not.toContain("TEST-B2");
    expect(travel.seconds.every((row) => row.length === travel.seconds.length)).toBe(true);
  }
});

test("a new robot of each kind is sound as it is, and a place that comes into reach needs its times", () => {
  for (const kind of ["agv", "single-arm", "dual-arm"] as const) {
    const robot = newRobot(demo, kind);
    expect(problemsOf({ ...demo, cell: { ...demo.cell, robots: [...demo.cell.robots, robot] } })).toEqual([]);
  }
  const place: Place = {
    id: "TEST-C1",
    kind: "tester",
    name: { zh: "新", en: "New" },
    x: 9,
    y: 1,
    mounted: "FX-BOARD",
  };
  const places = [...demo.cell.places, place];
  const reaching = { ...demo.cell.robots[2]!, reach: [...demo.cell.robots[2]!.reach, place.id] };
  const draftWith = (robot: typeof reaching): CellDescription => ({
    ...demo,
    cell: { ...demo.cell, places, robots: changed(demo.cell.robots, 2, robot) },
  });
  const path = `cell.robots.${reaching.id}.travel`;
  expect(problemsAt(problemsOf(draftWith(reaching)), path)).toHaveLength(1);
  const travel = travelOf(places, reaching, usualSpeed[reaching.kind]);
  expect(problemsOf(draftWith({ ...reaching, travel }))).toEqual([]);
});

test("a problem of the form is told by names, as those of the cell are", () => {
  const index = demo.cell.places.findIndex(({ id }) => id === "TEST-A1");
  const places = changed(demo.cell.places, index, { ...demo.cell.places[index]!, x: Number.NaN });
  const found = problemsOf({ ...demo, cell: { ...demo.cell, places } });
  expect(found.map(({ path }) => path)).toEqual(["cell.places.TEST-A1.x"]);
  expect(toldProblem(found[0]!.problem, "zh")).toBe("应为数字，实际为非数字");
  expect(namedPath("recipes.0.steps.1.durationS", demo)).toBe(
    `recipes.${demo.recipes[0]!.product}.steps.${demo.recipes[0]!.steps[1]!.id}.durationS`,
  );
  expect(namedPath("cell.zones", demo)).toBe("cell.zones");
});

test("every sentence of the check has a Chinese one", () => {
  const [recipe] = demo.recipes;
  const broken: CellDescription = {
    cell: {
      ...demo.cell,
      zones: [],
      places: demo.cell.places.filter(({ kind }) => kind !== "aside"),
      robots: demo.cell.robots.map((robot, i) =>
        i === 0
          ? { ...robot, arms: ["a", "b"], travel: { between: ["STORE", "STORE"], seconds: [[1]] } }
          : i === 1
            ? {
                ...robot,
                travel: {
                  ...robot.travel,
                  seconds: robot.travel.seconds.map((row) =>
                    row.map((s) => (s === 0 ? 1 : s * 9 + (s % 3) * 400)),
                  ),
                },
              }
            : robot,
      ),
    },
    recipes: [
      {
        ...recipe!,
        ports: [...recipe!.ports, recipe!.ports[0]!],
        stays: [
          { ...recipe!.stays[0]!, from: "nothing" },
          { ...recipe!.stays[1]!, kind: "rack", from: "unload", until: { step: "load", edge: "end" } },
          { id: "x", kind: "tester", from: "load", until: { step: "unload", edge: "end" } },
          { id: "y", kind: "tester", fixture: "F", from: "load", until: { step: "unload", edge: "end" } },
        ],
        steps: recipe!.steps.map((step) =>
          step.id === "load"
            ? { ...step, after: [{ step: "gone", edge: "end", minS: 9, maxS: 3 }] }
            : step.kind.startsWith("plug")
              ? withOptional(
                  { ...step, at: "nowhere", port: "NONE", tool: "spoon" },
                  "forceLimitN",
                  undefined,
                )
              : step.id === "bring"
                ? withOptional(step, "from", undefined)
                : step,
        ),
      },
    ],
  };
  const found = problemsOf(broken);
  expect(found.length).toBeGreaterThan(15);
  for (const { problem } of found) expect(toldProblem(problem, "zh"), problem).toMatch(/[\u4e00-\u9fff]/);
});

test("lists: move, fresh ids, optional fields, a step after the last one", () => {
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(freshId("P", ["P-1", "P-3"])).toBe("P-2");
  expect(withOptional({ id: "x", zone: "Z" } as { id: string; zone?: string }, "zone", "")).toEqual({
    id: "x",
  });
  const [recipe] = demo.recipes;
  const step = newStep(recipe!);
  expect(step.after).toEqual([{ step: recipe!.steps.at(-1)!.id, edge: "end", minS: 0 }]);
});
