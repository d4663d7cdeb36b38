import { expect, test } from "vitest";
import type { Roadmap } from "../../services/protocols/roadmap/description.ts";
import type { Order } from "../../services/protocols/vda5050/messages.ts";
import { createVirtualScheduler } from "../engine/scheduler.ts";
import { createVehicle, type VehicleReport } from "./vehicle.ts";

const head = {
  headerId: 0,
  timestamp: "2026-11-02T00:00:00Z",
  version: "2.1.0",
  manufacturer: "M",
  serialNumber: "S",
};
const act = (actionType: string, actionId: string) => ({
  actionType,
  actionId,
  blockingType: "HARD" as const,
  actionParameters: [{ key: "loadId", value: "REQ-1" }],
});
/** A road of four nodes, A to D, driven both ways. */
const roadmap = {
  mapId: "M",
  nodes: ["A", "B", "C", "D"].map((id, index) => ({ id, x: index * 12, y: 0, parking: false })),
  edges: ["AB", "BC", "CD"].map((id) => ({ id, from: id[0]!, to: id[1]!, bidirectional: true })),
  stations: [],
};
/** An order along nodes, of which so many are released, from a place of it on. */
const along = (
  nodes: string,
  {
    orderId = "TO-1",
    updateId = 0,
    released = nodes.length,
    first = 0,
    acts = {},
  }: {
    orderId?: string;
    updateId?: number;
    released?: number;
    first?: number;
    acts?: Record<string, string>;
  } = {},
): Order => ({
  ...head,
  orderId,
  orderUpdateId: updateId,
  nodes: [...nodes].map((nodeId, index) => ({
    nodeId,
    sequenceId: 2 * (first + index),
    released: index < released,
    actions: acts[nodeId] ? [act(acts[nodeId], `${orderId}/${acts[nodeId]}`)] : [],
  })),
  edges: [...nodes].slice(1).map((end, index) => ({
    edgeId: [nodes[index]!, end].sort().join(""),
    sequenceId: 2 * (first + index) + 1,
    released: index + 1 < released,
    startNodeId: nodes[index]!,
    endNodeId: end,
    actions: [],
  })),
});
const transport = (changes: object = {}) => along("ABCD", { acts: { A: "pick", D: "drop" }, ...changes });

const setUp = (roads: Roadmap = roadmap, charge = 90) => {
  const scheduler = createVirtualScheduler(0);
  const reports: VehicleReport[] = [];
  const vehicle = createVehicle({
    scheduler,
    roadmap: roads,
    home: "A",
    charge,
    onChange: (report) => reports.push(structuredClone(report)),
  });
  const errorType = () => vehicle.report().errors[0]?.errorType;
  const wait = () => scheduler.runUntil(scheduler.now() + 600_000);
  return { scheduler, reports, vehicle, errorType, wait };
};

test("picks, drives from node to node, drops, and says so", () => {
  const { reports, vehicle, wait } = setUp();
  vehicle.order(transport());
  wait();
  expect(vehicle.report()).toMatchObject({
    orderId: "TO-1",
    lastNodeId: "D",
    lastNodeSequenceId: 6,
    driving: false,
    nodeStates: [],
    edgeStates: [],
    loads: [],
  });
  expect(vehicle.report().actionStates.map((state) => state.actionStatus)).toEqual(["FINISHED", "FINISHED"]);
  expect([...new Set(reports.map(({ lastNodeId }) => lastNodeId))].join("")).toBe("ABCD");
  expect(reports.some((report) => report.driving && report.loads?.[0]?.loadId === "REQ-1")).toBe(true);
});

test("a second order while busy is refused, and accepted afterwards from where it stands", () => {
  const { vehicle, errorType, wait } = setUp();
  vehicle.order(transport());
  vehicle.order(along("AB", { orderId: "TO-2" }));
  expect(errorType()).toBe("orderUpdateError");
  expect(vehicle.report().orderId).toBe("TO-1");
  wait();
  vehicle.order(along("AB", { orderId: "TO-2" }));
  expect(errorType()).toBe("noRouteError");
  vehicle.order(along("DC", { orderId: "TO-2" }));
  expect(errorType()).toBeUndefined();
  wait();
  expect(vehicle.report()).toMatchObject({ orderId: "TO-2", lastNodeId: "C" });
});

