import { afterAll, beforeAll, expect, test } from "vitest";
import type { ToolContext } from "../../agents/runtime/context.ts";
import { plantDayTime } from "../../agents/runtime/format.ts";
import { deskHere } from "../../agents/scheduler/desk/desk.ts";
import { repairPlan } from "../../agents/scheduler/desk/repair.ts";
import { openSnapshot } from "../../agents/scheduler/desk/snapshot.ts";
import { changeOrder } from "../../agents/scheduler/proposals/change-order.ts";
import { verify } from "../../optimizer/index.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { dayMs } from "../../services/core/zone.ts";
import { createRequisition } from "../../services/mes/commands/orders.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import { orderById } from "../../services/mes/queries/orders.ts";
import { saleOf } from "../../services/mes/queries/sales-orders.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { postTo, signInTo } from "../support/http.ts";
import { putJob } from "../support/job.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";
import { sayAct } from "../support/said-act.ts";

let house: TestHouse;
/** Planned orders of which nothing is released, the one that is due last first. */
let orders: readonly string[];

beforeAll(async () => {
  house = await startPlannedHouse();
  await house.startWorker();
  const { problem, plan } = await openSnapshot(house.plant.db);
  orders = problem.orders
    .filter(({ id }) => !plan.unplanned.includes(id) && plan.operations.some((one) => one.orderId === id))
    .toSorted((a, b) => b.due - a.due)
    .map(({ id }) => id);
});
afterAll(() => house.close());

const say = (text: string, call: object) => sayAct(house, text, call);
/** What comes of a sentence that is not acted on. */
const refusal = async (text: string, call: object): Promise<string> => {
  const { chat, end, told } = await say(text, call);
  chat.close();
  expect(end.type).toBe("RUN_FINISHED");
  return told();
};

const call = (order: string, quantity: number | null = null) => ({ tool: "change_order", order, quantity });
const order = (id: string) => orderById(house.plant.db, id);
const versionsOf = async () => (await house.plant.db.selectFrom("plan").select("version").execute()).length;
const eventsOf = (id: string, type: string) =>
  house.plant.db
    .selectFrom("event")
    .selectAll()
    .where("type", "=", type)
    .where("objects", "@>", JSON.stringify([{ id }]) as never)
    .execute();
/** A job of the order's first segment at a line, as a release makes it. */
const toLine = async (id: string, job: string) => {
  const { db } = house.plant;
  const { segments, quantity, workMasterId } = await order(id);
  const { segment } = segments[0]!;
  const { equipment_id: line } = await db
    .selectFrom("segment_equipment")
    .select("equipment_id")
    .where("work_master_id", "=", workMasterId)
    .where("segment", "=", segment)
    .executeTakeFirstOrThrow();
  await putJob(db, { id: job, order: id, line, segment, quantity }, demoEpoch(), {
    dispatch_status: "Dispatched",
  });
  return { segment, line };
};
/** An order that no plan has, otherwise like another one. */
const enterLike = async (other: string, id: string, quantity: number) => {
  const { db } = house.plant;
  const row = await db.selectFrom("work_order").selectAll().where("id", "=", other).executeTakeFirstOrThrow();
  await db
    .insertInto("work_order")
    .values({ ...row, id, quantity, status: "Waiting" })
    .execute();
  return row;
};
interface Answer {
  readonly data?: { readonly proposeRepair: unknown };
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}
const laterDay = (time: Date, days: number) => plantDayTime(new Date(time.getTime() + days * dayMs)).day;

