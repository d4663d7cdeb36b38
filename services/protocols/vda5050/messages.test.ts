import { expect, test } from "vitest";
import { order, state } from "./messages.ts";
import { formatVehicleTopic, parseVehicleTopic } from "./topic.ts";

const head = {
  headerId: 1,
  timestamp: "2026-11-02T00:00:00.000Z",
  version: "2.1.0",
  manufacturer: "M",
  serialNumber: "S",
};

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
