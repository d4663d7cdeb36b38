import { afterAll, beforeAll, expect, test } from "vitest";
import { planStatus } from "../../agents/scheduler/answers/plan-status.ts";
import { deskHere } from "../../agents/scheduler/desk/desk.ts";
import { toNewPlan } from "../../agents/scheduler/desk/new-plan.ts";
import { tellReason } from "../../agents/scheduler/desk/reason.ts";
import { packSnapshot, unpackSnapshot } from "../../agents/scheduler/desk/snapshot.ts";
import { createMakePlan } from "../../agents/scheduler/tools.ts";
import { savePlan } from "../../services/mes/commands/save-plan.ts";
import { countOverdue } from "../../services/mes/queries/planned-operations.ts";
import { planOfVersion } from "../../services/mes/queries/plans.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { type Ask, askIn, type Shown } from "../support/ask.ts";
import { answerOf, finished } from "../support/chat-events.ts";
import { postTo, signInTo } from "../support/http.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await startPlannedHouse();
  await house.startWorker();
});
afterAll(() => house.close());

const ask: Ask = (...said) => askIn(house, ...said);
const versions = async () => (await house.plant.db.selectFrom("plan").select("version").execute()).length;

test("no sentence puts a new plan in force by itself, and only a planner may approve one", async () => {
  const before = await versions();
  const chat = await house.chat("chen.hao");
  house.model.answer({ tool: "make_plan" });
  // Taken for a command by a model that reads "replan": nothing comes of it until somebody has looked.
  await chat.say("不要重新排产");
  const approval = await chat.until(({ type }) => type === "APPROVAL_REQUESTED", "the approval");
  expect(approval["role"]).toBe("planner");
  expect((approval["summary"] as { zh: string }).zh).toMatch(
    /^排产：重新计算所有未完工单，替换现行计划版本 \d+（延期工单 \d+ 个/,
  );
  await expect(chat.decide(approval, "approve")).rejects.toThrow("it takes a planner");
  expect(await versions()).toBe(before);
  const planner = await house.chat("zhang.min");
  await planner.decide(approval, "approve");
  planner.close();
  await chat.until(({ type }) => type === "RUN_FINISHED", "the plan");
  chat.close();
  expect(await versions()).toBe(before + 1);
});

test("late orders are those that are due by the moment that is asked about", async () => {
  const all = await ask("哪些单子会拖期", { tool: "late_orders" });
  const tonight = await ask("今晚哪些单子会拖期", { tool: "late_orders" });
  expect(tonight.text).toMatch(/交期不晚于 11月2日 的 \d+ 个已排的工单里，/);
  const week = await ask("which orders will be late this week", { tool: "late_orders" });
  expect(week.text).toMatch(/^By plan version \d+, of the \d+ planned orders due by 8 Nov, /);
  const span = await ask("未来两天哪些单会晚", { tool: "late_orders" });
  expect(span.text).toMatch(/交期不晚于 11月4日 \d\d:\d\d 的 \d+ 个已排的工单里，/);
  // What each of them waits for is told with it, and counted.
  expect(all.text).toMatch(/主要卡在：\d+ 个(?:等物料|等产线|等人员或工装|剩余时间不够加工)/);
  expect(all.rows.every(({ value }) => / · (?:等 \S+|剩余时间不够加工)$/.test(value))).toBe(true);
  const count = ({ evidence }: Shown) => (evidence[0]!.facts as { late: number }).late;
  expect(count(tonight)).toBeLessThanOrEqual(count(week));
  expect(count(week)).toBeLessThan(count(all));
  const end = new Date("2026-11-09T00:00:00+08:00");
  const rows = await house.plant.db
    .selectFrom("work_order")
    .select("due_time")
    .where(
      "id",
      "in",
      week.evidence.filter(({ kind }) => kind === "order").map(({ id }) => id),
    )
    .execute();
  expect(rows.length).toBeGreaterThan(0);
  for (const { due_time: due } of rows) expect(due.getTime()).toBeLessThanOrEqual(end.getTime());
});

