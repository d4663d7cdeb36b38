import { expect, test } from "vitest";
import { factsheet } from "../../../services/protocols/vda5050/factsheet.ts";
import { demo, floorOf } from "../../../test/support/driven-floor.ts";

const node = (actionType: string, more: object = {}) => ({ actionType, actionScopes: ["NODE"], ...more });

test("an order keeps to the vehicle's factsheet: its nodes, what may go on beside an action, how it charges", () => {
  const floor = floorOf(demo, ["P-1"], 14, 0, [60]);
  floor.sheets.set(
    "AGV-1",
    factsheet.parse({
      protocolLimits: { maxArrayLens: { "order.nodes": 6, "order.edges": 5, "node.actions": 0 } },
      protocolFeatures: { agvActions: [node("pick", { blockingTypes: ["SOFT", "NONE"] }), node("drop")] },
    }),
  );
  floor.open.push({ id: "TO-1", load: "L-1", from: "WH-1", to: "SMT-4-IN", vehicle: null });
  expect(floor.run(2)).toBe(true);
  for (let second = 0; second < 300; second += 1) {
    floor.scheduler.runUntil(floor.scheduler.now() + 1_000);
    floor.turn();
  }
  expect(Math.max(...floor.orders.map(({ nodes }) => nodes.length))).toBe(6);
  const acts = floor.orders.flatMap(({ nodes }) => nodes.flatMap(({ actions }) => actions));
  expect(new Set(acts.map(({ actionType, blockingType }) => `${actionType} ${blockingType}`))).toEqual(
    new Set(["pick SOFT", "drop HARD"]),
  );
  expect(floor.cars.get("AGV-1")!.vehicle.report().lastNodeId).toMatch(/^C-/);
  expect(floor.refusals).toEqual([]);
});

test("a vehicle that cannot carry, or asks for what orders do not have, gets no transport and is told of", () => {
  const problemsOf = (agvActions: object[]) => {
    const floor = floorOf(demo, ["P-1"], 15);
    floor.sheets.set("AGV-1", factsheet.parse({ protocolFeatures: { agvActions } }));
    floor.open.push({ id: "TO-1", load: "L-1", from: "WH-1", to: "SMT-4-IN", vehicle: null });
    const { problems, given } = floor.turn();
    expect(given).toEqual([]);
    return problems.map(({ en }) => en);
  };
  expect(problemsOf([node("clean")])).toEqual([expect.stringContaining("does not name pick and drop")]);
  expect(problemsOf([node("pick", { actionParameters: [{ key: "loadType" }] }), node("drop")])).toEqual([
    expect.stringContaining("requires pick.loadType in orders"),
  ]);
});

test("orders to a vehicle follow each other as slowly as it asks, also under controls that are killed, and all comes to it", () => {
  const floor = floorOf(demo, ["P-1"], 16);
  floor.sheets.set("AGV-1", factsheet.parse({ protocolLimits: { timing: { minOrderInterval: 12 } } }));
  floor.open.push({ id: "TO-1", load: "L-1", from: "WH-1", to: "SMT-4-IN", vehicle: null });
  expect(floor.run(2)).toBe(true);
  const times = floor.orders.map(({ timestamp }) => Date.parse(timestamp));
  expect(times.length).toBeGreaterThan(4);
  expect(times.slice(1).every((time, index) => time - times[index]! >= 12_000)).toBe(true);
  floor.open.push({ id: "TO-2", load: "L-2", from: "WH-1", to: "SMT-1-IN", vehicle: null });
  expect(floor.run(2, () => floor.random.share() < 0.2 && floor.kill())).toBe(true);
  expect(floor.refusals).toEqual([]);
});

test("a vehicle that would refuse an id gets no transport, and is told of with that id", () => {
  const problemsOf = (maxStringLens: object) => {
    const floor = floorOf(demo, ["P-1"], 17);
    floor.sheets.set("AGV-1", factsheet.parse({ protocolLimits: { maxStringLens } }));
    floor.open.push({ id: "TO-1", load: "L-100001", from: "WH-1", to: "SMT-4-IN", vehicle: null });
    const { problems, given } = floor.turn();
    return [given.length, ...problems.map(({ en }) => en)];
  };
  expect(problemsOf({ idLen: 200, loadIdLen: 0 })).toEqual([1]);
  expect(problemsOf({ idLen: 8 })).toEqual([0, expect.stringContaining("of at most 8 signs")]);
  expect(problemsOf({ loadIdLen: 6 })).toEqual([0, expect.stringContaining("“L-100001”")]);
  expect(problemsOf({ idNumericalOnly: true })).toEqual([0, expect.stringContaining("ids of figures")]);
});
