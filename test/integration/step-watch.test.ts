import { afterAll, beforeAll, expect, test } from "vitest";
import { checkStepWatch } from "../../agents/analyst/watch-step.ts";
import type { ToolArguments } from "../../agents/runtime/tool.ts";
import { dayMs } from "../../services/core/zone.ts";
import { refreshMeasured } from "../../services/mes/figures/measured.ts";
import { catalogueRecords } from "../../simulators/faults/records.ts";
import { measureInto } from "../support/measured.ts";
import { type Last, type PlainWords, startPlainWords } from "../support/plain-words.ts";

let words: PlainWords;
beforeAll(async () => {
  words = await startPlainWords();
  for (const station of ["FT-1", "FT-2"])
    await measureInto(words.plant.db, station, "A", { level: 43, count: 400, endsMsAgo: 5 * dayMs });
  const { "product_families.csv": families, "test_steps.csv": steps } = catalogueRecords(["RRU-5201"]);
  const { db } = words.plant;
  await db
    .insertInto("product_family")
    .values(families as never)
    .execute();
  await db
    .insertInto("test_step")
    .values(steps as never)
    .execute();
  await refreshMeasured(db);
});
afterAll(() => words.close());

const checked = async (text: string) => {
  const { tool, ...args } = (await words.certain(text))!;
  return words.check(checkStepWatch, { tool, args: args as ToolArguments, text });
};

test("who wants to be told of a test step asks for a rule of it", async () => {
  const rule = (product: string | null, line: string | null, said: string) => ({
    ...{ tool: "watch_step", product, line, words: said },
  });
  for (const [text, product, line] of [
    ["RRU-5201 的 PA 输出功率 Cpk 低于 1.33 通知我", "RRU-5201", null],
    ["tell me when the PA power of RRU-5201 drifts", "RRU-5201", null],
    ["FT-2 上 RRU-5201 发射功率的控制图失控就告诉工艺员", "RRU-5201", "FT-2"],
    ["tell me when the PA power drifts", null, null],
  ] as const)
    expect(await words.certain(text)).toEqual(rule(product, line, text));
  const told: Last = {
    ...{ tool: "capability", args: { product: "RRU-5201", line: null }, evidence: [] },
    text: "RRU-5201 发射功率的 Cpk 是多少",
  };
  expect(await words.certain("低于1.5通知我", {}, told)).toEqual(
    rule("RRU-5201", null, "RRU-5201 发射功率的 Cpk 是多少，低于1.5通知我"),
  );
  for (const text of ["OEE 低于 60 通知我", "SMT-2 停了通知我", "RRU-5201 发射功率的 Cpk 是多少"])
    expect((await words.certain(text))?.tool).not.toBe("watch_step");
});

test("what is proposed says how the step stands, and refuses what cannot be watched", async () => {
  const { status, summary } = await checked("RRU-5201 发射功率的 Cpk 低于 1.33 通知工艺员");
  expect(status).toBe("ok");
  expect(summary.zh).toMatch(
    /^RRU-5201 的 TX_PWR（全部测试台）最近 28 天的 Cpk 低于 1\.33 时通知工艺员；现在 [\d.]+$/,
  );
  expect((await checked("RRU-5201 发射功率的 Cpk 低于 9 通知工艺员")).summary.zh).toContain("会马上触发");
  expect((await checked("RRU-5201 发射功率漂了告诉我")).summary.zh).toContain(
    "（任一测试台）水平漂移时通知工艺员；现在没有漂移",
  );
  expect(await checked("RRU-5201 发射功率的 Cpk 高于 2 通知我")).toMatchObject({ status: "fail" });
  expect(await checked("RRU-5201 驻波比的 Cpk 低于 1.33 通知我")).toMatchObject({ status: "fail" });
});

test("the rule that was approved watches the step", async () => {
  await words.answer("tell the process engineer when the PA power of RRU-5201 drifts");
  const rules = await words.plant.db.selectFrom("alert_rule").selectAll().execute();
  expect(rules).toMatchObject([
    { metric: "drift", product: "RRU-5201", step: "TX_PWR", line: "*", period: "day", role: "process" },
  ]);
});
