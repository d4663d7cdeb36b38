import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Overtaken, revisionOf, storeTurn } from "../../agents/robot/traffic/store.ts";
import { cancelWorkOrder } from "../../services/mes/commands/cancel.ts";
import { chooseLineFor } from "../../services/mes/commands/line-choice.ts";
import { applyJobReport, applyTransport } from "../../services/mes/commands/machine.ts";
import { createRequisition, holdWorkOrder, resumeWorkOrder } from "../../services/mes/commands/orders.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import { savePlan } from "../../services/mes/commands/save-plan.ts";
import type { Tx } from "../../services/mes/database.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { kitsGivenUp } from "../../services/mes/migrations/056-kits-given-up.ts";
import { addMessage, appendChatEvent, chatEventsAfter } from "../../services/mes/queries/conversations.ts";
import { kitOf } from "../../services/mes/queries/kit.ts";
import { eligibleLines, nextSegment, orderById } from "../../services/mes/queries/orders.ts";
import { planOperations } from "../../services/mes/queries/planned-operations.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { demoRoadmap } from "../../services/protocols/roadmap/demo.ts";
import { anyPlan } from "../support/any-plan.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const now = new Date(demoEpoch().getTime() + 60_000);
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => plant.db.transaction().execute(work);
const codeOf = (error: unknown) => (error as { code?: string }).code ?? String(error);

/** Lots that break what must hold at every moment: nothing negative, and reserved is what open requisitions say. */
const stockFaults = async () => {
  const { rows } = await sql<{ id: string }>`
    select l.id from material_lot l
    left join (
      select rl.lot_id, sum(rl.quantity) as open from requisition_line rl
      join material_requisition r on r.id = rl.requisition_id
      where r.status in ('Requested', 'InTransit') group by rl.lot_id
    ) o on o.lot_id = l.id
    where l.quantity < 0 or l.reserved > l.quantity or l.reserved <> coalesce(o.open, 0)`.execute(plant.db);
  return rows;
};

test("releases, requisitions and deliveries of many orders at once never promise a piece twice nor wait for each other for ever", async () => {
  const before = await plant.db
    .selectFrom("material_lot")
    .select((fields) => fields.fn.sum<string>("quantity").as("sum"))
    .executeTakeFirstOrThrow();
  const orders = Array.from({ length: 120 }, (_, index) => `WO-${1_101 + index}`);
  const outcomes = await Promise.allSettled(
    orders.flatMap((workOrderId, index) => {
      const act = { workOrderId, actorId: "li.wei", now };
      const release = async () => {
        const order = await orderById(plant.db, workOrderId);
        const lines = await eligibleLines(plant.db, order.workMasterId, 10);
        const line = lines[index % lines.length]!.equipmentId;
        const made = await inTx((tx) =>
          releaseJobOrder(tx, { ...act, equipmentId: line, toolCallId: `rel-${workOrderId}` }),
        );
        await inTx((tx) => applyTransport(tx, made.transportOrderId, "Delivered", now));
      };
      const requisition = async () => {
        await inTx((tx) => createRequisition(tx, { ...act, toolCallId: `req-${workOrderId}` }));
      };
      return [release(), requisition()];
    }),
  );
  const refusals = new Set(
    outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [codeOf(outcome.reason)] : [])),
  );
  expect(["KIT_INCOMPLETE", "REQUISITION_EXISTS", "ORDER_ON_HOLD", "LINE_DOWN", "ORDER_COMPLETED"]).toEqual(
    expect.arrayContaining([...refusals]),
  );
  expect(await stockFaults()).toEqual([]);
  const after = await plant.db
    .selectFrom("material_lot")
    .select((fields) => fields.fn.sum<string>("quantity").as("sum"))
    .executeTakeFirstOrThrow();
  const issued = await plant.db
    .selectFrom("requisition_line as l")
    .innerJoin("material_requisition as r", "r.id", "l.requisition_id")
    .select((fields) => fields.fn.sum<string>("l.quantity").as("sum"))
    .where("r.status", "=", "Issued")
    .executeTakeFirstOrThrow();
  expect(Number(before.sum) - Number(after.sum)).toBe(Number(issued.sum));
  // Every transport was delivered, so none waits for a vehicle that nobody will wake.
  const waiting = await plant.db
    .selectFrom("transport_order")
    .select("id")
    .where("status", "=", "Pending")
    .execute();
  expect(waiting).toEqual([]);
});

const sent = async (id: string) =>
  (await plant.db.selectFrom("outbox").select("id").where("id", "=", id).execute()).length;
const release = (tx: Tx, workOrderId: string, equipmentId: string) =>
  releaseJobOrder(tx, { workOrderId, equipmentId, actorId: "li.wei", toolCallId: `x-${workOrderId}`, now });
const releasable = async (from: number): Promise<{ id: string; line: string }> => {
  for (let number = from; ; number += 1) {
    const order = await orderById(plant.db, `WO-${number}`);
    if (order.held || order.segments[0]?.attempts) continue;
    if (!(await kitOf(plant.db, order, 10, now)).complete) continue;
    const line = (await eligibleLines(plant.db, order.workMasterId, 10)).find(
      ({ equipmentId }) => equipmentId !== "SMT-4",
    );
    if (line) return { id: order.id, line: line.equipmentId };
  }
};

