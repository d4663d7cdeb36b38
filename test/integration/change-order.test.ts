import { afterAll, beforeAll, expect, test } from "vitest";
import { openSnapshot } from "../../agents/scheduler/desk/snapshot.ts";
import { verify } from "../../optimizer/index.ts";
import { createRequisition } from "../../services/mes/commands/orders.ts";
import { segmentForLine } from "../../services/mes/queries/line-choices.ts";
import { putJob } from "../support/job.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";
import { sayAct } from "../support/said-act.ts";

let house: TestHouse;

beforeAll(async () => {
  house = await startPlannedHouse();
  await house.startWorker();
});
afterAll(() => house.close());

const say = (text: string, call: object) => sayAct(house, text, call);

const versionsOf = async () => (await house.plant.db.selectFrom("plan").select("version").execute()).length;
const reservedNow = async () => {
  const { sum } = await house.plant.db
    .selectFrom("material_lot")
    .select((fields) => fields.fn.sum<string>("reserved").as("sum"))
    .executeTakeFirstOrThrow();
  return Number(sum);
};
const statusOf = async (id: string) => {
  const row = await house.plant.db
    .selectFrom("work_order")
    .select("status")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return row.status;
};

/** A planned order with a first operation that could be done on another line, and that line. */
const movable = async () => {
  const { problem, plan } = await openSnapshot(house.plant.db);
  for (const { id, operations } of problem.orders) {
    const [first] = operations;
    const place = plan.operations.find(
      ({ orderId, operationId }) => orderId === id && operationId === first?.id,
    );
    const other = first?.alternatives.find(({ resource }) => resource !== place?.resource);
    if (first && !first.fixed && place && other)
      return { order: id, segment: Number(first.id), from: place.resource, line: other.resource };
  }
  throw new Error("no order of the demonstration plant could move");
};
const lineOf = async (order: string, segment: number) => {
  const { plan } = await openSnapshot(house.plant.db);
  return plan.operations.find(
    ({ orderId, operationId }) => orderId === order && operationId === String(segment),
  )?.resource;
};

test("an order goes to another line by a sentence, and a later plan keeps it there", async () => {
  const { order, segment, from, line } = await movable();
  const versions = await versionsOf();
  const { end, approve } = await say(`把 ${order} 换到 ${line}`, { tool: "move_order", order, line });
  expect(end).toMatchObject({ type: "APPROVAL_REQUESTED", role: "planner" });
  expect((end["summary"] as { en: string }).en).toContain(`segment ${segment} of ${order} moved to ${line}`);
  expect(await versionsOf()).toBe(versions);
  expect(await lineOf(order, segment)).toBe(from);
  await approve();
  expect(await versionsOf()).toBe(versions + 1);
  expect(await lineOf(order, segment)).toBe(line);
  const { problem, plan } = await openSnapshot(house.plant.db);
  expect(verify(problem, plan)).toEqual([]);

  const anew = await say("重新排产", { tool: "make_plan" });
  await anew.approve();
  expect(await versionsOf()).toBe(versions + 2);
  expect(await lineOf(order, segment)).toBe(line);

  const again = await say(`把 ${order} 换到 ${line}`, { tool: "move_order", order, line });
  again.chat.close();
  expect(again.end.type).toBe("RUN_FINISHED");
  expect(again.told()).toContain(`${order} 工序 ${segment} 已排在 ${line}`);
});

test("a line that cannot make an order is refused, with those that can", async () => {
  const { order, segment } = await movable();
  const { problem } = await openSnapshot(house.plant.db);
  const able = new Set(
    problem.orders
      .find(({ id }) => id === order)!
      .operations.flatMap(({ alternatives }) => alternatives.map(({ resource }) => resource)),
  );
  const line = problem.resources.find(({ id }) => !able.has(id))!.id;
  const { chat, end, told } = await say(`把 ${order} 换到 ${line}`, { tool: "move_order", order, line });
  chat.close();
  expect(end.type).toBe("RUN_FINISHED");
  expect(told()).toContain(line);
  await expect(segmentForLine(house.plant.db, order, line)).rejects.toMatchObject({
    code: "LINE_NOT_ELIGIBLE",
    details: { segment },
  });
});

