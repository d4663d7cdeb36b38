import { expect, test } from "vitest";
import { createCellSearch } from "../../optimizer/cell/search.ts";
import { verifyCell } from "../../optimizer/cell/verify.ts";
import { buildCell } from "../../services/protocols/cell/demo-cell.ts";
import { demoRecipes } from "../../services/protocols/cell/demo-recipes.ts";
import { afterSetUp, changeover } from "./changeover.ts";
import { buildCellModel } from "./problem.ts";

const cell = buildCell("TC-1", { wings: 2, testersInWing: 2, vehicles: 2, dualArms: 1 }, [
  "FX-RADIO",
  "FX-BOARD",
]);
const [radio, board, server] = demoRecipes as [
  (typeof demoRecipes)[0],
  (typeof demoRecipes)[0],
  (typeof demoRecipes)[0],
];
const description = { cell, recipes: [...demoRecipes] };
const wanted = [
  { id: "U1", product: board.product },
  { id: "U2", product: radio.product },
  { id: "U3", product: board.product },
];

test("units of two products share the cell; the heavy one is lifted by two arms only", () => {
  const { problem, meanings } = buildCellModel(description, wanted);
  const search = createCellSearch(problem, 1);
  search.run(10);
  const plan = search.best()!;
  expect(verifyCell(problem, plan)).toEqual([]);
  const load = meanings.findIndex(({ unit, step }) => unit === "U2" && step.kind === "loadFixture");
  expect(meanings[load]!.modes.every(({ robots }) => robots.join() === "DUAL-1")).toBe(true);
});

test("a robot or tester that is out is planned around, what has begun there is known", () => {
  const out = new Set(["ARM-A", "TEST-A2"]);
  const begun = [
    { unit: "U1", step: "bring", robots: ["AGV-C1"], from: "STORE", at: "TRAY-A", start: 0, duration: 37 },
  ];
  const { problem, meanings } = buildCellModel(description, wanted, { now: 60, begun, out });
  const search = createCellSearch(problem, 1);
  const plan = search.best()!;
  expect(verifyCell(problem, plan)).toEqual([]);
  for (const [t, { step, modes }] of meanings.entries()) {
    const { robots, at } = modes[plan.modes[t]!]!;
    expect(robots.includes("ARM-A") || at === "TEST-A2", `${step.id} at ${at}`).toBe(false);
  }
  expect(() => buildCellModel(description, wanted, { out: new Set(["AGV-C1", "AGV-C2"]) })).toThrow(
    "nothing that is in working order can do bring",
  );
});

test("a changeover names what differs and what has to be done, and none for the same product", () => {
  const change = changeover(cell, board, server, ["TEST-A1", "TEST-A2"]);
  expect(change.differences).toContainEqual({ kind: "port", of: "QSFP", before: undefined, after: "QSFP28" });
  expect(change.differences).toContainEqual({ kind: "test-time", of: "test", before: 180, after: 300 });
  expect(change.setUp.filter(({ kind }) => kind === "mount-fixture")).toEqual([
    { kind: "mount-fixture", at: "TEST-A1", what: "FX-SERVER", instead: "FX-RADIO", seconds: 600 },
    { kind: "mount-fixture", at: "TEST-A2", what: "FX-SERVER", instead: "FX-BOARD", seconds: 600 },
  ]);
  const mounted = afterSetUp(cell, change).places.filter(({ mounted: fixture }) => fixture === "FX-SERVER");
  expect(mounted.map(({ id }) => id)).toEqual(["TEST-A1", "TEST-A2"]);
  expect(changeover(cell, board, board, ["TEST-A2"])).toEqual({
    from: board.product,
    to: board.product,
    differences: [],
    setUp: [],
  });
});