test("another quantity and date: told old and new, approved by a planner, in force with a plan and read by integrators", async () => {
  const id = orders[0]!;
  const before = await order(id);
  const versions = await versionsOf();
  const quantity = before.quantity + 20;
  const day = laterDay(before.dueTime, 3);
  const { end, approve } = await say(`${id} 改成 ${quantity} 台，交期改到 ${day}`, call(id, quantity));
  expect(end).toMatchObject({ type: "APPROVAL_REQUESTED", role: "planner" });
  expect(end["args"]).toEqual({ order: id, quantity, by: day });
  const { zh } = end["summary"] as { zh: string };
  expect(zh).toMatch(
    new RegExp(
      `^修改工单：${id} 数量 ${before.quantity} → ${quantity} 台，交期 11月\\d+日 \\d\\d:\\d\\d → 11月\\d+日 \\d\\d:\\d\\d；计划 11月\\d+日 \\d\\d:\\d\\d 完工，比交期[早晚] .*；移动 \\d+ 道工序，延期工单 \\d+ → \\d+`,
    ),
  );
  expect(await order(id)).toMatchObject({ quantity: before.quantity, dueTime: before.dueTime });
  expect(await versionsOf()).toBe(versions);

  const text = await approve();
  expect(text).toContain(`${id} 改为 ${quantity} 台，交期改为`);
  expect(await versionsOf()).toBe(versions + 1);
  const after = await order(id);
  expect(after.quantity).toBe(quantity);
  expect(plantDayTime(after.dueTime)).toEqual({ day, time: plantDayTime(before.dueTime).time });
  const snapshot = await openSnapshot(house.plant.db);
  expect(verify(snapshot.problem, snapshot.plan)).toEqual([]);
  expect(snapshot.problem.orders.find((one) => one.id === id)?.due).toBe(snapshot.at(after.dueTime));

  const token = await signInTo(house.api.url, "integrator");
  const { data }: { data: { workOrder: unknown } } = await postTo(
    house.api.url,
    "/graphql",
    { query: `{ workOrder(id: "${id}") { quantity dueTime } }` },
    { authorization: `Bearer ${token}` },
  );
  expect(data.workOrder).toEqual({ quantity, dueTime: after.dueTime.toISOString() });
  const [changed, ...more] = await eventsOf(id, "order.changed");
  expect(more).toEqual([]);
  expect(changed?.attributes).toMatchObject({
    quantityBefore: before.quantity,
    quantity,
    dueTimeBefore: before.dueTime.toISOString(),
    dueTime: after.dueTime.toISOString(),
  });
  expect(changed?.objects).toContainEqual({ id: "zhang.min", type: "person", qualifier: "approver" });
  expect(await eventsOf(id, "plant.disrupted")).toHaveLength(1);
  expect(await eventsOf(id, "approval.approved")).toHaveLength(1);

  expect(await refusal(`${id} 改成 ${quantity} 台`, call(id, quantity))).toContain(
    `${id} 现在就是 ${quantity} 台`,
  );
});

test("a date alone changes nothing else of the order: the plan knows it, and what the customer was promised is told", async () => {
  const id = orders[1]!;
  const before = await order(id);
  const sale = (await saleOf(house.plant.db, id))!;
  const day = laterDay(sale.promised_time, 2);
  const { end, approve } = await say(`push the due date of ${id} to ${day}`, call(id));
  expect(end["args"]).toEqual({ order: id, quantity: null, by: day });
  expect((end["summary"] as { en: string }).en).toMatch(
    new RegExp(
      `^Change order: ${id} due \\d+ Nov .* → \\d+ Nov .*; ends .* by the plan, .* before it is due`,
    ),
  );
  expect((end["summary"] as { en: string }).en).toMatch(
    new RegExp(`; later than .*, which ${sale.customer} was promised \\(${sale.id}\\)$`),
  );
  await approve();
  const after = await openSnapshot(house.plant.db);
  expect((await order(id)).quantity).toBe(before.quantity);
  expect(after.problem.orders.find((one) => one.id === id)?.due).toBe(after.at((await order(id)).dueTime));
  expect(verify(after.problem, after.plan)).toEqual([]);
});

test("a date that is said by how much it moves is worked out of the order's own", async () => {
  const id = orders[2]!;
  const { dueTime } = await order(id);
  const { chat, end } = await say(`${id} 交期推迟三天`, call(id));
  await chat.decide(end, "reject");
  chat.close();
  const { day, time } = plantDayTime(new Date(dueTime.getTime() + 3 * dayMs));
  expect(end["args"]).toEqual({ order: id, quantity: null, by: `${day}T${time}` });
});

test("what is not said is asked: to what, and whether so many are added", async () => {
  const id = orders[3]!;
  const { quantity, dueTime } = await order(id);
  const open = await say(`改一下 ${id}`, call(id));
  open.chat.close();
  expect(open.told()).toMatch(
    new RegExp(`^${id} 现在是 ${quantity} 台，交期 .*。改成多少台，或交期改到哪天？$`),
  );
  expect(open.choices().map(({ text }) => text)).toEqual(
    [1, 3, 7].map((days) => `把 ${id} 交期改到 ${laterDay(dueTime, days)}`),
  );
  const added = await say(`${id} 再加 20 台`, call(id, 20));
  added.chat.close();
  expect(added.choices().map(({ text }) => text)).toEqual([
    `把 ${id} 改成 ${quantity + 20} 台`,
    ...(quantity === 20 ? [] : [`把 ${id} 改成 20 台`]),
  ]);
  expect(await refusal(`change the quantity of ${id} to 200000 units`, call(id))).toBe(
    `An order has 100000 units at most. How many shall ${id} be?`,
  );
});

