import { afterAll, beforeAll, expect, test } from "vitest";
import { noDocuments } from "../../agents/process/instruction/passages.ts";
import type { ToolContext } from "../../agents/runtime/context.ts";
import { formatPlantTime } from "../../agents/runtime/format.ts";
import { deskHere } from "../../agents/scheduler/desk/desk.ts";
import { openSnapshot } from "../../agents/scheduler/desk/snapshot.ts";
import { createChecks, runCheck } from "../../agents/steward/checks.ts";
import { kpisOf } from "../../optimizer/index.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;
/** The planned order that ends last and is due last: there is much to gain for it. */
let order: string;

beforeAll(async () => {
  house = await startPlannedHouse();
  await house.startWorker();
  const { problem, plan } = await openSnapshot(house.plant.db);
  const planned = problem.orders.filter(({ id }) => !plan.unplanned.includes(id));
  order = planned.toSorted((a, b) => b.due - a.due)[0]!.id;
});
afterAll(() => house.close());

const endOf = async (id: string): Promise<number> => {
  const { plan } = await openSnapshot(house.plant.db);
  return Math.max(...plan.operations.flatMap(({ orderId, end }) => (orderId === id ? [end] : [])));
};
const versionsOf = async () => (await house.plant.db.selectFrom("plan").select("version").execute()).length;

/** A sentence that the model answered with the call, until it waits for approval or has ended. */
const say = async (user: string, text: string, call: object, conversation?: string) => {
  const chat = await house.chat(user, conversation);
  house.model.answer(call);
  await chat.say(text);
  const end = await chat.until(
    ({ type }) => type === "APPROVAL_REQUESTED" || type === "RUN_FINISHED",
    "the proposal",
  );
  return { chat, end };
};

test("an order is brought forward by a sentence: before and after, and only a planner's word puts it in force", async () => {
  const [before, versions] = [await endOf(order), await versionsOf()];
  const { chat, end } = await say("zhang.min", `把 ${order} 提前做`, { tool: "expedite_order", order });
  expect(end.type).toBe("APPROVAL_REQUESTED");
  expect(end["role"]).toBe("planner");
  expect((end["summary"] as { zh: string }).zh).toMatch(
    new RegExp(
      `^提前工单：提前 ${order} → 完工由 11月\\d+日 \\d\\d:\\d\\d 提前到 11月\\d+日 \\d\\d:\\d\\d（早 .*），移动 \\d+ 道工序`,
    ),
  );
  expect(await versionsOf()).toBe(versions);
  await chat.decide(end, "approve");
  await chat.until(({ type }) => type === "RUN_FINISHED", "the end");
  chat.close();
  expect(await versionsOf()).toBe(versions + 1);
  expect(await endOf(order)).toBeLessThan(before);
  const { priority } = await house.plant.db
    .selectFrom("work_order")
    .select("priority")
    .where("id", "=", order)
    .executeTakeFirstOrThrow();
  expect(priority).toBe(1);
  // The wish has moved the order; the plan is counted by what is due.
  const { problem, plan } = await openSnapshot(house.plant.db);
  expect(plan.terms.tardiness).toBeCloseTo(kpisOf(problem, plan).weightedLateness, 6);
  expect(plan.objective).toBeGreaterThanOrEqual(plan.bound);
});

test("an order that cannot end sooner is not proposed, and it is said when it ends", async () => {
  const { db } = house.plant;
  const { plan, timeOf, version } = await openSnapshot(db);
  const last = plan.operations.filter(({ orderId }) => orderId === order).at(-1)!;
  // By then the last of it has begun.
  const now = timeOf(last.start + 1).getTime();
  // None of it has missed its start.
  await db
    .updateTable("plan_operation")
    .set({ start_time: new Date(now) })
    .where("version", "=", version)
    .where("work_order_id", "=", order)
    .execute();
  const context: ToolContext = {
    db,
    clock: createPlantClock({ plantAnchor: now, wallAnchor: Date.now(), speed: 1 }),
    tool: "expedite_order",
    toolCallId: "too late",
    actorId: "zhang.min",
    args: { order },
    text: "",
  };
  const { status, summary } = await runCheck(
    createChecks(100, { documents: noDocuments, staleInstructions: "warn" }, deskHere(house.plant.db))
      .scheduler,
    context,
  );
  expect(status).toBe("fail");
  expect(summary.en).toBe(
    `${order} ends ${formatPlantTime(timeOf(last.end))} by the plan and cannot end sooner`,
  );
});

test("an order on hold, and one that there is not, are told as such", async () => {
  await house.plant.db.updateTable("work_order").set({ held: true }).where("id", "=", order).execute();
  const held = await say("zhang.min", `加急 ${order}`, { tool: "expedite_order", order });
  held.chat.close();
  expect(held.chat.events.map((event) => event["delta"] ?? "").join("")).toContain("处于暂停状态");
  const unknown = await say("zhang.min", "加急 WO-9999", { tool: "expedite_order", order: "WO-9999" });
  unknown.chat.close();
  expect(JSON.stringify(unknown.chat.events)).toContain("UNKNOWN_ORDER");
  const text = unknown.chat.events.map((event) => event["delta"] ?? "").join("");
  expect(text).toMatch(/您是否指 WO-\d+、WO-\d+、WO-\d+？$/);
});
