import { afterAll, beforeAll, expect, test } from "vitest";
import { shortMaterial } from "../../agents/scheduler/material/short-material.ts";
import { stuckOrders } from "../../agents/scheduler/material/stuck-orders.ts";
import { readProblem } from "../../agents/scheduler/problem/problem.ts";
import { cancelWorkOrder } from "../../services/mes/commands/cancel.ts";
import { applyJobReport, applyTransport } from "../../services/mes/commands/machine.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import type { Tx } from "../../services/mes/database.ts";
import { eventsAfter } from "../../services/mes/events.ts";
import { kitOf } from "../../services/mes/queries/kit.ts";
import { currentSegment, eligibleLines, nextSegment, orderById } from "../../services/mes/queries/orders.ts";
import { planOperations, unreleasedOrders } from "../../services/mes/queries/planned-operations.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { emptyPlant, foldInto } from "../../services/replay/plant.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const now = new Date(demoEpoch().getTime() + 60_000);
const inTx = <T>(work: (tx: Tx) => Promise<T>) => plant.db.transaction().execute(work);
const act = { actorId: "li.wei", now };

/** An order of which nothing is released, with its kit complete, and the lines of its first segment. */
const fresh = async (from: number): Promise<{ id: string; quantity: number; lines: readonly string[] }> => {
  for (let number = from; ; number += 1) {
    const order = await orderById(plant.db, `WO-${number}`);
    if (order.held || order.quantity < 20 || order.segments[0]?.attempts !== 0) continue;
    if (!(await kitOf(plant.db, order, 10, now)).complete) continue;
    const able = (await eligibleLines(plant.db, order.workMasterId, 10)).map(
      ({ equipmentId }) => equipmentId,
    );
    const lines = able.filter((line) => line !== "SMT-4");
    if (lines.length >= 2) return { id: order.id, quantity: order.quantity, lines };
  }
};
const release = (workOrderId: string, equipmentId: string, toolCallId: string) =>
  inTx((tx) => releaseJobOrder(tx, { ...act, workOrderId, equipmentId, toolCallId }));
const report = (
  line: string,
  jobOrderId: string,
  state: "Running" | "Ended" | "Aborted",
  good: number,
  scrap = 0,
) => {
  const time = now.toISOString();
  return inTx((tx) =>
    applyJobReport(tx, line, {
      reportId: `${jobOrderId}/${state}/${good}`,
      jobOrderId,
      state,
      good,
      scrap,
      time,
      startTime: time,
      ...(state === "Running" ? {} : { endTime: time }),
    }),
  );
};
/** Releases the first segment and lets its line break it off after ten pieces, of which one is scrap. */
const brokenOff = async (from: number) => {
  const order = await fresh(from);
  const [line] = order.lines as [string];
  const first = await release(order.id, line, `first-${order.id}`);
  await inTx((tx) => applyTransport(tx, first.transportOrderId, "Delivered", now));
  await report(line, first.jobOrderId, "Running", 3);
  expect(await report(line, first.jobOrderId, "Aborted", 9, 1)).toMatchObject({ status: "Aborted" });
  return { ...order, line, first };
};
const plannedOf = async (id: string) =>
  (await readProblem(plant.db, now)).orders.find((order) => order.id === id)?.operations ?? [];
const stock = async (): Promise<number> =>
  Number(
    (
      await plant.db
        .selectFrom("material_lot")
        .select((fields) => fields.fn.sum<string>("quantity").as("sum"))
        .executeTakeFirstOrThrow()
    ).sum,
  );
/** The jobs and orders as the events tell them, beside what the tables say. */
const replayed = async () => {
  const draft = emptyPlant();
  for (const event of await eventsAfter(plant.db, "0", 10_000))
    foldInto(draft, { ...event, time: event.time.getTime() });
  return draft;
};

test("what a job that was broken off has left is planned before what follows, with the kit that was fetched for it", async () => {
  const order = await fresh(1_030);
  const before = await plannedOf(order.id);
  const { id, quantity } = await brokenOff(1_030);
  expect(id).toBe(order.id);
  const [operation, ...following] = await plannedOf(id);
  expect(operation).toMatchObject({ id: "10", needs: [] });
  expect(operation?.fixed).toBeUndefined();
  expect(following.map((one) => one.id)).toEqual(before.slice(1).map((one) => one.id));
  const durations = (one: typeof operation) => one!.alternatives.map(({ duration }) => duration);
  const ratio = durations(operation)[0]! / durations(before[0])[0]!;
  expect(ratio).toBeCloseTo((quantity - 10) / quantity, 1);
  // Of what follows all pieces are planned, as for every order.
  expect(following.map(durations)).toEqual(before.slice(1).map(durations));
});

