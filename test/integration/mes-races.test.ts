import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Overtaken, revisionOf, storeTurn } from "../../agents/robot/traffic/store.ts";
import { applyJobReport, applyTransport } from "../../services/mes/commands/machine.ts";
import { createRequisition } from "../../services/mes/commands/orders.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import { savePlan } from "../../services/mes/commands/save-plan.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { addMessage, appendChatEvent, chatEventsAfter } from "../../services/mes/queries/conversations.ts";
import { eligibleLines, orderById } from "../../services/mes/queries/orders.ts";
import { planOperations } from "../../services/mes/queries/planned-operations.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { demoRoadmap } from "../../services/protocols/roadmap/demo.ts";
import { anyPlan } from "../support/any-plan.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";
import { createReleases } from "../support/releases.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const now = new Date(demoEpoch().getTime() + 60_000);
const { inTx, release, releasable, stockFaults } = createReleases(() => plant, now);
const codeOf = (error: unknown) => (error as { code?: string }).code ?? String(error);

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

test("of two controllers that move vehicles at once one is overtaken, and nothing of what it decided is stored", async () => {
  const { id, line } = await releasable();
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
      blockingOf: () => "HARD" as const,
    };
    const turn = {
      routes: [route],
      orders: [order],
      cancels: [],
      given: [{ transport: transportOrderId, vehicle }],
      problems: [],
    };
    return storeTurn(
      plant.db,
      revision,
      { map: demoRoadmap(), turn, changed: [route], now },
      new Map([[vehicle, { manufacturer: "MILLWRIGHT", serialNumber: vehicle }]]),
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
  const { id, line } = await releasable();
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
  const { id, line } = await releasable();
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
