import { expect, test, vi } from "vitest";
import type { VehicleState } from "../protocols/vda5050/messages.ts";
import type { VehicleAddress } from "../protocols/vda5050/topic.ts";
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
  actionStates: [
    { actionId: "TO-1042-10/pick", actionType: "pick", actionStatus: "FINISHED" },
    { actionId: "TO-1042-10/drop", actionType: "drop", actionStatus: "FINISHED" },
  ],
  batteryState: { batteryCharge: 80, charging: false },
  errors: [],
  safetyState: { eStop: "NONE", fieldViolation: false },
  ...changes,
});

const silent = () => ({
  vehicleId: vi.fn(async ({ serialNumber }: VehicleAddress) => serialNumber),
  vehicleState: vi.fn(),
  vehicleConnection: vi.fn(),
  vehicleFactsheet: vi.fn(),
  askVehicle: vi.fn(),
  transport: vi.fn(),
});

const hostOf = (messages: ReturnType<typeof silent>) => createVehicleHost({ messages });

test("delivered means dropped, wherever the vehicle goes then; picked alone is under way", () => {
  expect(transportProgress(state({}))).toBe("Delivered");
  expect(transportProgress(state({ nodeStates: [{ nodeId: "n", sequenceId: 2, released: true }] }))).toBe(
    "Delivered",
  );
  expect(
    transportProgress(state({ actionStates: [{ actionId: "TO-1042-10/pick", actionStatus: "FINISHED" }] })),
  ).toBe("InTransit");
  expect(
    transportProgress(state({ actionStates: [{ actionId: "TO-1042-10/pick", actionStatus: "FAILED" }] })),
  ).toBe("Failed");
  expect(transportProgress(state({ orderId: "" }))).toBeUndefined();
});

test("a drive to a charger is no transport, however it ends", () => {
  const orderId = "AGV-01-CHARGE-1";
  const charge = { actionId: `${orderId}/charge`, actionType: "startCharging" };
  for (const actionStatus of ["RUNNING", "FINISHED", "FAILED"] as const)
    expect(
      transportProgress(state({ orderId, actionStates: [{ ...charge, actionStatus }] })),
    ).toBeUndefined();
});

test("the types of actions need not be told, and an instant action is no part of the order", () => {
  const asked = { actionId: "state/1/0", actionType: "stateRequest", actionStatus: "FINISHED" } as const;
  const done = (["pick", "drop"] as const).map((act) => ({
    actionId: `TO-1042-10/${act}`,
    actionStatus: "FINISHED" as const,
  }));
  expect(transportProgress(state({ actionStates: [...done, asked] }))).toBe("Delivered");
  const refused = { ...asked, actionStatus: "FAILED" } as const;
  expect(transportProgress(state({ actionStates: [...done, refused] }))).toBe("Delivered");
  // On its way to wait, and asked for its state.
  expect(transportProgress(state({ orderId: "AGV-01-MOVE-1", actionStates: [asked] }))).toBeUndefined();
});

test("a repeated state tells the transport's progress once, and again if storing it failed", async () => {
  const messages = silent();
  const host = hostOf(messages);
  const send = () => host.handle("uagv/v2/MILLWRIGHT/AGV-01/state", Buffer.from(JSON.stringify(state({}))));
  messages.transport.mockRejectedValueOnce(new Error("database away"));
  await expect(send()).rejects.toThrow("database away");
  await send();
  await send();
  expect(messages.transport).toHaveBeenCalledTimes(2);
});

test("a state that a person sends again tells of the transport and no more", async () => {
  const messages = silent();
  const host = hostOf(messages);
  const send = (isRepeated: boolean) =>
    host.handle("uagv/v2/MILLWRIGHT/AGV-01/state", Buffer.from(JSON.stringify(state({}))), { isRepeated });
  await send(false);
  await send(true);
  expect(messages.vehicleState).toHaveBeenCalledTimes(1);
  expect(messages.transport).toHaveBeenCalledTimes(2);
});

test("a vehicle is answered where it was heard, whatever maker its header names", async () => {
  const messages = silent();
  await hostOf(messages).handle(
    "uagv/v2/ACME-Co/AGV-01/state",
    Buffer.from(JSON.stringify(state({ manufacturer: "ACME + Co/Robots" }))),
  );
  expect(messages.vehicleState.mock.calls[0]![1]).toMatchObject({ manufacturer: "ACME-Co" });
});

test("the first state of a connection is told as such", async () => {
  const messages = silent();
  const host = hostOf(messages);
  const send = (topic: string, changes: object = {}) =>
    host.handle(
      `uagv/v2/MILLWRIGHT/AGV-01/${topic}`,
      Buffer.from(JSON.stringify({ ...state({}), ...changes })),
    );
  await send("state");
  await send("connection", { connectionState: "ONLINE" });
  await send("state");
  await send("state");
  expect(messages.vehicleState.mock.calls.map((given) => given[2])).toEqual([false, true, false]);
});

test("a vehicle that connects is asked for its state and for what it can do", async () => {
  const messages = silent();
  const connect = (connectionState: string) =>
    hostOf(messages).handle(
      "uagv/v2/MILLWRIGHT/AGV-01/connection",
      Buffer.from(JSON.stringify({ ...state({}), connectionState })),
    );
  await connect("CONNECTIONBROKEN");
  expect(messages.askVehicle).not.toHaveBeenCalled();
  await connect("ONLINE");
  const address = { manufacturer: "MILLWRIGHT", serialNumber: "AGV-01" };
  expect(messages.askVehicle.mock.calls).toEqual([
    [address, "stateRequest"],
    [address, "factsheetRequest"],
  ]);
});

test("a factsheet is read as far as orders keep to it, whatever else it holds and leaves out", async () => {
  const messages = silent();
  const send = (sheet: object) =>
    hostOf(messages).handle("uagv/v2/ACME/7/factsheet", Buffer.from(JSON.stringify(sheet)));
  await send({ typeSpecification: { seriesName: "X" }, protocolFeatures: null });
  await send({ protocolLimits: { maxArrayLens: { "order.nodes": 5 } }, agvGeometry: {} });
  expect(messages.vehicleFactsheet.mock.calls.map((given) => given[2].protocolLimits.maxArrayLens)).toEqual([
    {},
    { "order.nodes": 5 },
  ]);
  await expect(send({ protocolFeatures: { agvActions: "all" } })).rejects.toThrow();
});

test("a message that is no VDA 5050 state is an error", async () => {
  const host = hostOf(silent());
  await expect(host.handle("uagv/v2/M/AGV-01/state", Buffer.from("{}"))).rejects.toThrow();
});
