import { afterAll, beforeAll, expect, test } from "vitest";
import { noDocuments } from "../../agents/process/instruction/passages.ts";
import { createKnowledge as createRepairKnowledge } from "../../agents/repair/knowledge.ts";
import { inventedBy } from "../../agents/runtime/grounding.ts";
import type { ToolArguments, ToolName } from "../../agents/runtime/tool.ts";
import { createPlanning } from "../../agents/scheduler/planning.ts";
import { createHandlers } from "../../agents/steward/handlers.ts";
import { understand } from "../../agents/steward/understand.ts";
import { createPlantClock, type PlantClock } from "../../services/core/clock.ts";
import { createKnowledge } from "../../services/knowledge/knowledge.ts";
import { raiseAlert, saveAlertRule } from "../../services/mes/commands/alerts.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { stationState } from "../../services/protocols/sparkplug/names.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
let clock: PlantClock;
let handlers: ReturnType<typeof createHandlers>;

beforeAll(async () => {
  plant = await createTestPlant();
  clock = createPlantClock({ plantAnchor: demoEpoch().getTime(), wallAnchor: Date.now(), speed: 1 });
  const planning = createPlanning({ db: plant.db, clock, budgetMs: 300, seed: 1 });
  handlers = createHandlers({
    planning,
    repairMs: 100,
    repairs: createRepairKnowledge(plant.db),
    knowledge: createKnowledge({ db: plant.db }),
    documents: noDocuments,
    staleInstructions: "warn",
  });
  await planning.makePlan({ requestId: "first", reason: { kind: "asked", text: "test" } });
});
afterAll(() => plant.close());

type Last = Parameters<typeof understand>[4];
/** What a sentence comes to without a model. */
const certain = async (text: string, mentioned: object = {}, last?: Last) =>
  (await understand(plant.db, demoEpoch(), text, mentioned, last)).certain;
/** What is answered, every figure of which stands in the evidence. */
const answer = async (text: string, call?: ToolArguments & { readonly tool: ToolName }) => {
  const { tool, ...args } = call ?? (await certain(text))!;
  const result = await handlers[tool]({
    db: plant.db,
    clock,
    tool,
    toolCallId: text,
    actorId: "li.wei",
    args,
    text,
  });
  for (const language of ["zh", "en"] as const)
    expect(inventedBy(result, args, language), result.text[language]).toEqual([]);
  return result;
};
const calls = async (expected: object | undefined, ...sentences: readonly string[]) => {
  for (const text of sentences) expect([text, await certain(text)]).toEqual([text, expected]);
};

test("the steps of a product are told with their times, set-ups and lines", async () => {
  await calls(
    { tool: "look_up", thing: "RRU-5201" },
    "RRU-5201 有哪些工序，每道多久",
    "what are the steps of RRU-5201 and how long does each take",
    "RRU-5201 的工艺路线",
    "rru-5201 routing",
  );
  const last: Last = { tool: "look_up", args: { thing: "RRU-5201" }, text: "RRU-5201 的工序", evidence: [] };
  expect(await certain("那 RRU-5301 呢", {}, last)).toEqual({ tool: "look_up", thing: "RRU-5301" });
  expect(await certain("那 RRU-5301 呢")).toBeUndefined();
  const { text, rows } = await answer("RRU-5201 有哪些工序，每道多久");
  const { db } = plant;
  const [fastest, slowest] = (
    await db
      .selectFrom("segment_equipment")
      .select("run_seconds")
      .where("work_master_id", "=", "WM-RRU-5201")
      .where("segment", "=", 10)
      .orderBy("run_seconds")
      .execute()
  )
    .map(({ run_seconds: seconds }) => seconds)
    .filter((_, index, { length }) => index === 0 || index === length - 1);
  expect(text.zh).toContain(`有 4 道工序：10 贴片（SMT）每台 ${fastest}–${slowest} s，换线 `);
  expect(text.zh).toMatch(/30 老化（BI）每批 100 台 \d+ min，换线 .+，之后等 15 min；/);
  expect(text.en).toContain(`is made in 4 steps: 10 SMT ${fastest}–${slowest} s a unit, set-up `);
  expect(rows?.map(({ label }) => label.zh)).toEqual(["10 贴片", "20 装配", "30 老化", "40 功能测试"]);
  expect(rows?.[0]?.value).toBe(`${fastest}–${slowest} s · SMT-1, SMT-2, SMT-3, SMT-4, SMT-5`);
});

test("a product that is named for something else is not asked for its routing", async () => {
  await calls(
    undefined,
    "给 RRU-5201 写作业指导书，含每道工序",
    "RRU-5201 的回流焊温度",
    "200 台 RRU-5201 什么时候能交",
    "when could we deliver 200 RRU-5201",
    "RRU-5201 和 RRU-5301 的工艺路线有什么不同",
    "WO-1042 的工序做到哪了",
    "BBU-V9200 有哪些工序",
  );
});

