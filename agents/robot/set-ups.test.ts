import { expect, test } from "vitest";
import { createCellSearch } from "../../optimizer/cell/search.ts";
import { demoCell } from "../../services/protocols/cell/demo.ts";
import { buildCellModel } from "./problem.ts";
import { gatedSteps, mountedAfter, mountedIn, setUpsOf, withFixtures } from "./set-ups.ts";

const description = demoCell();
/** Every tester bare, so that whatever is tested needs a person first. */
const bare = {
  ...description,
  cell: {
    ...description.cell,
    places: description.cell.places.map(({ mounted: _, ...place }) => place),
  },
};
const units = ["BBU-V9200", "SRV-R5300", "BBU-V9200", "SRV-R5300", "BBU-V9200"].map((product, index) => ({
  id: `U${index + 1}`,
  product,
}));
const fixtureOf = (product: string) => (product === "BBU-V9200" ? "FX-BOARD" : "FX-SERVER");
const plannedIn = (cell: typeof description, wanted = units) => {
  const model = buildCellModel(cell, wanted);
  const plan = createCellSearch(model.problem, 1).best()!;
  const placeOf = (unit: string) => {
    const index = model.stays.findIndex((stay) => stay.unit === unit && stay.stay === "bench");
    return model.stays[index]!.places[plan.choices[index]!]!;
  };
  const startOf = (id: string) => plan.starts[model.problem.tasks.findIndex((task) => task.id === id)]!;
  return {
    model,
    plan,
    placeOf,
    startOf,
    setUps: setUpsOf(cell, wanted, model, plan, mountedIn(cell), new Set()),
  };
};

test("followed in their order, the set-ups leave each unit's own fixture on its tester when it is loaded, and none is idle", () => {
  for (const cell of [description, bare]) {
    const { setUps, placeOf, startOf } = plannedIn(cell);
    const now = new Map(Object.entries(mountedIn(cell)));
    const loads = units.map(({ id, product }) => ({ step: `${id}/load`, product, at: placeOf(id) }));
    loads.sort((a, b) => startOf(a.step) - startOf(b.step));
    let used = 0;
    for (const { step, product, at } of loads) {
      const due = setUps.find((one) => one.step === step);
      if (due) {
        used += 1;
        expect([due.at, due.instead]).toEqual([at, now.get(at) ?? null]);
        expect(due.what).not.toBe(due.instead);
        now.set(due.at, due.what);
      }
      expect(now.get(at)).toBe(fixtureOf(product));
    }
    expect(used).toBe(setUps.length);
    expect(gatedSteps(setUps)).toEqual(new Set(setUps.map(({ step }) => step)));
  }
});

test("a fixture that is mounted, or whose unit is in already, is asked for no more", () => {
  const { setUps, model, plan } = plannedIn(bare);
  expect(setUps.length).toBeGreaterThanOrEqual(2);
  const done = setUps.map((one, index) => ({
    ...one,
    doneAt: `2026-11-02T08:0${index}:00.000Z`,
    doneBy: "liu.yang",
  }));
  expect(gatedSteps(done).size).toBe(0);
  const [first] = done;
  const mounted = mountedAfter(mountedIn(bare), [first!]);
  expect(mounted).toEqual({ [first!.at]: first!.what });
  const rest = setUpsOf(bare, units, model, plan, mounted, new Set());
  expect(rest).toEqual(setUps.slice(1));
  expect(setUpsOf(bare, units, model, plan, {}, new Set([first!.step]))[0]?.step).not.toBe(first!.step);
});

test("the last fixture that people mounted on a place is the one that is there, in whatever order they are listed", () => {
  const one = { step: "U1/load", at: "TEST-A1", what: "FX-BOARD", instead: null, doneBy: "liu.yang" };
  const later = { ...one, what: "FX-SERVER", doneAt: "2026-11-02T09:00:00.000Z" };
  const earlier = { ...one, doneAt: "2026-11-02T08:00:00.000Z" };
  const open = { ...one, what: "FX-RADIO", doneAt: null };
  const mounted = mountedAfter(mountedIn(bare), [later, open, earlier]);
  expect(mounted).toEqual({ "TEST-A1": "FX-SERVER" });
  const found = withFixtures(bare, mounted).cell.places.find(({ id }) => id === "TEST-A1")!;
  expect(found.mounted).toBe("FX-SERVER");
});