test("half of what there is is worked out", async () => {
  const id = orders[3]!;
  const { quantity } = await order(id);
  const { chat, end } = await say(`${id} 数量减一半`, call(id));
  chat.close();
  expect(end).toMatchObject({
    type: "APPROVAL_REQUESTED",
    args: { order: id, quantity: Math.ceil(quantity / 2) },
  });
});

test("what cannot be is refused with its reason: no such order, ended, on a line, past or far dates", async () => {
  const { db } = house.plant;
  const [, , , , ended, released] = orders as readonly string[] as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  expect(await refusal("把 WO-9999 改成 800 台", call("WO-9999", 800))).toContain("没有工单 WO-9999");
  await db.updateTable("work_order").set({ status: "Cancelled" }).where("id", "=", ended).execute();
  expect(await refusal(`${ended} 改成 800 台`, call(ended, 800))).toContain(
    `${ended} 已取消，数量和交期不能再改`,
  );
  await db.updateTable("work_order").set({ status: "Waiting" }).where("id", "=", ended).execute();
  expect(await refusal(`${ended} 交期改到 10月20日`, call(ended))).toMatch(/2027-10-20 .*在 300 天以后/);
  expect(await refusal(`${ended} 交期改到今天 0:01`, call(ended))).toContain("已经过去");

  const { quantity, dueTime } = await order(released);
  const { segment, line } = await toLine(released, "JO-said");
  expect(await refusal(`${released} 减到 1 台`, call(released, 1))).toContain(
    `${released} 已按 ${quantity} 台下达：工序 ${segment} 在 ${line}（JO-said），数量不能再改；可以只改交期`,
  );
  const { chat, end } = await say(`${released} 交期改到 ${laterDay(dueTime, 1)}`, call(released));
  expect(end.type).toBe("APPROVAL_REQUESTED");
  await chat.decide(end, "reject");
  chat.close();
});

test("an order that no plan has changes by itself, and a kit that was reserved for it is reserved anew by its release", async () => {
  const { db } = house.plant;
  const row = await enterLike(orders[0]!, "WO-9001", 4);
  const { plantTime: now } = await openSnapshot(db);
  const act = { workOrderId: "WO-9001", actorId: "li.wei", toolCallId: "kit of 9001", now };
  await db.transaction().execute((tx) => createRequisition(tx, act));
  const reserved = async () => {
    const { sum } = await db
      .selectFrom("material_lot")
      .select((fields) => fields.fn.sum<string>("reserved").as("sum"))
      .executeTakeFirstOrThrow();
    return Number(sum);
  };
  const held = await reserved();
  expect(held).toBeGreaterThan(0);
  const versions = await versionsOf();
  const { end, approve } = await say("WO-9001 改成 2 台", call("WO-9001", 2));
  expect((end["summary"] as { zh: string }).zh).toContain("数量 4 → 2 台；不在现行计划中");
  expect(await approve()).toContain("WO-9001 现在是 2 台");
  expect(await versionsOf()).toBe(versions);
  expect(await order("WO-9001")).toMatchObject({ quantity: 2, dueTime: row.due_time });
  expect(await reserved()).toBe(0);
  const { equipment_id: line } = await db
    .selectFrom("segment_equipment")
    .select("equipment_id")
    .where("work_master_id", "=", row.work_master_id)
    .orderBy("segment")
    .executeTakeFirstOrThrow();
  await db.transaction().execute((tx) =>
    releaseJobOrder(tx, {
      workOrderId: "WO-9001",
      equipmentId: line,
      actorId: "li.wei",
      toolCallId: "release of 9001",
      now,
    }),
  );
  expect(await reserved()).toBe(held / 2);
});

