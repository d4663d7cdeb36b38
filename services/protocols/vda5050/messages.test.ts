import { expect, test } from "vitest";
import { standingVehicle } from "../../../test/support/standing-vehicle.ts";
import { readVehicleJson } from "./json.ts";
import { order, state } from "./messages.ts";
import { formatVehicleTopic, parseVehicleTopic } from "./topic.ts";

const head = {
  headerId: 1,
  timestamp: "2026-11-02T00:00:00.000Z",
  version: "2.1.0",
  manufacturer: "M",
  serialNumber: "S",
};

const standing = {
  ...head,
  ...standingVehicle,
};
const read = (changes: object) =>
  state.safeParse(readVehicleJson(JSON.stringify({ ...standing, ...changes })));

test("what is optional may be null or no number, and a gauge a little beyond its end", () => {
  const sent = read({
    version: "2.0",
    timestamp: "2026-11-02T08:00:00.12+08:00",
    orderId: null,
    lastNodeSequenceId: null,
    edgeStates: null,
    paused: null,
    loads: [{ loadId: null, loadType: "EPAL" }],
    agvPosition: { x: 1, y: 2, theta: null, mapId: "", positionInitialized: false },
    batteryState: { batteryCharge: 100.4, charging: false, batteryVoltage: null, reach: null },
    errors: [{ errorType: "", errorLevel: "WARNING", errorDescription: null, errorReferences: null }],
  });
  expect(sent.data).toMatchObject({
    orderId: "",
    lastNodeSequenceId: 0,
    edgeStates: [],
    loads: [{}],
    batteryState: { batteryCharge: 100 },
    errors: [{ errorLevel: "WARNING" }],
  });
  expect(sent.data?.agvPosition).toBeUndefined();
  expect(readVehicleJson('{"a":NaN,"b":[-Infinity,"NaN \\" NaN"],"c":1}')).toEqual({
    b: [undefined, 'NaN " NaN'],
    c: 1,
  });
});

test("what a vehicle is led by has to be there, and another version is told as such", () => {
  expect(read({ nodeStates: null }).success).toBe(false);
  expect(read({ batteryState: { batteryCharge: null, charging: false } }).success).toBe(false);
  expect(read({ version: "3.0.0" }).error?.issues[0]?.message).toContain("must be 2.x");
  expect(() => readVehicleJson('{"a":')).toThrow(SyntaxError);
});

test("a topic reads back", () => {
  const address = { manufacturer: "MILLWRIGHT", serialNumber: "AGV-01" };
  expect(parseVehicleTopic(formatVehicleTopic(address, "state"))).toEqual({ ...address, topic: "state" });
  expect(parseVehicleTopic("uagv/v2/M/S/other")).toBeUndefined();
});

test("an order needs its nodes, a state its safety state", () => {
  expect(order.safeParse({ ...head, orderId: "o", orderUpdateId: 0, nodes: [], edges: [] }).success).toBe(
    false,
  );
  expect(state.safeParse({ ...head, orderId: "" }).success).toBe(false);
});