test("a plan that is left behind is told as such, and an order of it is not brought forward from a place it has missed", async () => {
  const { db } = house.plant;
  const { version } = await db
    .selectFrom("plan")
    .select("version")
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  expect((await ask("哪些单子会拖期", { tool: "late_orders" })).text).not.toContain("计划已落后");
  const { work_order_id: order } = await db
    .selectFrom("plan_operation")
    .select("work_order_id")
    .where("version", "=", version)
    .where("segment", "=", 10)
    .orderBy("start_time", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  const start = new Date(demoEpoch().getTime() - 3_600_000);
  await db
    .updateTable("plan_operation")
    .set({ start_time: start })
    .where("version", "=", version)
    .where("work_order_id", "=", order)
    .where("segment", "=", 10)
    .execute();
  const late = await ask("哪些单子会拖期", { tool: "late_orders" });
  expect(late.text).toContain(`计划已落后：1 道工序过了开工时间还没下达（最早的是 ${order} 工序 10，`);
  expect(late.choices.map(({ text }) => text)).toEqual(["重新排产"]);
  expect(await countOverdue(db, version, demoEpoch())).toBe(1);
  const status = await ask(`what is the status of ${order}`, { tool: "order_status", order });
  expect(status.text).toContain(`But segment 10 of ${order} should have begun`);
  const earlier = await ask(`expedite ${order}`, { tool: "expedite_order", order });
  expect(earlier.text).toMatch(/^Bring order forward is not possible now: segment 10 of .* plan anew\.$/);
  const { equipment_id: own } = await db
    .selectFrom("plan_operation")
    .select("equipment_id")
    .where("version", "=", version)
    .where("work_order_id", "=", order)
    .where("segment", "=", 10)
    .executeTakeFirstOrThrow();
  for (const line of ["SMT-1", "SMT-2", "SMT-3"].filter((id) => id !== own)) {
    const moved = await ask(`move ${order} to ${line}`, { tool: "move_order", order, line });
    expect(moved.text).toMatch(/^Move order is not possible now: /);
    expect(moved.text).not.toContain("verifier");
  }
});

test("a question about the plan, or that it is to stay, changes nothing", async () => {
  const before = await versions();
  const chinese = await ask("不要重新排产", { tool: "plan_status" });
  expect(chinese.text).toMatch(/^现行计划仍是版本 \d+（11月2日 \d\d:\d\d 排定）：按期率 [\d.]+%/);
  expect(chinese.choices.map(({ text }) => text)).toEqual(["哪些工单会延期？", "重新排产"]);
  const english = await ask("show me the current plan", { tool: "plan_status" });
  expect(english.text).toContain("is still in force");
  expect(await versions()).toBe(before);
});

test("how full lines are is answered by the plan in force, all of them or the one that is named", async () => {
  const week = await ask("这周瓶颈在哪条线", { tool: "line_load", line: "all" });
  expect(week.text).toMatch(
    /^按计划版本 \d+，到 11月9日 00:00 为止瓶颈是 [A-Z]+-\d+：排了 [\d.]+%（[\d.]+ 小时，开班 [\d.]+ 小时）/,
  );
  const [plan, first, second] = week.evidence;
  expect(plan?.kind).toBe("plan");
  expect(first?.facts).toMatchObject({ lateOrdersWait: expect.stringMatching(/h|min$/) });
  expect(week.text).toContain(first!.id);
  expect(week.rows[1]?.label.en).toBe(second!.id);
  const one = await ask("how busy is SMT-2 tomorrow?", { tool: "line_load", line: "SMT-2" });
  expect(one.text).toMatch(/^By plan version \d+, until 4 Nov 00:00 SMT-2 is [\d.]+% full/);
  expect(one.evidence.map(({ id }) => id)).toContain("SMT-2");
});

test("a sentence about every order asks which one first, and offers those whose kits are complete", async () => {
  const all = await ask("release everything that's ready", {
    tool: "release_order",
    order: null,
    line: "earliest",
  });
  expect(all.text).toBe("Release order goes order by order, each one checked and approved. Which one first?");
  const orders = all.choices.map(({ text }) => /WO-\d+/.exec(text)?.[0] ?? "");
  expect(orders.length).toBeGreaterThan(0);
  for (const order of orders) {
    const kit = await ask(`${order} 齐套了吗`, { tool: "check_kit", order });
    expect(kit.text).toContain("齐套");
    expect(kit.text).not.toContain("缺");
  }
  const held = await ask("全部恢复", { tool: "resume_order", order: null });
  const rows = await house.plant.db.selectFrom("work_order").select("id").where("held", "=", true).execute();
  expect(held.choices.map(({ text }) => text).sort()).toEqual(rows.map(({ id }) => `恢复 ${id}`).sort());
});

test("who asks what can be asked gets sentences to begin with, each of which is understood", async () => {
  const help = await ask("你能做什么？", { tool: "help" });
  expect(help.text).not.toContain("办不了");
  const [late, load, ready, output, kit, units] = help.choices.map(({ text }) => text);
  expect((await ask(late!, { tool: "late_orders" })).text).toContain("延期");
  expect((await ask(load!, { tool: "line_load", line: "all" })).text).toContain("瓶颈");
  expect((await ask(ready!, { tool: "ready_orders" })).text).toContain("可以下达");
  expect(output).toBe("今天产量多少？");
  expect(kit).toMatch(/^WO-\d+ 齐套了吗？$/);
  expect((await ask(units!, { tool: "diagnose_unit", unit: null })).text).toBe("没有等待维修的单元。");
});

test("which orders may be released is answered in the plan's order, each with its line and complete kit", async () => {
  const ready = await ask("哪些工单可以下达", { tool: "ready_orders" });
  expect(ready.text).toMatch(
    /^可以下达（齐套、产线可用、按计划先后）：WO-\d+(、WO-\d+)*。最先该下的是 (WO-\d+) 工序 10：/,
  );
  expect(ready.choices).toHaveLength(ready.evidence.length);
  const starts = ready.evidence.map(({ facts }) => (facts as { plannedStart: string }).plannedStart);
  expect(starts).toEqual([...starts].sort());
  const [first] = ready.evidence;
  const kit = await ask(`${first!.id} 齐套了吗`, { tool: "check_kit", order: first!.id });
  expect(kit.text).toMatch(new RegExp(`^${first!.id} .*已齐套`));
  const requisition = await ask(`${first!.id} 领料单开了没`, { tool: "check_kit", order: first!.id });
  expect(requisition.text).toMatch(/^下一道工序还没开领料单。.*已齐套/);
});

test("what is short is told by how many orders wait for it, with the receipt that they wait for", async () => {
  const short = await ask("which materials are short?", { tool: "short_material" });
  const [plan, first, second] = short.evidence as readonly {
    readonly id: string;
    readonly facts: Readonly<Record<string, number | string>>;
  }[];
  expect(short.text).toContain(
    `${plan!.facts["materials"]} materials are waited for, by ${plan!.facts["orders"]} orders`,
  );
  expect(short.text).toContain(`most wait for ${first!.id}: ${first!.facts["orders"]} orders`);
  expect(Number(first!.facts["orders"])).toBeGreaterThanOrEqual(Number(second!.facts["orders"]));
  const receipt = await house.plant.db
    .selectFrom("expected_receipt")
    .select("material_id")
    .where("id", "=", String(first!.facts["receipt"]))
    .executeTakeFirst();
  expect(receipt?.material_id).toBe(first!.id);
});

test("what changed in the plan is told by versions that are named, and since a time that is named", async () => {
  const told = await ask("计划和上一版比变了什么", { tool: "plan_status" });
  const facts = told.evidence[0]!.facts as Record<string, number>;
  const plans = await house.plant.db
    .selectFrom("plan")
    .select(["version", "late_orders"])
    .orderBy("version")
    .execute();
  const [before, after] = plans.slice(-2);
  expect([facts["from"], facts["to"]]).toEqual([before!.version, after!.version]);
  expect([facts["lateBefore"], facts["lateAfter"]]).toEqual([before!.late_orders, after!.late_orders]);
  expect(told.text).toContain(`延期工单 ${before!.late_orders} → ${after!.late_orders}`);
  const named = await ask("compare plan version 2 with 1", { tool: "cannot_do" });
  expect(named.text).toMatch(/^From plan version 1 \(.+\) to 2 \(/);
  const since = await ask("昨天以来计划变了什么", { tool: "plan_status" });
  expect(since.evidence[0]!.facts).toMatchObject({ from: 1, to: after!.version });
  const missing = await ask("版本 1 和 99999 有什么区别", { tool: "cannot_do" });
  expect(missing.error).toContain("99999");
});

test("a plan whose operations were removed is not compared as if it had none", async () => {
  const { db } = house.plant;
  await db.updateTable("plan").set({ thinned_at: new Date() }).where("version", "=", 1).execute();
  const told = await ask("版本 1 和 2 有什么区别", { tool: "cannot_do" });
  expect(told.error).toContain("保留策略");
});

test("the second of the orders that were told is that order, and one that was not told is none", async () => {
  const chat = await house.chat();
  const told = async (text: string, call?: object) => {
    if (call) house.model.answer(call);
    const begun = chat.events.length;
    await chat.say(text);
    await chat.until((event) => finished(event) && chat.events.indexOf(event) >= begun, "the end");
    const events = chat.events.slice(begun);
    const args = events.find(({ type }) => type === "TOOL_CALL_END")?.["args"] as
      | { order?: string }
      | undefined;
    const card = events.find(({ type }) => type === "TOOL_CALL_RESULT")?.["card"] as Shown | undefined;
    return { order: args?.order, rows: card?.rows ?? [], text: answerOf(events) };
  };
  const { rows } = await told("哪些单子会拖期", { tool: "late_orders" });
  const second = rows[1]!.label.en;
  const why = await told("第二个单为什么延期", { tool: "explain_late", order: second });
  expect(why.order).toBe(second);
  // The list still counts after an answer about one of them.
  const last = rows.at(-1)!.label.en;
  expect((await told("最后一个呢")).order).toBe(last);
  const none = await told("第四十个单呢");
  expect(none.order).toBeUndefined();
  expect(none.text).toMatch(/^上面只列出了 \d+ 个工单/);
  chat.close();
});

test("an order that is let go is resumed where it is on hold, and released where it is not", async () => {
  const { db } = house.plant;
  const { id } = await db
    .selectFrom("work_order")
    .select("id")
    .where("status", "=", "Waiting")
    .where("held", "=", false)
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const acts = async () => {
    const chat = await house.chat("li.wei");
    house.model.answer({ tool: "resume_order", order: id });
    await chat.say(`放行 ${id}`);
    await chat.until((event) => finished(event) || event.type === "TOOL_CALL_END", "the call");
    chat.close();
    return chat.events.find(({ type }) => type === "TOOL_CALL_END")?.["tool"];
  };
  expect(await acts()).toBe("release_order");
  await db.updateTable("work_order").set({ held: true, hold_reason: "x" }).where("id", "=", id).execute();
  expect(await acts()).toBe("resume_order");
  await db.updateTable("work_order").set({ held: false, hold_reason: null }).where("id", "=", id).execute();
});

test("what was reported and cannot all be so is told with the plan", async () => {
  const { db } = house.plant;
  const latest = await db
    .selectFrom("plan_snapshot")
    .selectAll()
    .orderBy("version", "desc")
    .executeTakeFirstOrThrow();
  const { problem, plan } = unpackSnapshot(latest.content);
  const running = problem.orders.slice(0, 2);
  const fixed = { resource: problem.resources[0]!.id, start: 0, end: 3_600 };
  for (const { operations } of running) Object.assign(operations[0]!, { fixed });
  const { plant_time: plantTime } = await planOfVersion(db, latest.version);
  const reason = { kind: "asked", text: "apart" } as const;
  const version = await db.transaction().execute((tx) =>
    savePlan(tx, {
      requestId: "apart",
      reason,
      cause: tellReason(reason),
      seed: 1,
      plantTime,
      ...toNewPlan(problem, plan, plantTime),
      snapshot: packSnapshot({ problem, plan }),
    }),
  );
  const status = await planStatus(
    { db, clock: { now: demoEpoch }, text: "show me the current plan" } as never,
    deskHere(db),
  );
  expect(status.text.en).toMatch(
    new RegExp(
      ` What was reported cannot all be so, and is planned around: .+ are both on ${fixed.resource} at 11-02 [^;]+; report which `,
    ),
  );
  expect(status.text.zh).toContain("现场报来的情况有矛盾，计划已绕开：");
  expect(status.rows!.map(({ label }) => label.en)).toContain("Contradiction");
  const made = createMakePlan({ makePlan: async () => version }, deskHere(db));
  const told = await made({
    db,
    clock: { now: demoEpoch },
    toolCallId: "apart",
    text: "重新排产",
  } as never);
  expect(told.text.zh).toMatch(/。现场报来的情况有矛盾，计划已绕开：.+；请更正：/);
  expect(told.rows!.map(({ label }) => label.zh)).toContain("矛盾");
  const asked = "query($version: Int!) { plan(version: $version) { contradictions { zh en } } }";
  const of = async (version: number) => {
    const { data }: { data: { plan: { contradictions: { zh: string; en: string }[] } } } = await postTo(
      house.api.url,
      "/graphql",
      { query: asked, variables: { version } },
      { authorization: `Bearer ${await signInTo(house.api.url, "zhang.min")}` },
    );
    return data.plan.contradictions;
  };
  expect((await of(version))[0]!.en).toContain(`are both on ${fixed.resource}`);
  expect(await of(latest.version)).toEqual([]);
});
