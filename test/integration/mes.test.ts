import { afterAll, beforeAll, expect, test } from "vitest";
import { recordHappening } from "../../services/mes/commands/happening.ts";
import { applyLineState } from "../../services/mes/commands/line-state.ts";
import { applyJobReport, applyTransport } from "../../services/mes/commands/machine.ts";
import { holdWorkOrder, resumeWorkOrder } from "../../services/mes/commands/orders.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import { remindLine } from "../../services/mes/commands/remind.ts";
import { applyUnitsTested } from "../../services/mes/commands/unit-tested.ts";
import { appendEvents, eventsAfter } from "../../services/mes/events.ts";
import { migrate } from "../../services/mes/migrate.ts";
import { createOutboxSource } from "../../services/mes/outbox.ts";
import { allLines } from "../../services/mes/queries/equipment.ts";
import { kitOf } from "../../services/mes/queries/kit.ts";
import { eligibleLines, orderById } from "../../services/mes/queries/orders.ts";
import { siteOf, sitesOf } from "../../services/mes/queries/sites.ts";
import { currentRoadmap } from "../../services/mes/queries/traffic.ts";
import type { Happening } from "../../services/mes/schema/plan.ts";
import { cellOrder } from "../../services/mes/seed/cell-order.ts";
import { completeDemoPlant } from "../../services/mes/seed/complete.ts";
import { seedDemoPlant } from "../../services/mes/seed/seed.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { demoRoadmap } from "../../services/protocols/roadmap/demo.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const now = new Date(demoEpoch().getTime() + 60_000);
const release = (workOrderId: string, equipmentId: string, toolCallId: string) =>
  plant.db
    .transaction()
    .execute((tx) => releaseJobOrder(tx, { workOrderId, equipmentId, actorId: "li.wei", toolCallId, now }));

test("migrating and seeding again change nothing", async () => {
  expect(await migrate(plant.pool)).toEqual([]);
  expect(await seedDemoPlant(plant.db, 1)).toBe(false);
});

test("a demonstration plant of before gets what has come to it since, and what people changed stays", async () => {
  const { db } = plant;
  await db.deleteFrom("app_user").where("id", "=", "xu.jing").execute();
  await db.updateTable("app_user").set({ title_en: "Changed" }).where("id", "=", "li.wei").execute();
  await db.deleteFrom("cell").execute();
  const { zones: _zones, battery: _battery, ...roads } = demoRoadmap();
  const older = { ...roads, nodes: roads.nodes.map(({ charging: _charging, ...node }) => node) };
  await db
    .updateTable("roadmap")
    .set({ description: JSON.stringify(older) })
    .execute();
  await completeDemoPlant(db);
  await completeDemoPlant(db);
  const users = await db.selectFrom("app_user").select(["id", "title_en"]).execute();
  expect(users.find(({ id }) => id === "xu.jing")).toBeDefined();
  expect(users.find(({ id }) => id === "li.wei")?.title_en).toBe("Changed");
  expect(await db.selectFrom("cell").select(["id", "equipment_id"]).execute()).toEqual([
    { id: "TC-1", equipment_id: "TC-1" },
  ]);
  expect(await orderById(db, cellOrder)).toMatchObject({ status: "Waiting", quantity: 4 });
  expect((await currentRoadmap(db))?.description).toEqual(demoRoadmap());
  // Chargers that somebody took out stay out.
  await db
    .updateTable("roadmap")
    .set({ description: JSON.stringify(older), version: 3 })
    .execute();
  await completeDemoPlant(db);
  expect((await currentRoadmap(db))?.version).toBe(3);
});

test("the orders that the demonstration names are what it says of them", async () => {
  for (const id of ["WO-1042", "WO-1107"]) {
    const order = await orderById(plant.db, id);
    expect((await kitOf(plant.db, order, 10, now)).complete).toBe(true);
    expect((await eligibleLines(plant.db, order.workMasterId, 10)).map((line) => line.equipmentId)).toContain(
      "SMT-3",
    );
  }
  const short = await kitOf(plant.db, await orderById(plant.db, "WO-1055"), 10, now);
  expect(short.complete).toBe(false);
  expect(short.shortages[0]).toMatchObject({ short: expect.any(Number), unusableLots: expect.any(Array) });
  expect((await allLines(plant.db)).find((line) => line.id === "SMT-4")).toMatchObject({ stateCode: 5300 });
});

