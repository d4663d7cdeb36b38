import { expect, test } from "vitest";
import { orderAfter, type ReplayOrder } from "./order.ts";
import { createStream } from "./some-events.ts";
import { type ReplayTransport, transportAfter } from "./transport.ts";
import { vehicleAfter } from "./vehicle.ts";

test("an order follows its jobs, holds and end", () => {
  const { event, released, report } = createStream();
  const order = { work_order: "WO-1" };
  const statuses: string[] = [];
  let known: ReplayOrder | undefined;
  for (const next of [
    event("approval.approved", 0, order),
    released("1", "SMT-1", 1),
    report("running", "1", "SMT-1", 2, "Running"),
    event("order.held", 3, order),
    event("order.resumed", 4, order),
    released("2", "SMT-2", 4),
    event("order.completed", 5, order),
    report("running", "2", "SMT-2", 6, "Running"),
  ]) {
    known = orderAfter("WO-1", known, next);
    statuses.push(known ? `${known.status}${known.held ? " held" : ""}` : "-");
  }
  expect(statuses).toEqual([
    "-",
    "Released",
    "Running",
    "Running held",
    "Running",
    "Running",
    "Completed",
    "Completed",
  ]);
  expect(known?.completedAt).toBe(300_000);
});

test("of what disrupts the plant only a cancellation moves an order", () => {
  const { event } = createStream();
  const told = (kind: string) =>
    orderAfter("WO-1", undefined, event("plant.disrupted", 0, { work_order: "WO-1" }, { kind }))?.status;
  expect([told("cancel"), told("expedite"), told("rush")]).toEqual(["Cancelled", undefined, undefined]);
});

test("an order that a file calls off is cancelled", () => {
  const { event } = createStream();
  const cancelled = event("order.cancelled", 0, { work_order: "WO-1" });
  expect(orderAfter("WO-1", undefined, cancelled)?.status).toBe("Cancelled");
});

test("a transport keeps whence, whither and for which job, and stays delivered", () => {
  const { event, transport } = createStream();
  const events = [
    event(
      "transport.ordered",
      0,
      { transport_order: "TO-1", work_order: "WO-1", job_order: "JO-1" },
      { from: "WH-1", to: "SMT-1-IN" },
    ),
    transport("intransit", "1", 1, { vehicle: "AGV-01" }),
    transport("repeated", "1", 2, { vehicle: "AGV-01" }),
    transport("delivered", "1", 3, { vehicle: "AGV-01" }),
    transport("failed", "1", 4, { vehicle: "AGV-01" }),
  ];
  const after = (count: number) =>
    events
      .slice(0, count)
      .reduce<ReplayTransport | undefined>((known, next) => transportAfter("TO-1", known, next), undefined);
  expect([1, 2, 3, 4, 5].map((count) => after(count)?.status)).toEqual([
    "Pending",
    "InTransit",
    "InTransit",
    "Delivered",
    "Delivered",
  ]);
  expect(after(5)).toMatchObject({
    jobOrderId: "JO-1",
    vehicleId: "AGV-01",
    from: "WH-1",
    to: "SMT-1-IN",
    since: 180_000,
  });
});

test("a vehicle is what it last said; what it did not say is unknown", () => {
  const { event } = createStream();
  const said = {
    driving: true,
    lastNodeId: "WH-1",
    battery: 88,
    x: 0,
    y: 25,
    orderId: null,
    loadId: "REQ-1",
  };
  expect(vehicleAfter(event("vehicle.state", 1, { vehicle: "AGV-01" }, said))).toEqual({
    online: true,
    driving: true,
    lastNodeId: "WH-1",
    battery: 88,
    x: 0,
    y: 25,
    orderId: undefined,
    loadId: "REQ-1",
    since: 60_000,
  });
  expect(vehicleAfter(event("vehicle.state", 1, { vehicle: "AGV-01" })).x).toBeUndefined();
  const away = event("vehicle.state", 2, { vehicle: "AGV-01" }, { ...said, online: false });
  expect(vehicleAfter(away)).toMatchObject({ online: false, x: 0, loadId: "REQ-1" });
});
