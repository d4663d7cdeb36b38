import { afterAll, beforeAll, expect, test } from "vitest";
import { cancelWorkOrder } from "../../services/mes/commands/cancel.ts";
import { cancelTransport } from "../../services/mes/commands/cancel-transport.ts";
import { applyTransport } from "../../services/mes/commands/machine.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import type { Tx } from "../../services/mes/database.ts";
import { eventsAfter } from "../../services/mes/events.ts";
import { kitOf } from "../../services/mes/queries/kit.ts";
import { eligibleLines, orderById } from "../../services/mes/queries/orders.ts";
import { openTransports } from "../../services/mes/queries/traffic.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { emptyPlant, foldInto } from "../../services/replay/plant.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const minute = (number: number) => new Date(demoEpoch().getTime() + number * 60_000);
const inTx = <T>(work: (tx: Tx) => Promise<T>) => plant.db.transaction().execute(work);

/** A released order whose kit is to be brought. */
const released = async (from: number) => {
  for (let number = from; ; number += 1) {
    const order = await orderById(plant.db, `WO-${number}`);
    if (order.held || order.segments[0]?.attempts !== 0) continue;
    if (!(await kitOf(plant.db, order, 10, minute(0))).complete) continue;
    const [line] = (await eligibleLines(plant.db, order.workMasterId, 10)).filter(
      ({ equipmentId }) => equipmentId !== "SMT-4",
    );
    if (line) return { order: order.id, ...(await release(order.id, line.equipmentId, "first")) };
  }
};
const release = (workOrderId: string, equipmentId: string, call: string) =>
  inTx((tx) =>
    releaseJobOrder(tx, {
      workOrderId,
      equipmentId,
      actorId: "li.wei",
      toolCallId: `${call}-${workOrderId}`,
      now: minute(1),
    }),
  );
const cancel = (id: string) => inTx((tx) => cancelTransport(tx, id, { actorId: "li.wei", now: minute(5) }));
const say = (id: string, status: "InTransit" | "Delivered" | "Failed", at: number) =>
  inTx((tx) => applyTransport(tx, id, status, minute(at)));
const standing = async ({
  transportOrderId,
  jobOrderId,
  requisitionId,
}: Awaited<ReturnType<typeof release>>) => {
  const { db } = plant;
  const transport = await db
    .selectFrom("transport_order")
    .select("status")
    .where("id", "=", transportOrderId)
    .executeTakeFirstOrThrow();
  const job = await db
    .selectFrom("job_order")
    .select("dispatch_status")
    .where("id", "=", jobOrderId)
    .executeTakeFirstOrThrow();
  const requisition = await db
    .selectFrom("material_requisition")
    .select("status")
    .where("id", "=", requisitionId)
    .executeTakeFirstOrThrow();
  return [transport.status, job.dispatch_status, requisition.status];
};

test("called off under way, it stays so whatever its vehicle says until it has let go, and the order may be released again", async () => {
  const first = await released(1_030);
  await say(first.transportOrderId, "InTransit", 2);
  expect(await standing(first)).toEqual(["InTransit", "Dispatched", "InTransit"]);
  await cancel(first.transportOrderId);
  await cancel(first.transportOrderId);
  await say(first.transportOrderId, "InTransit", 6);
  await say(first.transportOrderId, "Failed", 7);
  expect(await standing(first)).toEqual(["Cancelled", "Aborted", "Requested"]);
  const told = (await eventsAfter(plant.db, "0", 10_000)).filter(({ objects }) =>
    objects.some(({ id }) => id === first.transportOrderId || id === first.jobOrderId),
  );
  expect(told.map(({ type }) => type).slice(-3)).toEqual([
    "transport.intransit",
    "transport.cancelled",
    "job.aborted",
  ]);
  const draft = emptyPlant();
  for (const event of told) foldInto(draft, { ...event, time: event.time.getTime() });
  expect(draft.transports.get(first.transportOrderId)).toMatchObject({ status: "Cancelled" });
  const again = await release(first.order, first.equipmentId, "again");
  expect(again).toMatchObject({ isSupplied: false, requisitionId: first.requisitionId });
  expect(again.transportOrderId).not.toBe(first.transportOrderId);
});

test("what was dropped before the vehicle heard of it is delivered, and lies at the line for the next release", async () => {
  const first = await released(1_060);
  await cancel(first.transportOrderId);
  await say(first.transportOrderId, "Delivered", 6);
  expect(await standing(first)).toEqual(["Delivered", "Aborted", "Issued"]);
  expect(await release(first.order, first.equipmentId, "again")).toMatchObject({ isSupplied: true });
  await expect(cancel(first.transportOrderId)).rejects.toMatchObject({ code: "INVALID_TRANSITION" });
});

test("one that has failed may be called off too, and then its order, whose kit is free again", async () => {
  const first = await released(1_090);
  await say(first.transportOrderId, "Failed", 2);
  await expect(
    inTx((tx) => cancelWorkOrder(tx, first.order, { actorId: "li.wei", now: minute(4) })),
  ).rejects.toMatchObject({ code: "INVALID_TRANSITION" });
  await cancel(first.transportOrderId);
  await inTx((tx) => cancelWorkOrder(tx, first.order, { actorId: "li.wei", now: minute(6) }));
  expect(await standing(first)).toEqual(["Cancelled", "Aborted", "Cancelled"]);
  await expect(cancel("TO-NONE")).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("those that have not arrived are listed, a failed one for as long as its job waits for the kit", async () => {
  const listed = async (id: string) => (await openTransports(plant.db)).find((one) => one.id === id)?.status;
  const arrived = await released(1_030);
  expect(await listed(arrived.transportOrderId)).toBe("Pending");
  await say(arrived.transportOrderId, "InTransit", 2);
  expect(await listed(arrived.transportOrderId)).toBe("InTransit");
  await say(arrived.transportOrderId, "Delivered", 3);
  expect(await listed(arrived.transportOrderId)).toBeUndefined();
  const failed = await released(1_030);
  await say(failed.transportOrderId, "InTransit", 2);
  await say(failed.transportOrderId, "Failed", 3);
  expect(await listed(failed.transportOrderId)).toBe("Failed");
  await cancel(failed.transportOrderId);
  expect(await listed(failed.transportOrderId)).toBeUndefined();
});