test("an unknown order is named with the nearest ones, be its number longer than any", async () => {
  await expect(orderById(plant.db, "WO-1303")).rejects.toMatchObject({
    code: "UNKNOWN_ORDER",
    details: { suggestions: ["WO-1300", "WO-1299", "WO-1298"] },
  });
  await expect(orderById(plant.db, `WO-${"9".repeat(40)}`)).rejects.toMatchObject({
    code: "UNKNOWN_ORDER",
    details: { suggestions: expect.arrayContaining(["WO-1300"]) },
  });
});

test("a hundred releases of one order at once make one job order, and no lot is promised twice", async () => {
  const attempts = await Promise.allSettled(
    Array.from({ length: 100 }, (_, index) =>
      release("WO-1042", index % 2 ? "SMT-1" : "SMT-2", `call-${index}`),
    ),
  );
  const made = attempts.filter((attempt) => attempt.status === "fulfilled");
  expect(made).toHaveLength(1);
  for (const attempt of attempts)
    if (attempt.status === "rejected")
      expect(attempt.reason).toMatchObject({ code: "ORDER_ALREADY_RELEASED" });
  const jobs = await plant.db
    .selectFrom("job_order")
    .selectAll()
    .where("work_order_id", "=", "WO-1042")
    .execute();
  expect(jobs).toHaveLength(1);
  const reserved = await plant.db
    .selectFrom("material_lot as l")
    .leftJoin("requisition_line as r", "r.lot_id", "l.id")
    .select(["l.id", "l.reserved"])
    .select((fields) => fields.fn.coalesce(fields.fn.sum<number>("r.quantity"), fields.lit(0)).as("asked"))
    .groupBy("l.id")
    .execute();
  for (const lot of reserved) expect(Number(lot.asked)).toBe(lot.reserved);
});

test("the same tool call again gives the same release", async () => {
  const [first, second] = [
    await release("WO-1107", "SMT-3", "again"),
    await release("WO-1107", "SMT-3", "again"),
  ];
  expect(second).toEqual(first);
});

test("a job goes from dispatched to completed by what the machines say, in whatever order and however often", async () => {
  const inTx = <T>(
    work: (
      tx: Parameters<Parameters<ReturnType<typeof plant.db.transaction>["execute"]>[0]>[0],
    ) => Promise<T>,
  ) => plant.db.transaction().execute(work);
  const job = () =>
    plant.db.selectFrom("job_order").selectAll().where("id", "=", "JO-1107-10").executeTakeFirstOrThrow();
  expect((await job()).dispatch_status).toBe("Dispatched");

  await inTx((tx) => applyTransport(tx, "TO-1107-10", "InTransit", now));
  const before = await plant.db
    .selectFrom("material_lot")
    .select((fields) => fields.fn.sum<number>("quantity").as("sum"))
    .executeTakeFirstOrThrow();
  await inTx((tx) => applyTransport(tx, "TO-1107-10", "Delivered", now));
  await inTx((tx) => applyTransport(tx, "TO-1107-10", "Delivered", now));
  const after = await plant.db
    .selectFrom("material_lot")
    .select((fields) => fields.fn.sum<number>("quantity").as("sum"))
    .executeTakeFirstOrThrow();
  const lines = await plant.db
    .selectFrom("requisition_line")
    .select((fields) => fields.fn.sum<number>("quantity").as("sum"))
    .where("requisition_id", "=", "REQ-1107-10")
    .executeTakeFirstOrThrow();
  expect(Number(before.sum) - Number(after.sum)).toBe(Number(lines.sum));
  expect((await job()).dispatch_status).toBe("Ready");
  const commands = await plant.db
    .selectFrom("outbox")
    .select("topic")
    .where("id", "like", "JO-1107-10/%")
    .execute();
  expect(commands).toEqual([{ topic: "spBv1.0/BINJIANG/DCMD/SMT-3/LINE" }]);

  const report = (reportId: string, state: "Running" | "Ended", good: number) => ({
    reportId,
    jobOrderId: "JO-1107-10",
    state,
    good,
    scrap: 0,
    startTime: now.toISOString(),
    ...(state === "Ended" ? { endTime: now.toISOString() } : {}),
    time: now.toISOString(),
  });
  expect(await inTx((tx) => applyJobReport(tx, "SMT-3", report("r1", "Running", 3)))).toMatchObject({
    status: "Running",
    changed: true,
  });
  expect(await inTx((tx) => applyJobReport(tx, "SMT-3", report("r3", "Ended", 52)))).toMatchObject({
    status: "Completed",
    good: 52,
  });
  expect(await inTx((tx) => applyJobReport(tx, "SMT-3", report("r3", "Ended", 52)))).toMatchObject({
    changed: false,
  });
  expect(await inTx((tx) => applyJobReport(tx, "SMT-3", report("r2", "Running", 20)))).toMatchObject({
    status: "Completed",
    good: 52,
  });
  expect(await inTx((tx) => applyJobReport(tx, "SMT-1", report("r4", "Running", 20)))).toBeUndefined();
  expect(await job()).toMatchObject({ dispatch_status: "Completed", good: 52 });
});

