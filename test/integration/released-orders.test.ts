import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cancelWorkOrder } from "../../services/mes/commands/cancel.ts";
import { chooseLineFor } from "../../services/mes/commands/line-choice.ts";
import { applyJobReport, applyTransport } from "../../services/mes/commands/machine.ts";
import { createRequisition, holdWorkOrder, resumeWorkOrder } from "../../services/mes/commands/orders.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import { kitsGivenUp } from "../../services/mes/migrations/056-kits-given-up.ts";
import { eligibleLines, nextSegment, orderById } from "../../services/mes/queries/orders.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";
import { createReleases } from "../support/releases.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const now = new Date(demoEpoch().getTime() + 60_000);
const { inTx, release, releasable, stockFaults } = createReleases(() => plant, now);

test("the job of an order on hold is not started by its material's arrival, but by the order's resumption", async () => {
  const { id, line } = await releasable();
  const { transportOrderId, jobOrderId } = await inTx((tx) => release(tx, id, line));
  const act = { workOrderId: id, actorId: "li.wei", now };
  await inTx((tx) => holdWorkOrder(tx, { ...act, toolCallId: "hold-moving", reason: "drawing changed" }));
  await inTx((tx) => applyTransport(tx, transportOrderId, "Delivered", now));
  const started = async () =>
    (
      await plant.db
        .selectFrom("outbox")
        .select("id")
        .where("id", "=", `${jobOrderId}/StoreAndStart/${transportOrderId}`)
        .execute()
    ).length;
  expect(await started()).toBe(0);
  await inTx((tx) => resumeWorkOrder(tx, { ...act, toolCallId: "resume-moving" }));
  expect(await started()).toBe(1);
});

test("a job that waits at its line when its order is put on hold is paused as it begins, and goes on with the order", async () => {
  const { id, line } = await releasable();
  const { transportOrderId, jobOrderId } = await inTx((tx) => release(tx, id, line));
  await inTx((tx) => applyTransport(tx, transportOrderId, "Delivered", now));
  const act = { workOrderId: id, actorId: "li.wei", now };
  await inTx((tx) => holdWorkOrder(tx, { ...act, toolCallId: "hold-queued", reason: "drawing changed" }));
  const commands = async () => {
    const rows = await plant.db
      .selectFrom("outbox")
      .select("id")
      .where("id", "like", `${jobOrderId}/%`)
      .orderBy("seq")
      .execute();
    return rows.map((row) => row.id.split("/").at(-2));
  };
  const report = (reportId: string, state: "Running" | "Interrupted", second: number) =>
    inTx((tx) =>
      applyJobReport(tx, line, {
        reportId: `${jobOrderId}/${reportId.padStart(60, "0")}`,
        jobOrderId,
        state,
        good: 0,
        scrap: 0,
        time: new Date(now.getTime() + second * 1_000).toISOString(),
      }),
    );
  expect(await commands()).toEqual(["StoreAndStart"]);
  await report("1", "Running", 1);
  await report("1", "Running", 1);
  expect(await commands()).toEqual(["StoreAndStart", "Pause"]);
  await report("2", "Interrupted", 2);
  // Whoever lets it go on at the line does not take the hold off.
  await report("3", "Running", 3);
  expect(await commands()).toEqual(["StoreAndStart", "Pause", "Pause"]);
  // Resumed before the line has said that it stands.
  await inTx((tx) => resumeWorkOrder(tx, { ...act, toolCallId: "resume-queued" }));
  expect(await commands()).toEqual(["StoreAndStart", "Pause", "Pause", "Resume"]);
  await report("4", "Interrupted", 4);
  await report("5", "Running", 5);
  expect(await commands()).toHaveLength(4);
});

test("an order that is called off while a vehicle has its material keeps the stock right, whatever the vehicle does", async () => {
  for (const failsFirst of [false, true]) {
    const { id: workOrderId, line } = await releasable();
    const act = { workOrderId, actorId: "li.wei", now };
    const made = await inTx((tx) => release(tx, workOrderId, line));
    await expect(inTx((tx) => cancelWorkOrder(tx, workOrderId, act))).rejects.toMatchObject({
      code: "INVALID_TRANSITION",
    });
    await plant.db
      .updateTable("job_order")
      .set({ dispatch_status: "Aborted" })
      .where("id", "=", made.jobOrderId)
      .execute();
    if (failsFirst) await inTx((tx) => applyTransport(tx, made.transportOrderId, "Failed", now));
    await inTx((tx) => cancelWorkOrder(tx, workOrderId, act));
    expect(await stockFaults()).toEqual([]);
    await inTx((tx) => applyTransport(tx, made.transportOrderId, "Delivered", now));
    expect(await stockFaults()).toEqual([]);
    const { status } = await plant.db
      .selectFrom("material_requisition")
      .select("status")
      .where("id", "=", made.requisitionId)
      .executeTakeFirstOrThrow();
    expect(status).toBe(failsFirst ? "Cancelled" : "Issued");
    await expect(
      inTx((tx) =>
        chooseLineFor(tx, { workOrderId, segment: 20, equipmentId: "SMT-1", chosenBy: "li.wei", now }),
      ),
    ).rejects.toMatchObject({ code: "ORDER_COMPLETED" });
  }
});

