import { expect, test, vi } from "vitest";
import { instantActions, type VehicleState } from "../protocols/vda5050/messages.ts";
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

const silent = () => ({
  vehicleState: vi.fn(),
  vehicleReturned: vi.fn(async () => true),
  vehicleConnection: vi.fn(),
  transport: vi.fn(),
});

const hostOf = (messages: ReturnType<typeof silent>, publish = vi.fn()) =>
  createVehicleHost({ messages, publish, now: () => 0 });

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
  const messages = silent();
  const host = hostOf(messages);
  const send = () => host.handle("uagv/v2/MILLWRIGHT/AGV-01/state", Buffer.from(JSON.stringify(state({}))));
  messages.transport.mockRejectedValueOnce(new Error("database away"));
  await expect(send()).rejects.toThrow("database away");
  await send();
  await send();
  expect(messages.transport).toHaveBeenCalledTimes(2);
});

const connected = () => {
  const messages = silent();
  const publish = vi.fn();
  const host = hostOf(messages, publish);
  const send = (topic: string, body: object) =>
    host.handle(`uagv/v2/MILLWRIGHT/AGV-01/${topic}`, Buffer.from(JSON.stringify(body)));
  const online = () => send("connection", { ...state({}), connectionState: "ONLINE" });
  return { messages, publish, online, say: (said: VehicleState) => send("state", said) };
};
const action = (actionStatus: VehicleState["actionStates"][number]["actionStatus"]) => ({
  actionStates: [{ actionId: "a", actionStatus }],
});

test.each<[string, Partial<VehicleState>, boolean]>([
  ["done with its order", {}, true],
  ["without any order", { orderId: "", actionStates: [] }, true],
  ["whose order failed", action("FAILED"), true],
  ["that acts", action("RUNNING"), false],
  ["that drives", { driving: true }, false],
  ["with a load", { loads: [{ loadId: "REQ-1" }] }, false],
  ["with a node before it", { nodeStates: [{ nodeId: "n", sequenceId: 2, released: false }] }, false],
])("a vehicle that has come back %s: free %s", async (_, changes, free) => {
  const { messages, online, say } = connected();
  await say(state(changes));
  expect(messages.vehicleReturned).toHaveBeenCalledTimes(0);
  await online();
  await say(state(changes));
  await say(state(changes));
  expect(messages.vehicleReturned).toHaveBeenCalledTimes(free ? 1 : 0);
});

test("while an order is just being sent, the vehicle's next state is asked whether it has missed it", async () => {
  const { messages, online, say } = connected();
  messages.vehicleReturned.mockResolvedValueOnce(false);
  await online();
  for (let states = 0; states < 3; states += 1) await say(state({}));
  expect(messages.vehicleReturned).toHaveBeenCalledTimes(2);
});

test("a vehicle that connects is asked for its state", async () => {
  const { publish, online } = connected();
  await online();
  const [topic, payload] = publish.mock.calls[0]!;
  expect(topic).toBe("uagv/v2/MILLWRIGHT/AGV-01/instantActions");
  const request = instantActions.parse(JSON.parse(payload.toString()));
  expect(request.actions.map(({ actionType }) => actionType)).toEqual(["stateRequest"]);
});

test("what a free vehicle has refused is told with it", async () => {
  const { messages, online, say } = connected();
  const errors: VehicleState["errors"] = [
    {
      errorType: "orderError",
      errorLevel: "WARNING",
      errorReferences: [
        { referenceKey: "topic", referenceValue: "order" },
        { referenceKey: "orderId", referenceValue: "TO-1107-10" },
      ],
    },
  ];
  await online();
  await say(state({ errors }));
  expect(messages.vehicleReturned).toHaveBeenCalledWith(
    expect.objectContaining({ vehicle: "AGV-01", orderId: "TO-1042-10", refused: ["TO-1107-10"] }),
  );
});

test("a message that is no VDA 5050 state is an error", async () => {
  const host = hostOf(silent());
  await expect(host.handle("uagv/v2/M/AGV-01/state", Buffer.from("{}"))).rejects.toThrow();
});
