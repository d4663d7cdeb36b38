import { expect, test } from "vitest";
import { demo, floorOf, onItsWay, runUntil } from "../../../test/support/driven-floor.ts";

test("a transport that is called off is cancelled at its vehicle, which is free again where it has stopped", () => {
  const floor = floorOf(demo, ["P-1"], 11);
  floor.open.push({ id: "TO-1", load: "L-1", from: "WH-1", to: "SMT-4-IN", vehicle: null });
  runUntil(floor, ({ driving }) => driving);
  floor.open.length = 0;
  const left = runUntil(floor, ({ orderId }) => orderId !== "TO-1");
  expect(left.loads).toEqual([]);
  expect(floor.cancels).toEqual(["TO-1/cancel/1"]);
  floor.open.push({ id: "TO-2", load: "L-2", from: "WH-1", to: "SMT-1-IN", vehicle: null });
  expect(floor.run(2)).toBe(true);
  expect({ done: floor.done, refusals: floor.refusals }).toEqual({ done: ["TO-2"], refusals: [] });
});

test("called off with its load it tells where that is, takes nothing until it is unloaded, and is told once by controls that are killed", () => {
  const floor = floorOf(demo, ["P-1"], 12);
  onItsWay(floor);
  floor.open.length = 0;
  for (let second = 0; second < 12; second += 1) {
    floor.kill();
    floor.turn();
  }
  expect(new Set(floor.cancels)).toEqual(new Set(["TO-1/cancel/1"]));
  const { lastNodeId } = runUntil(floor, ({ nodeStates, driving }) => nodeStates.length === 0 && !driving);
  expect(floor.turn().problems.map(({ en }) => en)).toEqual([
    `AGV-1 at ${lastNodeId} still carries L-1, which no transport in hand is for. Unload it; until then it gets no other.`,
  ]);
  floor.open.push({ id: "TO-2", load: "L-2", from: "WH-1", to: "SMT-1-IN", vehicle: null });
  expect(floor.run(0.5)).toBe(false);
  expect(floor.open[0]?.vehicle).toBeNull();
  expect(floor.refusals).toEqual([]);
});

test("a vehicle that cannot be told lets go when it is back, and one that refuses is told of and asked again", () => {
  const floor = floorOf(demo, ["P-1"], 13);
  onItsWay(floor);
  const car = floor.cars.get("AGV-1")!;
  car.online = false;
  floor.open.length = 0;
  floor.turn();
  expect(floor.cancels).toEqual([]);
  car.online = true;
  car.known = {
    ...car.vehicle.report(),
    actionStates: [{ actionId: "TO-1/cancel/1", actionStatus: "FAILED" }],
  };
  expect(floor.turn().problems).toMatchObject([{ en: expect.stringContaining("does not let go of it") }]);
  expect(floor.cancels).toEqual(["TO-1/cancel/2"]);
});