test("an order that went to a line after the proposal keeps its quantity: nothing of the change is done", async () => {
  const { db } = house.plant;
  const id = orders[7]!;
  const { quantity, dueTime } = await order(id);
  const day = laterDay(dueTime, 2);
  const { chat, end } = await say(`${id} 改成 ${quantity + 10} 台，交期改到 ${day}`, call(id, quantity + 10));
  expect(end.type).toBe("APPROVAL_REQUESTED");
  const versions = await versionsOf();
  await toLine(id, "JO-meanwhile");
  await chat.decide(end, "approve").catch(() => undefined);
  await chat.until(({ type }) => type === "RUN_FINISHED", "the end");
  chat.close();
  expect(JSON.stringify(chat.events)).toContain("ORDER_QUANTITY_FIXED");
  expect(await order(id)).toMatchObject({ quantity, dueTime });
  expect(await versionsOf()).toBe(versions);
  expect(await eventsOf(id, "order.changed")).toEqual([]);
  await db.deleteFrom("job_order").where("id", "=", "JO-meanwhile").execute();
});

test("the same approval again changes nothing more", async () => {
  const { db } = house.plant;
  await enterLike(orders[0]!, "WO-9002", 4);
  const context: ToolContext = {
    db,
    clock: createPlantClock({ plantAnchor: demoEpoch().getTime(), wallAnchor: Date.now(), speed: 1 }),
    tool: "change_order",
    toolCallId: "change of 9002",
    actorId: "zhang.min",
    args: { order: "WO-9002", quantity: 6 },
    text: "",
  };
  await changeOrder(context, deskHere(db));
  const again = await changeOrder(context, deskHere(db));
  expect(again.text.en).toContain("WO-9002 has 6 units now");
  expect(await eventsOf("WO-9002", "order.changed")).toHaveLength(1);
});

test("the API proposes a change as what has happened", async () => {
  const id = orders[8]!;
  const { quantity } = await order(id);
  const token = await signInTo(house.api.url, "zhang.min");
  const propose = (changed: string, key: string): Promise<Answer> =>
    postTo(
      house.api.url,
      "/graphql",
      {
        query: `mutation { proposeRepair(idempotencyKey: "${key}", language: en, happens: {changed: {workOrderId: "${id}", ${changed}}}) { cause { en } happening status } }`,
      },
      { authorization: `Bearer ${token}` },
    );
  const { data } = await propose(`quantity: ${quantity + 2}`, "more");
  expect(data?.proposeRepair).toEqual({
    cause: { en: `${id} changed: ${quantity + 2} units` },
    happening: { kind: "change", workOrderId: id, quantity: quantity + 2 },
    status: "Proposed",
  });
  const { errors } = await propose(`quantity: ${quantity}`, "the same");
  expect(errors?.[0]?.extensions.code).toBe("ORDER_UNCHANGED");
});

test("an order that has missed its start is planned anew with its quantity, from now on", async () => {
  const { db } = house.plant;
  const { plan, timeOf, at } = await openSnapshot(db);
  const jobs = await db.selectFrom("job_order").select("work_order_id").execute();
  const begun = new Set(jobs.map((job) => job.work_order_id));
  const place = plan.operations
    .filter(({ orderId, start }) => !begun.has(orderId) && start > 3_600)
    .toSorted((a, b) => a.start - b.start)[0]!;
  const id = place.orderId;
  const { quantity } = await order(id);
  const now = timeOf(place.start + 3_600);
  const happening = { kind: "change", workOrderId: id, quantity: quantity + 1 } as const;
  const { after } = await repairPlan(db, now, happening, { budgetMs: 100 });
  expect(verify(after.problem, after.plan)).toEqual([]);
  const first = after.plan.operations.find(
    ({ orderId, operationId }) => orderId === id && operationId === place.operationId,
  );
  expect(first?.start).toBeGreaterThanOrEqual(at(now));
});

test("a change that needs more material than there is says what falls short; approved, the order waits for it outside the plan", async () => {
  const id = orders[6]!;
  const { quantity } = await order(id);
  const more = await say(`${id} 改成 9000 台`, call(id, 9_000));
  const { zh } = more.end["summary"] as { zh: string };
  expect(zh).toContain("物料不够：改了以后它不在计划中");
  expect(zh).toMatch(/数量增加后库存不够：MAT-\d+ 缺 \d+/);
  await more.approve();
  const without = await openSnapshot(house.plant.db);
  expect(without.plan.unplanned).toContain(id);
  expect(verify(without.problem, without.plan)).toEqual([]);

  const back = await say(`${id} 减到 ${quantity} 台`, call(id, quantity));
  expect((back.end["summary"] as { zh: string }).zh).toMatch(/数量 9,000 → \d+ 台；计划 .* 完工/);
  await back.approve();
  const again = await openSnapshot(house.plant.db);
  expect(again.plan.unplanned).not.toContain(id);
  expect(verify(again.problem, again.plan)).toEqual([]);
});
