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