test("of several vehicles all are told, those first that are idle", async () => {
  await calls(
    { tool: "look_up", thing: "AGV" },
    "哪台 AGV 空闲",
    "which AGV is free?",
    "AGV 都在哪",
    "小车在哪",
  );
  const { db } = plant;
  expect((await answer("哪台 AGV 空闲")).text.zh).toMatch(/^3 台 AGV，没有空闲的：AGV-01 离线，电量 90%，/);
  const set = (id: string, row: object) =>
    db
      .updateTable("vehicle")
      .set({ online: true, ...row })
      .where("id", "=", id)
      .execute();
  await set("AGV-01", { battery: 80 });
  await set("AGV-02", { battery: 55.4 });
  await set("AGV-03", { errors: JSON.stringify([{ errorType: "stuck" }]) });
  await db
    .insertInto("material_requisition")
    .values({
      id: "MR-1",
      work_order_id: "WO-1042",
      segment: 10,
      equipment_id: "SMT-1",
      status: "InTransit",
      requested_by: "li.wei",
      requested_at: demoEpoch(),
      issued_at: null,
      tool_call_id: null,
    })
    .execute();
  await db
    .insertInto("transport_order")
    .values({
      id: "TO-1",
      requisition_id: "MR-1",
      vehicle_id: "AGV-01",
      from_station: "WH",
      to_station: "SMT-1",
      status: "InTransit",
      changed_at: demoEpoch(),
    })
    .execute();
  const { text, rows } = await answer("which AGV is free?");
  expect(text.en).toMatch(
    /^3 AGVs, 1 idle: AGV-02 idle, battery 55%, at .+ m; AGV-01 to SMT-1 for WO-1042, battery 80%, .+; AGV-03 1 errors, /,
  );
  expect(text.zh).toContain("AGV-02 空闲，电量 55%，在 ");
  expect(rows?.map(({ label }) => label.en)).toEqual(["AGV-02", "AGV-01", "AGV-03"]);
  expect(rows?.[1]?.value).toMatch(/^为 WO-1042 送往 SMT-1 \/ to SMT-1 for WO-1042 · 80% · .+ · TO-1$/);
});

test("where the talk is of one vehicle, a sentence goes on from it; one by its number is that one", async () => {
  const last: Last = {
    tool: "look_up",
    args: { thing: "AGV-02" },
    text: "AGV-02 在哪",
    evidence: [],
  };
  expect(await certain("AGV 电量多少", {}, last)).toEqual({ tool: "look_up", thing: "AGV-02" });
  expect(await certain("哪台 AGV 空闲", {}, last)).toEqual({ tool: "look_up", thing: "AGV" });
  await calls(undefined, "AGV-02 空闲吗", "让空闲的 AGV 去充电", "stop the AGV");
});

test("no sentence stops a cell: it is told at once where the stop is", async () => {
  await calls(
    { tool: "look_up", thing: "TC-1" },
    "stop the cell now",
    "测试单元急停",
    "停下机器人",
    "stop TC-1",
    "emergency stop!",
  );
  const { text } = await answer("停下机器人");
  expect(text.zh).toMatch(
    /^说一句话停不了单元：.+在“单元”页按“急停”（Alt\+X）。TC-1（.+）离线；现在没有任务；/,
  );
  expect(text.en).toMatch(
    /^A sentence does not stop the cell: press the red button .+Cells page \(Alt\+X\)\. TC-1 /,
  );
  expect((await answer("TC-1 怎么样", { tool: "look_up", thing: "TC-1" })).text.zh).toMatch(/^TC-1（/);
  await calls(undefined, "stop SMT-2", "停下 SMT-2", "暂停 WO-1042", "stop order 1042", "stop the line");
});