test("of two controllers that move vehicles at once one is overtaken, and nothing of what it decided is stored", async () => {
  const { id, line } = await releasable(1_030);
  const { transportOrderId } = await inTx((tx) => release(tx, id, line));
  const revision = await revisionOf(plant.db);
  const turnFor = (vehicle: string) => {
    const route = {
      vehicle,
      orderId: transportOrderId,
      updateId: 0,
      transport: transportOrderId,
      stage: "pick" as const,
      isClosed: false,
      released: [{ node: "WH-1", seq: 0, acts: [] }],
      planned: [],
      waitsFor: null,
      stands: null,
    };
    const order = {
      vehicle,
      orderId: transportOrderId,
      updateId: 0,
      load: "L",
      base: route.released,
      horizon: [],
    };
    const turn = {
      routes: [route],
      orders: [order],
      given: [{ transport: transportOrderId, vehicle }],
      problems: [],
    };
    return storeTurn(
      plant.db,
      revision,
      { map: demoRoadmap(), turn, changed: [route], now },
      new Map([[vehicle, "MILLWRIGHT"]]),
    );
  };
  const results = await Promise.allSettled(["AGV-01", "AGV-02"].map(turnFor));
  const lost = results.filter((result) => result.status === "rejected");
  expect(lost.map(({ reason }) => reason)).toEqual([expect.any(Overtaken)]);
  const winner = results[0]!.status === "fulfilled" ? "AGV-01" : "AGV-02";
  const routes = await plant.db.selectFrom("vehicle_route").select("vehicle_id").execute();
  expect(routes).toEqual([{ vehicle_id: winner }]);
  const messages = await plant.db
    .selectFrom("outbox")
    .select("id")
    .where("id", "like", "traffic/%")
    .execute();
  expect(messages).toEqual([{ id: `traffic/${winner}/${transportOrderId}/0` }]);
});

test("a transaction that dies in the middle leaves nothing", async () => {
  const { id, line } = await releasable(1_030);
  const count = async () => {
    const { rows } = await sql<Record<string, string>>`select
      (select count(*) from job_order) jobs, (select count(*) from material_requisition) requisitions,
      (select count(*) from transport_order) transports, (select count(*) from event) events,
      (select count(*) from event_id) ids, (select count(*) from outbox) outbox,
      (select sum(reserved) from material_lot) reserved`.execute(plant.db);
    return rows[0];
  };
  const before = await count();
  const killed = inTx(async (tx) => {
    await release(tx, id, line);
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(plant.db);
    await sql`select 1`.execute(tx);
  });
  await expect(killed).rejects.toThrow();
  expect(await count()).toEqual(before);
  expect((await inTx((tx) => release(tx, id, line))).jobOrderId).toBe(`JO-${id.slice(3)}-10`);
});

test("the job of an order on hold is not started by its material's arrival, but by the order's resumption", async () => {
  const { id, line } = await releasable(1_030);
  const { transportOrderId, jobOrderId } = await inTx((tx) => release(tx, id, line));
  const act = { workOrderId: id, actorId: "li.wei", now };
  await inTx((tx) => holdWorkOrder(tx, { ...act, toolCallId: "hold-moving", reason: "drawing changed" }));
  await inTx((tx) => applyTransport(tx, transportOrderId, "Delivered", now));
  const start = `${jobOrderId}/StoreAndStart/${transportOrderId}`;
  expect(await sent(start)).toBe(0);
  await inTx((tx) => resumeWorkOrder(tx, { ...act, toolCallId: "resume-moving" }));
  expect(await sent(start)).toBe(1);
});

test("a job that waits at its line when its order is put on hold is paused as it begins, and goes on with the order", async () => {
  const { id, line } = await releasable(1_030);
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

test("writers that bring the same events in opposite orders store each once", async () => {
  const events = Array.from({ length: 200 }, (_, index) => ({
    id: `race-${index}`,
    type: "test",
    time: now,
    source: "t",
    objects: [],
  }));
  const stored = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      inTx((tx) => appendEvents(tx, index % 2 ? events : events.toReversed())),
    ),
  );
  expect(stored.flat().sort()).toEqual(events.map(({ id }) => id).sort());
});

test("a batch larger than one statement can carry is stored whole", async () => {
  const events = Array.from({ length: 12_000 }, (_, index) => ({
    id: `bulk-${index}`,
    type: "bulk",
    time: now,
    source: "t",
    objects: [{ id: `O-${index % 100}`, type: "x", qualifier: "q" }],
    attributes: { index },
  }));
  expect(await inTx((tx) => appendEvents(tx, events))).toHaveLength(12_000);
});