test("a line is told its open jobs at each birth, even of one time", async () => {
  const { jobOrderId, transportOrderId } = await release("WO-1034", "SMT-1", "call-reminded");
  const outbox = createOutboxSource(plant.db);
  const waiting = async () => (await outbox.take(100)).map(({ id }) => id);
  await plant.db.transaction().execute((tx) => applyTransport(tx, transportOrderId, "Delivered", now));
  for (let birth = 0; birth < 2; birth += 1) {
    await outbox.sent(await waiting());
    await plant.db.transaction().execute((tx) => remindLine(tx, "SMT-1", now));
    expect(await waiting()).toEqual([`${jobOrderId}/StoreAndStart/born/${now.getTime()}`]);
  }
});

test("an order on hold cannot be released until it is resumed", async () => {
  const act = { workOrderId: "WO-1060", actorId: "li.wei", now };
  await plant.db
    .transaction()
    .execute((tx) => holdWorkOrder(tx, { ...act, toolCallId: "h", reason: "drawing changed" }));
  await plant.db
    .transaction()
    .execute((tx) => holdWorkOrder(tx, { ...act, toolCallId: "h", reason: "drawing changed" }));
  await expect(release("WO-1060", "SMT-1", "x")).rejects.toMatchObject({ code: "ORDER_ON_HOLD" });
  await plant.db.transaction().execute((tx) => resumeWorkOrder(tx, { ...act, toolCallId: "r" }));
  expect((await orderById(plant.db, "WO-1060")).held).toBe(false);
});