test("for whom an order is, and how much of it is left", async () => {
  await calls(
    { tool: "order_status", order: "WO-1042" },
    "WO-1042 谁的单子，什么时候要",
    "who is WO-1042 for?",
    "which customer is 1042 for",
    "1042 还剩多少台",
  );
  expect(await certain("是哪个客户的", { order: "WO-1042" })).toEqual({
    tool: "order_status",
    order: "WO-1042",
  });
  expect(await certain("哪个客户的订单最多", { order: "WO-1042" })).toBeUndefined();
  await calls(undefined, "WO-1042 是谁批的", "MAT-00123 还剩多少");
  const { db } = plant;
  const { sales_order_id: sale } = await db
    .selectFrom("work_order")
    .select("sales_order_id")
    .where("id", "=", "WO-1042")
    .executeTakeFirstOrThrow();
  const { customer } = await db
    .selectFrom("sales_order")
    .select("customer")
    .where("id", "=", sale)
    .executeTakeFirstOrThrow();
  expect((await answer("who is WO-1042 for?")).text.en).toContain(
    `WO-1042 (RRU-5201, 48 units for ${customer}, ${sale}): `,
  );
  await db
    .insertInto("job_order")
    .values({
      id: "JO-T",
      work_order_id: "WO-1042",
      segment: 10,
      equipment_id: "SMT-1",
      quantity: 48,
      good: 20,
      scrap: 1,
      dispatch_status: "Running",
      released_by: "li.wei",
      tool_call_id: null,
      planned_start: null,
      actual_start: demoEpoch(),
      actual_end: null,
      changed_at: demoEpoch(),
    })
    .execute();
  const { text } = await answer("1042 还剩多少台");
  expect(text.zh).toContain(
    `48 件，客户 ${customer}，${sale}）：工序 10（贴片）在 SMT-1，Running，已完成 20/48，还剩 27 件；`,
  );
  expect(text.en).toContain("20/48 done, 27 left; ");
  await db.updateTable("work_order").set({ sales_order_id: null }).where("id", "=", "WO-1042").execute();
  expect((await answer("who is WO-1042 for?")).text.zh).toContain(
    "WO-1042（RRU-5201，48 件，不属于任何客户订单）：",
  );
});

test("alerts that are open are told with what they are of; without any, what is watched", async () => {
  await calls({ tool: "open_alerts" }, "现在有什么告警", "有哪些预警", "any open alerts?");
  await calls(undefined, "OEE 低于 70% 告警", "alert me when OEE drops below 70%", "SMT-2 报警了吗");
  const figure: Last = {
    tool: "metric_value",
    args: { metric: "oee", line: "all" },
    text: "OEE",
    evidence: [],
  };
  expect(await certain("现在有什么告警", {}, figure)).toEqual({ tool: "open_alerts" });
  expect(await certain("低于 70% 告警", {}, figure)).toMatchObject({ tool: "set_alert", metric: "oee" });
  expect((await answer("现在有什么告警")).text.zh).toBe("现在没有未解除的预警，也没有设置任何监控。");
  const { db } = plant;
  const rule = {
    id: "AR-1",
    metric: "oee",
    line: "*",
    kind: null,
    product: null,
    shift: null,
    condition: "below",
    threshold: 70,
    period: "day",
    role: "manager",
    created_by: "zhao.lei",
    created_at: demoEpoch(),
  } as const;
  await db.transaction().execute((tx) => saveAlertRule(tx, rule));
  const none = await answer("any open alerts?");
  expect(none.text.en).toBe(
    "No alert is open. Watched, 1 in all: tell the plant manager when the OEE of any line is below 70.0% per day.",
  );
  const breach = { ruleId: "AR-1", metric: "oee", role: "manager", line: "SMT-2", window: "w" };
  await db.transaction().execute((tx) => raiseAlert(tx, { ...breach, value: 61.24, bound: 70 }, demoEpoch()));
  const { text, rows } = await answer("有哪些预警");
  expect(text.zh).toBe("有 1 个未解除的预警：SMT-2的OEE 61.2%，低于 70.0%，自 11-02 08:00。");
  expect(text.en).toBe("1 alert is open: OEE of SMT-2 61.2%, below 70.0%, since 11-02 08:00.");
  expect(rows?.map(({ value }) => value)).toEqual([
    "61.2% < 70.0% · 11-02 08:00",
    "任一产线的OEE每天低于 70.0%时通知厂长",
  ]);
});

test("what comes next on a line is told with how it stands now", async () => {
  const { db } = plant;
  const next = async (line: string) =>
    (await answer("What's running on it right now and what comes after it?", { tool: "planned_next", line }))
      .text;
  expect((await next("SMT-2")).en).toMatch(
    /^SMT-2 is offline now, with nothing in hand; next by plan version 1: /,
  );
  const set = (id: string, state: number) =>
    db
      .updateTable("equipment")
      .set({ state_code: state, state_since: demoEpoch() })
      .where("id", "=", id)
      .execute();
  await set("SMT-2", stationState.down);
  expect((await next("SMT-2")).zh).toMatch(
    /^SMT-2 现在停机（自 11-02 08:00），没有在做的单；按计划版本 1，接下来是 /,
  );
  await set("SMT-1", stationState.running);
  expect((await next("SMT-1")).en).toMatch(/^SMT-1 runs WO-1042 now; next by plan version 1: /);
  await set("SMT-1", stationState.down);
  expect((await next("SMT-1")).en).toMatch(
    /^SMT-1 is down now \(since 11-02 08:00\), with WO-1042 at a stand; next by plan version 1: /,
  );
});