test("a conversation's numbers grow one by one under many writers, and one key is said once", async () => {
  await inTx((tx) =>
    addMessage(tx, {
      id: "m-1",
      conversationId: "c-1",
      userId: "li.wei",
      actor: "Li Wei",
      text: "How is SMT-2?",
    }),
  );
  const said = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      appendChatEvent(plant.db, "c-1", `k-${index % 30}`, "TEXT_MESSAGE_CONTENT", { index }),
    ),
  );
  expect(said.filter((seq) => seq !== undefined)).toHaveLength(30);
  const { events } = await chatEventsAfter(plant.db, "c-1", 0);
  const seqs = events.map(({ seq }) => seq);
  expect(seqs).toHaveLength(31);
  expect(new Set(seqs).size).toBe(31);
});

test("plans stored at the same time get numbers of their own, and one request one plan", async () => {
  const plan = (requestId: string) => ({ ...anyPlan, requestId, plantTime: now });
  const versions = await Promise.all(
    Array.from({ length: 12 }, (_, index) => inTx((tx) => savePlan(tx, plan(`plan-${index % 6}`)))),
  );
  expect(new Set(versions).size).toBe(6);
});

test("what a line reports while a plan is being stored stands in that plan too", async () => {
  const { id, line } = await releasable(1_030);
  const { jobOrderId, transportOrderId, segment } = await inTx((tx) => release(tx, id, line));
  await inTx((tx) => applyTransport(tx, transportOrderId, "Delivered", now));
  const end = new Date(now.getTime() + 60_000);
  const place = { work_order_id: id, segment, equipment_id: line, start_time: now, end_time: end };
  const plan = { ...anyPlan, requestId: "while-reported", plantTime: now, operations: [place] };
  const version = await inTx(async (tx) => {
    const stored = await savePlan(tx, plan);
    await inTx((other) =>
      applyJobReport(other, line, {
        reportId: `${jobOrderId}/ended`,
        jobOrderId,
        state: "Ended",
        good: 1,
        scrap: 0,
        time: end.toISOString(),
        startTime: now.toISOString(),
        endTime: end.toISOString(),
      }),
    );
    return stored;
  });
  const [operation] = await planOperations(plant.db, version, { order: id });
  expect(operation).toMatchObject({
    dispatch_status: "Completed",
    actual_start: now,
    actual_end: end,
  });
});

test("an order number longer than any number is still answered with the nearest orders", async () => {
  await expect(orderById(plant.db, `WO-${"9".repeat(40)}`)).rejects.toMatchObject({
    code: "UNKNOWN_ORDER",
    details: { suggestions: ["WO-1300", "WO-1299", "WO-1298"] },
  });
});

test("an item takes its own material before another item takes it as an alternate", async () => {
  const lot = (id: string, material: string, quantity: number) => ({
    id,
    material_id: material,
    quantity,
    status: "Released" as const,
    location: "X",
  });
  await plant.db
    .insertInto("material")
    .values(
      ["ALT-A", "ALT-B", "ALT-P"].map((id) => ({
        id,
        name_zh: id,
        name_en: id,
        category: "test",
        kind: "Component" as const,
      })),
    )
    .execute();
  await plant.db
    .insertInto("material_lot")
    .values([lot("ALT-LOT-A", "ALT-A", 4), lot("ALT-LOT-B", "ALT-B", 10), lot("ALT-LOT-P", "ALT-P", 6)])
    .execute();
  await plant.db.insertInto("work_master").values({ id: "WM-ALT", product_id: "ALT-P" }).execute();
  const segment = { work_master_id: "WM-ALT", segment: 10 };
  await plant.db
    .insertInto("work_master_segment")
    .values({ ...segment, name_zh: "x", name_en: "x", process: "SMT", setup_family: "x" })
    .execute();
  await plant.db
    .insertInto("bom_item")
    .values([
      { ...segment, position: 1, material_id: "ALT-A", quantity_per: 1 },
      { ...segment, position: 2, material_id: "ALT-B", quantity_per: 1 },
    ])
    .execute();
  await plant.db
    .insertInto("bom_alternate")
    .values([
      { ...segment, position: 1, material_id: "ALT-B", rank: 1 },
      { ...segment, position: 1, material_id: "ALT-P", rank: 2 },
    ])
    .execute();
  const kit = await kitOf(plant.db, { workMasterId: "WM-ALT", quantity: 10 }, 10, now);
  expect(kit.complete).toBe(true);
  expect(kit.allocations.map(({ lotId, quantity }) => [lotId, quantity]).sort()).toEqual([
    ["ALT-LOT-A", 4],
    ["ALT-LOT-B", 10],
    ["ALT-LOT-P", 6],
  ]);
});

test("an order that is called off while a vehicle has its material keeps the stock right, whatever the vehicle does", async () => {
  for (const failsFirst of [false, true]) {
    const { id: workOrderId, line } = await releasable(1_030);
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

test("a kit that was given up before that was told waits to be fetched again; of an order that was called off its pieces are free", async () => {
  const kits: string[] = [];
  for (const calledOff of [false, true]) {
    const { id, line } = await releasable(1_031);
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

test("the stream tells what happened to a kit and its order, once and each time it did, and they never go back", async () => {
  const { id, line } = await releasable(1_030);
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
