import { afterAll, beforeAll, expect, test } from "vitest";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { type Ask, askIn } from "../support/ask.ts";
import { answerOf, finished } from "../support/chat-events.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await startPlannedHouse();
  await house.startWorker();
});
afterAll(() => house.close());

const ask: Ask = (...said) => askIn(house, ...said);
test("orders that are stuck are told with what holds each of them", async () => {
  const { id } = await house.plant.db
    .selectFrom("work_order")
    .select("id")
    .where("status", "=", "Waiting")
    .where("held", "=", false)
    .orderBy("id")
    .executeTakeFirstOrThrow();
  await house.plant.db
    .updateTable("work_order")
    .set({ held: true, hold_reason: "客户改图" })
    .where("id", "=", id)
    .execute();
  const { rows } = await ask("哪几张单卡住了，卡在哪", { tool: "explain_late", order: null });
  expect(rows.find(({ label }) => label.en === id)?.value).toContain("客户改图");
});

test("lots that expire within a week are told, the soonest first", async () => {
  const lots = await house.plant.db
    .selectFrom("material_lot")
    .select("id")
    .where("quantity", ">", 0)
    .orderBy("id")
    .limit(2)
    .execute();
  const now = demoEpoch().getTime();
  for (const [index, { id }] of lots.entries())
    await house.plant.db
      .updateTable("material_lot")
      .set({ expires_at: new Date(now + (2 - index) * 86_400_000) })
      .where("id", "=", id)
      .execute();
  const { evidence } = await ask("锡膏快过期的有几罐", undefined);
  expect(evidence.filter(({ kind }) => kind === "lot").map(({ id }) => id)).toEqual([
    lots[1]!.id,
    lots[0]!.id,
  ]);
});

test("orders of the days to come whose kits are not complete are told with what they lack", async () => {
  const { text, rows, evidence } = await ask("which jobs for the next 3 days don't have a full kit", {
    tool: "short_material",
  });
  expect(evidence.filter(({ kind }) => kind === "order")).toHaveLength(rows.length);
  expect(text).toMatch(rows.length > 0 ? /lacks \d+ of MAT-\d+/ : /full kit/);
});

test("a customer is found by the region of the name", async () => {
  const { customer } = await house.plant.db
    .selectFrom("sales_order")
    .select("customer")
    .where("customer", "like", "华北%")
    .executeTakeFirstOrThrow();
  const { text } = await ask("华北那个客户的单子都到哪步了", { tool: "look_up", thing: customer });
  expect(text).toContain(customer);
});

test("a question about an order of a product is about its one open order, or asks which", async () => {
  const { product_id: product } = await house.plant.db
    .selectFrom("work_order")
    .select("product_id")
    .select((fields) => fields.fn.countAll<string>().as("count"))
    .where("status", "in", ["Waiting", "Released", "Running"])
    .groupBy("product_id")
    .having((having) => having(having.fn.countAll(), ">", 1))
    .orderBy("product_id")
    .executeTakeFirstOrThrow();
  const { text, choices, error } = await ask(`那个${product}的急单做到哪了`, {
    tool: "order_status",
    order: null,
  });
  expect(error).toBe("null");
  expect(text).toContain(product);
  expect(choices.length).toBeGreaterThan(1);
});

test("a serial number that the plant has not is told as such", async () => {
  const { text } = await ask("where has this board been, SN BBU-0093-114", {
    tool: "inspection_status",
    line: "all",
  });
  expect(text).toContain("BBU-0093-114");
});

test("who may stand in for a person is told by that person's skills", async () => {
  const { person_id: id, skill } = await house.plant.db
    .selectFrom("qualification")
    .selectAll()
    .where((where) => where.or([where("expires_at", "is", null), where("expires_at", ">", demoEpoch())]))
    .orderBy("person_id")
    .executeTakeFirstOrThrow();
  const person = await house.plant.db
    .selectFrom("person")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const { text, evidence } = await ask(`${person.name_zh}请假了，谁能顶班`, { tool: "look_up", thing: id });
  expect(text).toContain(skill);
  expect(evidence.filter(({ kind }) => kind === "person").map((one) => one.id)).not.toContain(id);
});

test("who pays for a proposal is told of the plan that was proposed", async () => {
  const late = await house.plant.db
    .selectFrom("plan_operation")
    .select("work_order_id")
    .where("late_seconds", ">", 0)
    .orderBy("late_seconds", "desc")
    .executeTakeFirstOrThrow();
  const chat = await house.chat();
  house.model.answer({ tool: "expedite_order", order: late.work_order_id });
  await chat.say(`把 ${late.work_order_id} 提前做`);
  await chat.until((event) => event.type === "APPROVAL_REQUESTED" || finished(event), "the proposal");
  const seq = chat.events.at(-1)!.seq;
  await chat.say("会挤掉谁");
  await chat.until((event) => event.seq > seq && finished(event), "the answer");
  chat.close();
  const told = answerOf(chat.events.filter((event) => event.seq > seq));
  expect(told).toMatch(/另有 \d+ 个工单完工变晚/);
});