test("when a line could stand still is told out of the plan in force", async () => {
  await calls(
    { tool: "line_gaps", line: "SMT-3", hours: 2 },
    "when is SMT-3 free for two hours of maintenance",
    "SMT-3 什么时候能停两小时做保养",
  );
  await calls({ tool: "line_gaps", line: "SMT-3", hours: null }, "SMT-3 什么时候有空");
  await calls(
    { tool: "line_gaps", line: "SMT-3", hours: 1, by: "2026-11-03" },
    "SMT-3 明天几点能停一小时",
    "when can SMT-3 be stopped for an hour tomorrow",
  );
  await calls(
    undefined,
    "is SMT-3 idle",
    "SMT-3 停两小时会怎样",
    "when could SMT-3 and SMT-4 be stopped for an hour",
    "when can SMT-3 do WO-1042",
  );
  const { db } = plant;
  const version = 1;
  await db.deleteFrom("plan_operation").where("equipment_id", "=", "SMT-3").execute();
  const hour = (hours: number) => new Date(demoEpoch().getTime() + hours * 3_600_000);
  const planned = (order: string, from: number, to: number) =>
    db
      .insertInto("plan_operation")
      .values({
        version,
        work_order_id: order,
        segment: 10,
        equipment_id: "SMT-3",
        start_time: hour(from),
        end_time: hour(to),
        setup_family: null,
        material_time: null,
        actual_start: null,
        actual_end: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(["version", "work_order_id", "segment"])
          .doUpdateSet({ equipment_id: "SMT-3", start_time: hour(from), end_time: hour(to) }),
      )
      .execute();
  const [first, second, third] = (
    await db
      .selectFrom("work_order as o")
      .leftJoin("job_order as j", (join) =>
        join.onRef("j.work_order_id", "=", "o.id").on("j.segment", "=", 10),
      )
      .select("o.id")
      .where("j.id", "is", null)
      .where("o.status", "not in", ["Completed", "Cancelled"])
      .orderBy("o.id")
      .limit(3)
      .execute()
  ).map(({ id }) => id) as [string, string, string];
  await planned(first, 1.5, 4);
  await planned(second, 5, 8);
  await planned(third, 12, 20);
  await db
    .insertInto("calendar_exception")
    .values({
      id: "CE-T",
      equipment_id: "SMT-3",
      start_time: hour(20),
      end_time: hour(21),
      reason: "service",
    })
    .execute();
  const two = await answer("when is SMT-3 free for two hours of maintenance");
  expect(two.text.en).toMatch(
    /^By plan version 1, for 2 h of SMT-3 it could stand still 11-02 16:00 to 11-02 20:00 \(4\.0 h\); from 11-03 05:00 on, with nothing planned behind\./,
  );
  expect(two.choices?.map(({ text }) => text)[0]).toBe("What happens if SMT-3 is down for 2 hours?");
  const one = await answer("SMT-3 什么时候有空");
  expect(one.rows?.map(({ value }) => value.split(" · ")[1])).toEqual(["1.5 h", "1.0 h", "4.0 h"]);
  expect((await answer("SMT-3 明天几点能停一小时")).text.zh).toContain(
    "SMT-3 到 11-04 00:00 为止停 1 小时：能停的空档：11-03 05:00 到 11-04 00:00（19.0 h）。",
  );
  const none = await answer("SMT-3 什么时候能停 6 小时", {
    tool: "line_gaps",
    line: "SMT-3",
    hours: 6,
    by: "2026-11-02T21:00",
  });
  expect(none.text.zh).toContain("：没有这么长的空档。");
});

test("a paper that there is not is no order of the same number", async () => {
  expect(await certain("TO-1107-10 送到没有")).toEqual({ tool: "look_up", thing: "TO-1107-10" });
  expect(await certain("where is REQ-1107-10?")).toEqual({ tool: "look_up", thing: "REQ-1107-10" });
});

test("lines that are free are named where somebody asks for those", async () => {
  await plant.db
    .updateTable("equipment")
    .set({ state_code: stationState.starved })
    .where("id", "=", "SMT-2")
    .execute();
  const call = { tool: "line_status", line: "all" } as const;
  const { zh, en } = (await answer("哪些线现在没活干", call)).text;
  expect(zh).toMatch(/；空闲的有 .*SMT-2/);
  expect(en).toMatch(/; with nothing in hand: .*SMT-2/);
  expect((await answer("各条产线怎么样", call)).text.zh).not.toContain("空闲的有");
});

test("a vehicle that does not work is asked about as a vehicle", async () => {
  expect(await certain("AGV 有没有故障")).toEqual({ tool: "look_up", thing: "AGV" });
});