test("an order is called off by a sentence: it leaves the plan, and what was reserved for it is free", async () => {
  const { db } = house.plant;
  const before = await reservedNow();
  const { problem, plan, plantTime } = await openSnapshot(db);
  let order = "";
  for (const { id } of problem.orders.filter((one) => !plan.unplanned.includes(one.id))) {
    const act = { workOrderId: id, actorId: "li.wei", toolCallId: `kit ${id}`, now: plantTime };
    const made = await db
      .transaction()
      .execute((tx) => createRequisition(tx, act))
      .catch(() => undefined);
    if (made) order = id;
    if (made) break;
  }
  expect(await reservedNow()).toBeGreaterThan(before);
  const { end, approve } = await say(`取消 ${order}`, { tool: "cancel_order", order });
  expect(end).toMatchObject({ type: "APPROVAL_REQUESTED", role: "planner" });
  expect(await statusOf(order)).not.toBe("Cancelled");
  await approve();
  expect(await statusOf(order)).toBe("Cancelled");
  expect(await reservedNow()).toBe(before);
  const after = await openSnapshot(db);
  expect(after.plan.operations.some(({ orderId }) => orderId === order)).toBe(false);
  const { status } = await db
    .selectFrom("material_requisition")
    .select("status")
    .where("work_order_id", "=", order)
    .executeTakeFirstOrThrow();
  expect(status).toBe("Cancelled");

  const again = await say(`取消 ${order}`, { tool: "cancel_order", order });
  again.chat.close();
  expect(again.end.type).toBe("RUN_FINISHED");
  expect(JSON.stringify(again.chat.events)).toContain("Cancelled");
});

test("an order that no plan has is called off without a new plan", async () => {
  const { db } = house.plant;
  const { problem } = await openSnapshot(db);
  const { id: pattern } = problem.orders[0]!;
  const row = await db
    .selectFrom("work_order")
    .selectAll()
    .where("id", "=", pattern)
    .executeTakeFirstOrThrow();
  await db
    .insertInto("work_order")
    .values({ ...row, id: "WO-9001", status: "Waiting" })
    .execute();
  const versions = await versionsOf();
  const { end, approve } = await say("取消 WO-9001", { tool: "cancel_order", order: "WO-9001" });
  expect(end.type).toBe("APPROVAL_REQUESTED");
  expect(await approve()).toContain("WO-9001 已取消");
  expect(await statusOf("WO-9001")).toBe("Cancelled");
  expect(await versionsOf()).toBe(versions);
});

test("an order that is half-made is called off between its segments, and who does so is told what stays", async () => {
  const { db } = house.plant;
  const { problem } = await openSnapshot(db);
  const pattern = problem.orders[0]!.id;
  const row = await db
    .selectFrom("work_order")
    .selectAll()
    .where("id", "=", pattern)
    .executeTakeFirstOrThrow();
  const order = "WO-9011";
  await db
    .insertInto("work_order")
    .values({ ...row, id: order, status: "Running" })
    .execute();
  await putJob(
    db,
    { id: "JO-9011-10", order, line: "SMT-1", segment: 10, quantity: row.quantity },
    row.due_time,
    { good: row.quantity - 2, scrap: 2, dispatch_status: "Completed" },
  );
  const { chat, end, approve } = await say(`取消 ${order}`, { tool: "cancel_order", order });
  expect(end.type).toBe("APPROVAL_REQUESTED");
  const stays = `工序 10 已做的 ${row.quantity - 2} 件仍计入产量`;
  expect(JSON.stringify(chat.events)).toContain(stays);
  expect(await approve()).toContain(stays);
  expect(await statusOf(order)).toBe("Cancelled");
});
