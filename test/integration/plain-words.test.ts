import { afterAll, beforeAll, expect, test } from "vitest";
import { raiseAlert, saveAlertRule } from "../../services/mes/commands/alerts.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { stationState } from "../../services/protocols/sparkplug/names.ts";
import { putJob } from "../support/job.ts";
import { type Last, type PlainWords, startPlainWords } from "../support/plain-words.ts";

let words: PlainWords;
beforeAll(async () => {
  words = await startPlainWords();
});
afterAll(() => words.close());

test("the steps of a product are told with their times, set-ups and lines", async () => {
  await words.calls(
    { tool: "look_up", thing: "RRU-5201" },
    "RRU-5201 有哪些工序，每道多久",
    "what are the steps of RRU-5201 and how long does each take",
    "RRU-5201 的工艺路线",
    "rru-5201 routing",
  );
  const last: Last = { tool: "look_up", args: { thing: "RRU-5201" }, text: "RRU-5201 的工序", evidence: [] };
  expect(await words.certain("那 RRU-5301 呢", {}, last)).toEqual({ tool: "look_up", thing: "RRU-5301" });
  expect(await words.certain("那 RRU-5301 呢")).toBeUndefined();
  const { text, rows } = await words.answer("RRU-5201 有哪些工序，每道多久");
  const { db } = words.plant;
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
  await words.calls(
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

test("for whom an order is, and how much of it is left", async () => {
  await words.calls(
    { tool: "order_status", order: "WO-1042" },
    "WO-1042 谁的单子，什么时候要",
    "who is WO-1042 for?",
    "which customer is 1042 for",
    "1042 还剩多少台",
  );
  expect(await words.certain("是哪个客户的", { order: "WO-1042" })).toEqual({
    tool: "order_status",
    order: "WO-1042",
  });
  expect(await words.certain("哪个客户的订单最多", { order: "WO-1042" })).toBeUndefined();
  await words.calls(undefined, "WO-1042 是谁批的", "MAT-00123 还剩多少");
  const { db } = words.plant;
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
  expect((await words.answer("who is WO-1042 for?")).text.en).toContain(
    `WO-1042 (RRU-5201, 48 units for ${customer}, ${sale}): `,
  );
  await putJob(db, { id: "JO-T", order: "WO-1042", line: "SMT-1", segment: 10, quantity: 48 }, demoEpoch(), {
    good: 20,
    scrap: 1,
    actual_start: demoEpoch(),
  });
  const { text } = await words.answer("1042 还剩多少台");
  expect(text.zh).toContain(
    `48 件，客户 ${customer}，${sale}）：工序 10（贴片）在 SMT-1，Running，已完成 20/48，还剩 27 件；`,
  );
  expect(text.en).toContain("20/48 done, 27 left; ");
  await db.updateTable("work_order").set({ sales_order_id: null }).where("id", "=", "WO-1042").execute();
  expect((await words.answer("who is WO-1042 for?")).text.zh).toContain(
    "WO-1042（RRU-5201，48 件，不属于任何客户订单）：",
  );
});

test("alerts that are open are told with what they are of; without any, what is watched", async () => {
  await words.calls({ tool: "open_alerts" }, "现在有什么告警", "有哪些预警", "any open alerts?");
  await words.calls(undefined, "OEE 低于 70% 告警", "alert me when OEE drops below 70%", "SMT-2 报警了吗");
  const figure: Last = {
    tool: "metric_value",
    args: { metric: "oee", line: "all" },
    text: "OEE",
    evidence: [],
  };
  expect(await words.certain("现在有什么告警", {}, figure)).toEqual({ tool: "open_alerts" });
  expect(await words.certain("低于 70% 告警", {}, figure)).toMatchObject({
    tool: "set_alert",
    metric: "oee",
  });
  expect((await words.answer("现在有什么告警")).text.zh).toBe("现在没有未解除的预警，也没有设置任何监控。");
  const { db } = words.plant;
  const rule = {
    id: "AR-1",
    metric: "oee",
    line: "*",
    condition: "below",
    threshold: 70,
    period: "day",
    role: "manager",
    created_by: "zhao.lei",
    created_at: demoEpoch(),
  } as const;
  await db.transaction().execute((tx) => saveAlertRule(tx, rule));
  const none = await words.answer("any open alerts?");
  expect(none.text.en).toBe(
    "No alert is open. Watched, 1 in all: tell the plant manager when the OEE of any line is below 70.0% per day.",
  );
  const breach = {
    ruleId: "AR-1",
    metric: "oee",
    role: "manager",
    line: "SMT-2",
    window: "w",
    windowEnd: demoEpoch(),
  };
  await db.transaction().execute((tx) => raiseAlert(tx, { ...breach, value: 61.24, bound: 70 }, demoEpoch()));
  const { text, rows } = await words.answer("有哪些预警");
  expect(text.zh).toBe("有 1 个未解除的预警：SMT-2的OEE 61.2%，低于 70.0%，自 11-02 08:00。");
  expect(text.en).toBe("1 alert is open: OEE of SMT-2 61.2%, below 70.0%, since 11-02 08:00.");
  expect(rows?.map(({ value }) => value)).toEqual([
    "61.2% < 70.0% · 11-02 08:00",
    "任一产线的OEE每天低于 70.0%时通知厂长",
  ]);
});

test("what comes next on a line is told with how it stands now", async () => {
  const { db } = words.plant;
  const next = async (line: string) =>
    (
      await words.answer("What's running on it right now and what comes after it?", {
        tool: "planned_next",
        line,
      })
    ).text;
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

test("a paper that there is not is no order of the same number", async () => {
  expect(await words.certain("TO-1107-10 送到没有")).toEqual({ tool: "look_up", thing: "TO-1107-10" });
  expect(await words.certain("where is REQ-1107-10?")).toEqual({ tool: "look_up", thing: "REQ-1107-10" });
});

test("what is planned goes on with another line for the stretch that was asked about", async () => {
  const text = "What's planned on SMT-2 tomorrow morning?";
  const last: Last = { tool: "planned_work", args: { line: "SMT-2" }, text, evidence: [] };
  expect(await words.certain("and SMT-3?", { line: "SMT-2" }, last)).toEqual({
    tool: "planned_work",
    line: "SMT-3",
    words: text,
  });
  // The next day where none is said.
  const { text: told } = await words.answer("what's on SMT-3", { tool: "planned_work", line: "SMT-3" });
  expect(told.en).toContain("In the next 24 hours");
});

test("which defects there are, behind a figure without reasons of its own, is told by kind and of the same stretch", async () => {
  const last: Last = {
    tool: "metric_value",
    args: { metric: "fpy", line: "all" },
    text: "昨天FPY咋样，哪条线拖后腿",
    evidence: [],
  };
  const call = { tool: "metric_value", metric: "aoi_defects", line: "all" } as const;
  expect(await words.certain("主要啥不良", {}, last)).toEqual({ ...call, words: "昨天 主要啥不良" });
  expect(await words.certain("主要啥不良")).toEqual({ ...call, words: "主要啥不良" });
  expect((await words.certain("不良率最高的元件是哪个"))?.metric).toBe("aoi_defects");
  const { text } = await words.answer("不良率最高的元件是哪个", call);
  expect(text.zh).toContain("AOI 缺陷");
});
