import { expect, test } from "vitest";
import type { Order } from "../../services/protocols/vda5050/messages.ts";
import { createVirtualScheduler } from "../engine/scheduler.ts";
import { demoPlant } from "../plant.ts";
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
const transport = (orderId: string, changes: Partial<Order> = {}): Order => ({
  ...head,
  orderId,
  orderUpdateId: 0,
  nodes: [
    { nodeId: "WH-1", sequenceId: 0, released: true, actions: [act("pick", `${orderId}-p`)] },
    { nodeId: "SMT-2-IN", sequenceId: 2, released: true, actions: [act("drop", `${orderId}-d`)] },
  ],
  edges: [
    { edgeId: "e", sequenceId: 1, released: true, startNodeId: "WH-1", endNodeId: "SMT-2-IN", actions: [] },
  ],
  ...changes,
});

const setUp = () => {
  const scheduler = createVirtualScheduler(0);
  const reports: VehicleReport[] = [];
  const vehicle = createVehicle({
    scheduler,
    stations: demoPlant.stations,
    home: "WH-1",
    onChange: (report) => reports.push(structuredClone(report)),
  });
  const errorType = () => vehicle.report().errors[0]?.errorType;
  return { scheduler, reports, vehicle, errorType };
};

test("picks, drives, drops, and says so", () => {
  const { scheduler, reports, vehicle } = setUp();
  vehicle.order(transport("TO-1"));
  scheduler.runUntil(600_000);
  expect(vehicle.report()).toMatchObject({
    orderId: "TO-1",
    lastNodeId: "SMT-2-IN",
    driving: false,
    nodeStates: [],
    loads: [],
  });
  expect(vehicle.report().actionStates.map((state) => state.actionStatus)).toEqual(["FINISHED", "FINISHED"]);
  expect(reports.some((report) => report.driving && report.loads?.[0]?.loadId === "REQ-1")).toBe(true);
});

test("a second order while busy is rejected, and accepted afterwards", () => {
  const { scheduler, vehicle, errorType } = setUp();
  vehicle.order(transport("TO-1"));
  vehicle.order(transport("TO-2"));
  expect(errorType()).toBe("orderUpdateError");
  expect(vehicle.report().orderId).toBe("TO-1");
  scheduler.runUntil(600_000);
  vehicle.order(transport("TO-2"));
  expect(errorType()).toBeUndefined();
  scheduler.runUntil(1_200_000);
  expect(vehicle.report()).toMatchObject({ orderId: "TO-2", lastNodeId: "SMT-2-IN" });
});

test("the same order again changes nothing; an older update is rejected", () => {
  const { scheduler, vehicle, errorType } = setUp();
  vehicle.order(transport("TO-1", { orderUpdateId: 1 }));
  vehicle.order(transport("TO-1", { orderUpdateId: 1 }));
  expect(errorType()).toBeUndefined();
  vehicle.order(transport("TO-1"));
  expect(errorType()).toBe("orderUpdateError");
  scheduler.runUntil(600_000);
  expect(vehicle.report().actionStates).toHaveLength(2);
});

test("the horizon is driven only once it is released", () => {
  const { scheduler, vehicle } = setUp();
  const held = transport("TO-1");
  const [first, second] = held.nodes;
  vehicle.order({ ...held, nodes: [first!, { ...second!, released: false }] });
  scheduler.runUntil(600_000);
  expect(vehicle.report().lastNodeId).toBe("WH-1");
  vehicle.order({ ...held, orderUpdateId: 1 });
  scheduler.runUntil(1_200_000);
  expect(vehicle.report().lastNodeId).toBe("SMT-2-IN");
});

test("cancelOrder stops the vehicle and fails what was not done", () => {
  const { scheduler, vehicle, errorType } = setUp();
  vehicle.instantActions([act("cancelOrder", "c0")]);
  expect(errorType()).toBe("noOrderToCancel");
  vehicle.order(transport("TO-1"));
  scheduler.runUntil(25_000);
  vehicle.instantActions([act("cancelOrder", "c1")]);
  scheduler.runUntil(600_000);
  expect(vehicle.report().driving).toBe(false);
  expect(vehicle.report().actionStates.map((state) => state.actionStatus)).toEqual([
    "FINISHED",
    "FAILED",
    "FINISHED",
  ]);
});