test("the stream tells what happened to a kit and its order, once and each time it did, and they never go back", async () => {
  const { id, line } = await releasable();
  const act = { workOrderId: id, actorId: "li.wei", now };
  const requisition = await inTx((tx) => createRequisition(tx, { ...act, toolCallId: `told-${id}` }));
  const { transportOrderId, jobOrderId, requisitionId } = await inTx((tx) => release(tx, id, line));
  expect(requisitionId).toBe(requisition.id);
  const at = (second: number) => new Date(now.getTime() + second * 1_000);
  const says = (status: "InTransit" | "Failed" | "Delivered", second: number) =>
    inTx((tx) => applyTransport(tx, transportOrderId, status, at(second)));
  const kitStatus = async () =>
    (
      await plant.db
        .selectFrom("material_requisition")
        .select("status")
        .where("id", "=", requisitionId)
        .executeTakeFirstOrThrow()
    ).status;
  expect(await says("InTransit", 1)).toBe(true);
  expect(await kitStatus()).toBe("InTransit");
  expect(await says("Failed", 2)).toBe(true);
  // What nobody carries is on no way, and is given back when its order is called off.
  expect(await kitStatus()).toBe("Requested");
  // The broker sends again what it was told before.
  expect(await says("InTransit", 1)).toBe(false);
  expect(await says("InTransit", 3)).toBe(true);
  expect(await says("Failed", 4)).toBe(true);
  const typesOf = async (object: string) => {
    const rows = await plant.db
      .selectFrom("event")
      .select("type")
      .where(sql<boolean>`objects @> ${JSON.stringify([{ id: object }])}::jsonb`)
      .orderBy("seq")
      .execute();
    return rows.map(({ type }) => type);
  };
  const told = (await typesOf(transportOrderId)).filter((type) => type !== "transport.ordered");
  expect(told).toEqual(["intransit", "failed", "intransit", "failed"].map((type) => `transport.${type}`));
  expect((await typesOf(requisitionId)).filter((type) => type === "requisition.created")).toHaveLength(1);

  await says("Delivered", 5);
  const report = (state: "Running" | "Ended", second: number) =>
    inTx((tx) =>
      applyJobReport(tx, line, {
        reportId: `${jobOrderId}/${state}`,
        jobOrderId,
        state,
        good: 0,
        scrap: 0,
        time: at(second).toISOString(),
      }),
    );
  const statusOf = async () => (await orderById(plant.db, id)).status;
  await report("Running", 6);
  await report("Ended", 7);
  const order = await orderById(plant.db, id);
  const [other] = await eligibleLines(plant.db, order.workMasterId, nextSegment(order)!.segment);
  await inTx((tx) =>
    releaseJobOrder(tx, { ...act, equipmentId: other!.equipmentId, toolCallId: `next-${id}` }),
  );
  expect(await statusOf()).toBe("Running");
});

test("a kit that was given up before that was told waits to be fetched again; of an order that was called off its pieces are free", async () => {
  const kits: string[] = [];
  for (const calledOff of [false, true]) {
    const { id, line } = await releasable();
    const made = await inTx((tx) => release(tx, id, line));
    const [at, act] = [new Date(now.getTime() + 1_000), { actorId: "li.wei", now }];
    await plant.db
      .updateTable("job_order")
      .set({ dispatch_status: "Aborted" })
      .where("id", "=", made.jobOrderId)
      .execute();
    await inTx((tx) => applyTransport(tx, made.transportOrderId, "Failed", at));
    // As it was stored then: nothing found it to be given back.
    await plant.db
      .updateTable("material_requisition")
      .set({ status: "InTransit" })
      .where("id", "=", made.requisitionId)
      .execute();
    if (calledOff) await inTx((tx) => cancelWorkOrder(tx, id, act));
    kits.push(made.requisitionId);
  }
  await sql.raw(kitsGivenUp).execute(plant.db);
  const rows = await plant.db
    .selectFrom("material_requisition")
    .select("status")
    .where("id", "in", kits)
    .orderBy(sql`array_position(${kits}::text[], id)`)
    .execute();
  expect(rows.map(({ status }) => status)).toEqual(["Requested", "Cancelled"]);
  expect(await stockFaults()).toEqual([]);
});