test("the same order again changes nothing; an older update is refused", () => {
  const { vehicle, errorType, wait } = setUp();
  vehicle.order(transport({ updateId: 1 }));
  vehicle.order(transport({ updateId: 1 }));
  expect(errorType()).toBeUndefined();
  vehicle.order(transport());
  expect(errorType()).toBe("orderUpdateError");
  wait();
  expect(vehicle.report().actionStates).toHaveLength(2);
});

test("the horizon is driven only once it is released, and an update begins where the base ends", () => {
  const { vehicle, errorType, wait } = setUp();
  vehicle.order(transport({ released: 2 }));
  wait();
  expect(vehicle.report()).toMatchObject({ lastNodeId: "B", nodeStates: [{ nodeId: "C" }, { nodeId: "D" }] });
  vehicle.order(along("CD", { updateId: 1, first: 2 }));
  expect(errorType()).toBe("orderUpdateError");
  expect(vehicle.report().orderUpdateId).toBe(0);
  // The rest of the horizon leads elsewhere now.
  vehicle.order(along("BA", { updateId: 1, first: 1 }));
  expect(errorType()).toBeUndefined();
  wait();
  expect(vehicle.report()).toMatchObject({ lastNodeId: "A", lastNodeSequenceId: 4, nodeStates: [] });
  // Its drop went with the horizon that it was in.
  expect(vehicle.report().actionStates.map(({ actionType }) => actionType)).toEqual(["pick"]);
});

test("an order that is done goes on with an update from its end", () => {
  const { vehicle, wait } = setUp();
  vehicle.order(along("AB"));
  wait();
  vehicle.order(along("BCD", { updateId: 1, first: 1, acts: { D: "drop" } }));
  wait();
  expect(vehicle.report()).toMatchObject({ lastNodeId: "D", orderUpdateId: 1, nodeStates: [] });
});

test.each<[string, Order, string]>([
  ["a gap in the way", { ...transport(), edges: transport().edges.slice(1) }, "validationError"],
  [
    "a released node behind one that is not",
    { ...transport(), nodes: transport().nodes.map((node, index) => ({ ...node, released: index !== 1 })) },
    "validationError",
  ],
  ["an unknown action", along("AB", { acts: { B: "dance" } }), "orderError"],
  ["a road that is not there", along("AC"), "noRouteError"],
])("%s is refused and nothing moves", (_name, order, type) => {
  const { vehicle, errorType, wait } = setUp();
  vehicle.order(order);
  expect(errorType()).toBe(type);
  expect(vehicle.report().errors[0]?.errorReferences).toEqual([
    { referenceKey: "orderId", referenceValue: "TO-1" },
  ]);
  wait();
  expect(vehicle.report()).toMatchObject({ orderId: "", lastNodeId: "A" });
});

test("cancelOrder stops at the next node and fails what was not done", () => {
  const { scheduler, vehicle, errorType, wait } = setUp();
  vehicle.instantActions([act("cancelOrder", "c0")]);
  expect(errorType()).toBe("noOrderToCancel");
  expect(vehicle.report().actionStates).toMatchObject([{ actionId: "c0", actionStatus: "FAILED" }]);
  vehicle.order(transport());
  scheduler.runUntil(25_000);
  expect(vehicle.report().driving).toBe(true);
  vehicle.instantActions([act("cancelOrder", "c1")]);
  vehicle.instantActions([act("cancelOrder", "c1")]);
  wait();
  expect(vehicle.report()).toMatchObject({ driving: false, lastNodeId: "B", nodeStates: [] });
  expect(vehicle.report().actionStates.map((state) => state.actionStatus)).toEqual([
    "FINISHED",
    "FAILED",
    "FINISHED",
  ]);
});