test("it is released again at its line for what is left, begins with the kit that lies there, and ends the segment", async () => {
  const { id, quantity, line, first } = await brokenOff(1_030 + 40);
  expect(currentSegment(await orderById(plant.db, id))).toBeUndefined();
  expect(nextSegment(await orderById(plant.db, id))).toMatchObject({
    segment: 10,
    attempts: 1,
    good: 9,
    scrap: 1,
    left: quantity - 10,
    brokenOff: { jobOrderId: first.jobOrderId, equipmentId: line },
  });
  const [before, again] = [await stock(), await release(id, line, `again-${id}`)];
  expect(again).toMatchObject({ jobOrderId: `${first.jobOrderId}.2`, isSupplied: true, equipmentId: line });
  expect(await release(id, line, `again-${id}`)).toEqual(again);
  expect(await stock()).toBe(before);
  const job = () =>
    plant.db.selectFrom("job_order").selectAll().where("id", "=", again.jobOrderId).executeTakeFirstOrThrow();
  expect(await job()).toMatchObject({ dispatch_status: "Ready", quantity: quantity - 10 });
  const told = await plant.db
    .selectFrom("outbox")
    .select("id")
    .where("id", "like", `${again.jobOrderId}/%`)
    .execute();
  expect(told.map((row) => row.id)).toEqual([`${again.jobOrderId}/StoreAndStart/${again.transportOrderId}`]);
  expect((await replayed()).jobs.get(again.jobOrderId)).toMatchObject({
    status: "Ready",
    quantity: quantity - 10,
  });
  await expect(release(id, line, `third-${id}`)).rejects.toMatchObject({ code: "ORDER_ALREADY_RELEASED" });
  await report(line, again.jobOrderId, "Running", 1);
  await report(line, again.jobOrderId, "Ended", quantity - 10);
  const order = await orderById(plant.db, id);
  expect(order.segments[0]).toMatchObject({ good: quantity - 1, scrap: 1, left: 0, status: "Completed" });
  expect(nextSegment(order)?.segment).toBe(order.segments[1]?.segment);
  expect((await plannedOf(id)).map((one) => one.id)).not.toContain("10");
});

test("at another line its kit is brought from where it lies, and leaves the stock once", async () => {
  const { id, lines, line, first } = await brokenOff(1_030 + 80);
  const other = lines.find((one) => one !== line)!;
  const before = await stock();
  const again = await release(id, other, `other-${id}`);
  expect(again).toMatchObject({ isSupplied: false, requisitionId: first.requisitionId });
  const transport = () =>
    plant.db
      .selectFrom("transport_order")
      .selectAll()
      .where("id", "=", again.transportOrderId)
      .executeTakeFirstOrThrow();
  expect(await transport()).toMatchObject({ from_station: `${line}-IN`, to_station: `${other}-IN` });
  await inTx((tx) => applyTransport(tx, again.transportOrderId, "InTransit", now));
  await inTx((tx) => applyTransport(tx, again.transportOrderId, "Delivered", now));
  expect(await stock()).toBe(before);
  const states = {
    row: await plant.db
      .selectFrom("job_order")
      .select("dispatch_status")
      .where("id", "=", again.jobOrderId)
      .executeTakeFirst(),
    replay: (await replayed()).jobs.get(again.jobOrderId)?.status,
  };
  expect(states).toEqual({ row: { dispatch_status: "Ready" }, replay: "Ready" });
});

test("an order of which a job was broken off may be called off; what it has made stays counted", async () => {
  const { id, first } = await brokenOff(1_030 + 120);
  await inTx((tx) => cancelWorkOrder(tx, id, act));
  expect(await orderById(plant.db, id)).toMatchObject({ status: "Cancelled" });
  expect((await orderById(plant.db, id)).segments[0]).toMatchObject({ good: 9, scrap: 1 });
  const { status } = await plant.db
    .selectFrom("material_requisition")
    .select("status")
    .where("id", "=", first.requisitionId)
    .executeTakeFirstOrThrow();
  expect(status).toBe("Issued");
});

test("the plan in force has the operation once, as one to be released, and once it is released again as that", async () => {
  const { id, line } = await brokenOff(1_030 + 160);
  await plant.db
    .insertInto("plan")
    .values({
      version: 1,
      created_at: now,
      plant_time: now,
      reason: JSON.stringify({ kind: "first" }),
      request_id: "one",
      seed: 1,
      objective: 0,
      bound: 0,
      gap: 0,
      on_time_rate: 1,
      late_orders: 0,
      utilisation: 0,
      kpis: "{}",
    })
    .execute();
  await plant.db
    .insertInto("plan_operation")
    .values({
      version: 1,
      work_order_id: id,
      segment: 10,
      equipment_id: line,
      start_time: now,
      end_time: new Date(now.getTime() + 3_600_000),
    })
    .execute();
  const shown = async () =>
    (await planOperations(plant.db, 1, {})).map(({ dispatch_status: status }) => status);
  expect(await shown()).toEqual([null]);
  expect((await unreleasedOrders(plant.db, 1, 5)).map((row) => row.id)).toEqual([id]);
  // Its kit lies at the line: what the store lacks now, it does not lack.
  await plant.db.updateTable("material_lot").set({ status: "Blocked" }).execute();
  const asked = (hours: number, text: string) =>
    ({
      db: plant.db,
      clock: { now: () => new Date(now.getTime() + hours * 3_600_000) },
      text,
      args: {},
    }) as never;
  const kits = await shortMaterial(asked(-1, "which kits are short in the next 2 days?"), {} as never);
  expect(kits.text.en).toContain("every one has its full kit");
  const stuck = await stuckOrders(asked(1, "which orders are stuck?"));
  expect(stuck.rows?.find(({ label }) => label.en === id)?.value).toContain(
    "its kit is fetched already, it is not released",
  );
  await release(id, line, `planned-${id}`);
  expect(await shown()).toEqual(["Ready"]);
  expect(await unreleasedOrders(plant.db, 1, 5)).toEqual([]);
});
