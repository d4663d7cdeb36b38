import { expect, test } from "vitest";
import { readCellDescription } from "./check.ts";
import { buildCell } from "./demo-cell.ts";
import { demoRecipes } from "./demo-recipes.ts";
import type { CellDescription } from "./description.ts";

const demo = (): CellDescription => ({
  cell: buildCell("TC-1", { wings: 2, testersInWing: 2, vehicles: 2, dualArms: 1 }, ["FX-RADIO", "FX-BOARD"]),
  recipes: structuredClone([...demoRecipes]),
});

/** Any part of the document may be broken by a hand that edits it. */
const broken = (change: (copy: CellDescription) => void) => {
  const copy = demo();
  change(copy);
  const read = readCellDescription(copy);
  return "problems" in read ? read.problems.map(({ path, problem }) => `${path}: ${problem}`) : [];
};

test("the demonstration's description is sound, also as JSON", () => {
  expect(readCellDescription(JSON.parse(JSON.stringify(demo())))).toHaveProperty("description");
});

test("a list that is longer than any cell's is refused before it is gone through", () => {
  const copies = <T extends object>(one: T) => Array.from({ length: 100_000 }, () => one);
  expect(broken((copy) => Object.assign(copy.cell, { places: copies(copy.cell.places[0]!) }))).toEqual([
    expect.stringMatching(/^cell\.places: .*200/),
  ]);
  expect(
    broken(({ recipes }) => Object.assign(recipes[0]!, { steps: copies(recipes[0]!.steps[0]!) })),
  ).toEqual([expect.stringMatching(/^recipes\.0\.steps: .*500/)]);
});

test("each mistake is named where it is", () => {
  expect(broken(({ cell }) => cell.places.push(cell.places[0]!))).toContain(
    "cell.places: STORE is there twice",
  );
  expect(broken(({ cell }) => Object.assign(cell.places[2]!, { zone: "Z9" }))).toContain(
    "cell.places.TRAY-A.zone: there is no zone Z9",
  );
  expect(broken(({ cell }) => cell.robots[0]!.travel.seconds.pop())).toContain(
    "cell.robots.AGV-C1.travel: needs 5 rows of 5 numbers",
  );
  expect(broken(({ cell }) => (cell.robots[0]!.travel.seconds[0]![1] = 900)).join()).toMatch(
    /STORE to TRAY-A takes 900 s, by way of .* only \d+ s/,
  );
  expect(broken(({ cell }) => cell.robots[4]!.arms.pop())).toContain(
    "cell.robots.DUAL-1.arms: a dual-arm has 2, not 1",
  );
  expect(broken(({ recipes }) => Object.assign(recipes[0]!.steps[2]!, { port: "OPT9" }))).toContain(
    "recipes.RRU-5258.steps.plug-DC.port: OPT9: the product has no such port",
  );
  expect(broken(({ recipes }) => Object.assign(recipes[0]!, { massKg: 70 })).join()).toMatch(
    /RRU-5258.steps.load.kind: no robot, or two together/,
  );
  expect(
    broken(({ recipes }) => recipes[1]!.steps[0]!.after.push({ step: "unload", edge: "end", minS: 0 })),
  ).toContain("recipes.BBU-V9200.steps: the steps wait for each other in a circle");
  expect(broken(({ recipes }) => Object.assign(recipes[2]!.stays[0]!.until, { step: "gone" }))).toContain(
    "recipes.SRV-R5300.stays.tray-in: there is no step gone",
  );
  expect(broken(({ recipes }) => Object.assign(recipes[0]!.steps[1]!, { durationS: -1 })).join()).toMatch(
    /recipes.0.steps.1.durationS/,
  );
});

test("of a table of travel times each way that takes too long is told once, by its quickest detour, however large it is", () => {
  const places = Array.from({ length: 120 }, (_, at) => `P-${at}`);
  const all = broken(({ cell }) => {
    for (const [at, id] of places.entries())
      cell.places.push({ id, kind: "store", name: { zh: id, en: id }, x: at, y: 0 });
    // Ten are near to all the others, the one of them nearer.
    const near = (at: number) => (at >= 10 ? 900 : at === 3 ? 1 : 2);
    const seconds = places.map((_, i) =>
      places.map((__, j) => (i === j ? 0 : i < 10 && j < 10 ? 2 : Math.min(near(i), near(j)))),
    );
    Object.assign(cell.robots[0]!.travel, { between: places, seconds });
  });
  const slow = all.filter((one) => one.includes("by way of"));
  expect(slow).toHaveLength(110 * 109);
  expect(slow[0]).toBe("cell.robots.AGV-C1.travel: P-10 to P-11 takes 900 s, by way of P-3 only 2 s");
});

test("a recipe of thousands of steps that follow each other is looked through at once", () => {
  const count = 3_000;
  const began = performance.now();
  const all = broken(({ recipes }) => {
    const test = recipes[0]!.steps.find(({ kind }) => kind === "test")!;
    const steps = Array.from({ length: count }, (_, at) => ({
      ...test,
      id: `S-${at}`,
      after: at === 0 ? [] : [{ step: `S-${at - 1}`, edge: "end" as const, minS: 0 }],
    }));
    Object.assign(recipes[0]!, { steps: steps.reverse() });
  });
  // Under a second; 40 when each step was looked for among those before it.
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(all.join()).not.toContain("in a circle");
});