test("an order that is cancelled on a road changes nothing of when the road's end is reached", () => {
  const { scheduler, vehicle } = setUp();
  vehicle.order(along("AB"));
  // Twelve metres at 1.2 m/s: most of the road lies behind it.
  scheduler.runUntil(9_000);
  vehicle.instantActions([act("cancelOrder", "c1")]);
  scheduler.runUntil(9_999);
  expect(vehicle.report()).toMatchObject({ driving: true, lastNodeId: "A" });
  scheduler.runUntil(10_000);
  expect(vehicle.report()).toMatchObject({ driving: false, lastNodeId: "B", nodeStates: [] });
  // What driving takes is taken of a road that is driven to its end, cancelled or not.
  const driven = setUp();
  driven.vehicle.order(along("AB"));
  driven.scheduler.runUntil(10_000);
  expect(vehicle.report().batteryState).toEqual(driven.vehicle.report().batteryState);
});

test("an instant action tells its state beside those of the order, and leaves these alone", () => {
  const { scheduler, vehicle, wait } = setUp();
  vehicle.order(transport());
  scheduler.runUntil(25_000);
  vehicle.instantActions([act("stateRequest", "s1"), act("startHovering", "s2")]);
  wait();
  const states = vehicle.report().actionStates.map(({ actionId, actionStatus }) => [actionId, actionStatus]);
  expect(states.slice(0, 2).map(([, status]) => status)).toEqual(["FINISHED", "FINISHED"]);
  expect(states.slice(2)).toEqual([
    ["s1", "FINISHED"],
    ["s2", "FAILED"],
  ]);
});

test("a vehicle that something stands before drives to the next node, says so, and goes on when it is clear", () => {
  const { scheduler, vehicle, wait } = setUp();
  vehicle.order(transport());
  scheduler.runUntil(25_000);
  vehicle.fail("pallet in the way");
  wait();
  expect(vehicle.report()).toMatchObject({ lastNodeId: "B", errors: [{ errorLevel: "FATAL" }] });
  vehicle.clear();
  wait();
  expect(vehicle.report()).toMatchObject({ lastNodeId: "D", errors: [] });
});

/** The same road with a charger at its end. */
const withCharger: Roadmap = {
  ...roadmap,
  nodes: roadmap.nodes.map((node) => ({ ...node, charging: node.id === "D" })),
};

test("it charges where the roadmap says and it is told to, until it drives, and loses charge on its way", () => {
  const { scheduler, vehicle } = setUp(withCharger, 40);
  const charge = () => vehicle.report().batteryState;
  scheduler.runUntil(3_600_000);
  expect(charge()).toMatchObject({ charging: false });
  expect(charge().batteryCharge).toBeLessThan(40);
  vehicle.order(along("ABCD", { acts: { D: "startCharging" } }));
  scheduler.runUntil(scheduler.now() + 60_000);
  const arrived = charge();
  expect(arrived.charging).toBe(true);
  expect(vehicle.report().actionStates).toMatchObject([{ actionStatus: "FINISHED" }]);
  scheduler.runUntil(scheduler.now() + 600_000);
  expect(charge().batteryCharge).toBeGreaterThan(arrived.batteryCharge + 10);
  vehicle.order(along("DC", { orderId: "TO-2", acts: { D: "stopCharging" } }));
  scheduler.runUntil(scheduler.now() + 60_000);
  expect(vehicle.report()).toMatchObject({ lastNodeId: "C", batteryState: { charging: false } });
});

test("told to charge where nothing is to charge at, it says that it could not", () => {
  const { vehicle, wait } = setUp(withCharger);
  vehicle.order(along("AB", { acts: { B: "startCharging" } }));
  wait();
  expect(vehicle.report()).toMatchObject({
    batteryState: { charging: false },
    actionStates: [{ actionStatus: "FAILED" }],
  });
});

test("it keeps to the speed of an edge", () => {
  const { scheduler, vehicle } = setUp();
  const order = along("AB");
  vehicle.order({ ...order, edges: order.edges.map((edge) => ({ ...edge, maxSpeed: 0.3 })) });
  scheduler.runUntil(39_000);
  expect(vehicle.report().driving).toBe(true);
  scheduler.runUntil(41_000);
  expect(vehicle.report()).toMatchObject({ driving: false, lastNodeId: "B" });
});
