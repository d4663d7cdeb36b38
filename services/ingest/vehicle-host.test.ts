import { expect, test, vi } from "vitest";
import type { VehicleState } from "../protocols/vda5050/messages.ts";
import { createVehicleHost, transportProgress } from "./vehicle-host.ts";

const state = (changes: Partial<VehicleState>): VehicleState => ({
  headerId: 1,
  timestamp: "2026-11-02T00:00:00.000Z",
  version: "2.1.0",
  manufacturer: "MILLWRIGHT",
  serialNumber: "AGV-01",
  orderId: "TO-1042-10",
  orderUpdateId: 0,
  lastNodeId: "WH-1",
  lastNodeSequenceId: 0,
  driving: false,
  operatingMode: "AUTOMATIC",
  nodeStates: [],
  edgeStates: [],
  actionStates: [{ actionId: "a", actionStatus: "FINISHED" }],
  batteryState: { batteryCharge: 80, charging: false },
  errors: [],
  safetyState: { eStop: "NONE", fieldViolation: false },
  ...changes,
});

test("delivered means every action finished and no node left", () => {
  expect(transportProgress(state({}))).toBe("Delivered");
  expect(transportProgress(state({ nodeStates: [{ nodeId: "n", sequenceId: 2, released: true }] }))).toBe(
    "InTransit",
  );
  expect(transportProgress(state({ actionStates: [{ actionId: "a", actionStatus: "FAILED" }] }))).toBe(
    "Failed",
  );
  expect(transportProgress(state({ orderId: "" }))).toBeUndefined();
});

test("a repeated state tells the transport's progress once, and again if storing it failed", async () => {
  const messages = { vehicleState: vi.fn(), vehicleConnection: vi.fn(), transport: vi.fn() };
  const host = createVehicleHost(messages);
  const send = () => host.handle("uagv/v2/MILLWRIGHT/AGV-01/state", Buffer.from(JSON.stringify(state({}))));
  messages.transport.mockRejectedValueOnce(new Error("database away"));
  await expect(send()).rejects.toThrow("database away");
  await send();
  await send();
  expect(messages.transport).toHaveBeenCalledTimes(2);
});

test("a message that is no VDA 5050 state is an error", async () => {
  const host = createVehicleHost({ vehicleState: vi.fn(), vehicleConnection: vi.fn(), transport: vi.fn() });
  await expect(host.handle("uagv/v2/M/AGV-01/state", Buffer.from("{}"))).rejects.toThrow();
});