test("what happened is written down only of what is there: pieces that are free, a known receipt, an open order", async () => {
  const { db } = plant;
  const record = (happening: Happening) =>
    db.transaction().execute((tx) =>
      recordHappening(tx, {
        happening,
        id: JSON.stringify(happening),
        cause: { zh: "测试", en: "test" },
        actorId: "li.wei",
        now,
      }),
    );
  const lot = await db
    .selectFrom("material_lot")
    .selectAll()
    .where("status", "=", "Released")
    .where("quantity", ">", 50)
    .where("reserved", "=", 0)
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const { material_id: materialId, id: lotId, quantity } = lot;
  await db.updateTable("material_lot").set({ reserved: 10 }).where("id", "=", lotId).execute();
  await db
    .insertInto("material_requisition")
    .values({
      id: "REQ-SCRAP",
      work_order_id: "WO-1299",
      segment: 990,
      equipment_id: null,
      status: "Requested",
      requested_by: "li.wei",
      requested_at: now,
      issued_at: null,
      tool_call_id: null,
    })
    .execute();
  await db
    .insertInto("requisition_line")
    .values({
      requisition_id: "REQ-SCRAP",
      lot_id: lotId,
      material_id: materialId,
      substitutes: null,
      quantity: 10,
    })
    .execute();
  const left = async () =>
    (await db.selectFrom("material_lot").select("quantity").where("id", "=", lotId).executeTakeFirst())!
      .quantity;
  const scrap = { kind: "scrap", materialId, lotId } as const;
  await expect(record({ ...scrap, quantity: quantity - 9 })).rejects.toMatchObject({
    code: "SCRAP_BEYOND",
    details: { what: lotId, free: quantity - 10, requisitions: "REQ-SCRAP" },
  });
  await expect(record({ ...scrap, quantity: 1, lotId: "LOT-0" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await left()).toBe(quantity);
  await record({ ...scrap, quantity: quantity - 10 });
  expect(await left()).toBe(10);
  const late = { kind: "late", receiptId: "RC-0", time: now.toISOString() } as const;
  await expect(record(late)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await db.updateTable("work_order").set({ status: "Cancelled" }).where("id", "=", "WO-1298").execute();
  const ended = { kind: "expedite", workOrderId: "WO-1298" } as const;
  await expect(record(ended)).rejects.toMatchObject({ code: "ORDER_COMPLETED" });
  await expect(record({ ...ended, workOrderId: "WO-9" })).rejects.toMatchObject({ code: "UNKNOWN_ORDER" });
  const told = await db
    .selectFrom("event")
    .select("attributes")
    .where("type", "=", "plant.disrupted")
    .execute();
  expect(told.map(({ attributes }) => attributes["kind"])).toEqual(["scrap"]);
});

test("a line that is down takes no job; a late message about its past changes nothing", async () => {
  await expect(release("WO-1070", "SMT-4", "down")).rejects.toMatchObject({
    code: expect.stringMatching(/LINE_DOWN|LINE_NOT_ELIGIBLE|KIT_INCOMPLETE/),
  });
  const state = (code: number, time: Date) =>
    plant.db.transaction().execute((tx) => applyLineState(tx, "SMT-4", { code, reason: "", time }));
  expect(await state(2202, new Date(demoEpoch().getTime() - 1_000))).toBe(false);
  expect(await state(2202, now)).toBe(true);
  expect(await state(2202, now)).toBe(false);
});

test("an event is stored once, however many writers bring it", async () => {
  const event = {
    id: "one",
    type: "test",
    time: now,
    source: "t",
    objects: [{ id: "X-1", type: "x", qualifier: "q" }],
  };
  const stored = await Promise.all(Array.from({ length: 20 }, () => appendEvents(plant.db, [event, event])));
  expect(stored.flat()).toEqual(["one"]);
  expect(await eventsAfter(plant.db, "0", 10, { objectId: "X-1" })).toHaveLength(1);
});

test("a line reports in the group of the site that it is part of", async () => {
  expect(await siteOf(plant.db, "SMT-2")).toBe("BINJIANG");
  expect(await siteOf(plant.db, "nowhere")).toBe("PLANT");
  expect(await sitesOf(plant.db)).toEqual(["BINJIANG", "PLANT"]);
});

test("what a repair was is judged by the unit's next test alone", async () => {
  const { db } = plant;
  const { product_id: product } = await db
    .selectFrom("work_order")
    .select("product_id")
    .executeTakeFirstOrThrow();
  const cause = { family: "VERIFIED", cause_id: "C-1" };
  await db
    .insertInto("repair_cause")
    .values({ ...cause, name_zh: "虚焊", name_en: "cold joint" })
    .execute();
  const tested = (second: number, result: "Passed" | "Failed") =>
    db.transaction().execute((tx) =>
      applyUnitsTested(tx, {
        messageId: `verified-${second}`,
        station: "TEST-1",
        time: new Date(now.getTime() + second * 1_000),
        simulated: false,
        tested: {
          RecipeName: product,
          TestedUnits: [
            { UnitIdentifier: "SN-VERIFIED", UnitPositionNumber: 1, OverallResult: result, Tests: [] },
          ],
        },
      }),
    );
  await tested(1, "Failed");
  const { id: testId } = await db
    .selectFrom("unit_test")
    .select("id")
    .where("unit_id", "=", "SN-VERIFIED")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("repair")
    .values({
      id: "R-VERIFIED",
      unit_id: "SN-VERIFIED",
      test_id: testId,
      attempt: 1,
      time: new Date(now.getTime() + 2_000),
      family: cause.family,
      cause_id: cause.cause_id,
      action_id: null,
      result: "RepairSuccessful",
      findings: "{}",
      minutes: null,
      person_id: null,
      verified: null,
    })
    .execute();
  await tested(3, "Passed");
  await tested(4, "Failed");
  const repair = db.selectFrom("repair").select("verified").where("id", "=", "R-VERIFIED");
  expect(await repair.executeTakeFirst()).toEqual({ verified: true });
});
