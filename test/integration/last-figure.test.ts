import { afterAll, beforeAll, expect, test } from "vitest";
import { metricValue } from "../../agents/analyst/metric-value.ts";
import { tellOutput } from "../../agents/analyst/output.ts";
import { inventedBy } from "../../agents/runtime/grounding.ts";
import type { MetricId } from "../../agents/runtime/metrics/metric.ts";
import { understand } from "../../agents/steward/understand.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { seedPast } from "../support/past.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
/** A Wednesday, 00:20 by the plant's clock; the last record is of the evening before. */
const now = new Date("2026-11-25T00:20:00+08:00");
const clock = createPlantClock({ plantAnchor: now.getTime(), wallAnchor: Date.now(), speed: 1 });

beforeAll(async () => {
  plant = await createTestPlant();
  await seedPast(plant.db, new Date("2026-11-24T22:00:00+08:00"), 10);
});
afterAll(() => plant.close());

const ask = async (text: string, metric: MetricId, line = "all", asked = clock) => {
  const args = { metric, line };
  const result = await metricValue({
    db: plant.db,
    clock: asked,
    tool: "metric_value",
    toolCallId: text,
    actorId: "li.wei",
    args,
    text,
  });
  for (const language of ["zh", "en"] as const)
    expect(inventedBy(result, args, language), result.text[language]).toEqual([]);
  return result;
};

test("where nobody says when and today has no record, the last day with a figure is told", async () => {
  const zh = await ask("FPY 现在多少", "fpy");
  expect(zh.text.zh).toMatch(
    /^今天还没有可算直通率的记录，下面是最近有数的一天。昨天（11-24 00:00 到 11-25 00:00）全厂的直通率是 [\d.]+%。$/,
  );
  const en = await ask("what is our OEE", "oee");
  expect(en.text.en).toMatch(
    /^Nothing is on record for the OEE today yet; this is the last day with a figure\. Yesterday \(11-24 00:00 to 11-25 00:00\) the OEE of the plant was [\d.]+%\.$/,
  );
  const output = await ask("产量多少", "output");
  expect(output.text.zh).toMatch(/^今天还没有可算产量的记录，下面是最近有数的一天。昨天.+的产量是 \d+ 件/);
  expect((await ask("SMT-2 的 OEE 现在多少", "oee", "SMT-2")).text.zh).toContain("SMT-2的OEE是");
});

test("of what was made too, where today made nothing yet and nobody says when", async () => {
  const made = async (text: string, line: string) => {
    const context = { db: plant.db, clock, toolCallId: text, actorId: "li.wei", args: { line }, text };
    return (await tellOutput({ ...context, tool: "output" })).text;
  };
  expect((await made("产量多少", "all")).zh).toMatch(
    /^今天还没有产出的记录，下面是最近有的一天。昨天（11-24 00:00 到 11-25 00:00）各线良品 [1-9]\d* 件/,
  );
  expect((await made("what is the output of SMT-2", "SMT-2")).en).toMatch(
    /^Nothing was made today yet; this is the last day that made something\. \w+ .*SMT-2 made [1-9]\d* good pieces/,
  );
  expect((await made("今天产量多少", "all")).zh).toMatch(/^今天（.+）各线良品 0 件/);
});

test("where today is said, that it has none is said first, and the last day behind it", async () => {
  const zh = await ask("今天 FPY 多少", "fpy");
  expect(zh.text.zh).toMatch(
    /^今天（11-25 00:00 到 11-25 00:20）全厂没有可算直通率的记录。最近有数的一天是昨天（11-24 00:00 到 11-25 00:00），[\d.]+%。$/,
  );
  expect((await ask("what is the FPY today", "fpy")).text.en).toMatch(
    /^Nothing is on record for the first pass yield 11-25 00:00 to 11-25 00:20, the plant\. The last day with a figure: yesterday \(11-24 00:00 to 11-25 00:00\), [\d.]+%\.$/,
  );
  const before = await ask("FPY 10月1日多少", "fpy");
  expect(before.text.zh).toMatch(/^10月1日.+没有可算直通率的记录；记录从 /);
  expect(before.text.zh).not.toContain("最近有数");
});

test("what a metric means is told with its formula before its figure", async () => {
  const certain = async (text: string) => (await understand(plant.db, now, text, {})).certain;
  expect(await certain("FPY是啥意思")).toEqual({ tool: "metric_value", metric: "fpy", line: "all" });
  expect(await certain("what does OEE mean?")).toEqual({ tool: "metric_value", metric: "oee", line: "all" });
  expect(await certain("what is the OEE of SMT-2")).toEqual({
    tool: "metric_value",
    metric: "oee",
    line: "SMT-2",
  });
  expect(await certain("OEE of SMT-2 in the blue shift")).toBeUndefined();
  const zh = await ask("FPY是啥意思", "fpy");
  expect(zh.text.zh).toMatch(
    /^直通率（FPY）：末道工序一次通过的件数占送检件数的比例；公式 GP \/ IP（ISO 22400-2）。今天还没有.+昨天.+的直通率是 [\d.]+%。$/,
  );
  const en = await ask("what does OEE mean and what is it now?", "oee");
  expect(en.text.en).toMatch(
    /^OEE: Availability times effectiveness times quality ratio; availability = APT \/ PBT, effectiveness = PRI × PQ \/ APT, quality ratio = GQ \/ \(GQ \+ SQ\) \(ISO 22400-2\)\. Nothing is on record .+ the OEE of the plant was [\d.]+%\.$/,
  );
  const today = await ask("今天的直通率是什么意思", "fpy");
  expect(today.text.zh).toMatch(
    /^直通率：末道工序.+。今天（.+）全厂没有可算直通率的记录。最近有数的一天是昨天/,
  );
});

test("lines that are held against each other in a week without a figure are told of the last day that has one, each of them", async () => {
  const monday = new Date("2026-12-01T09:00:00+08:00");
  const later = createPlantClock({ plantAnchor: monday.getTime(), wallAnchor: Date.now(), speed: 1 });
  const { text } = await ask("compare FPY FT-1/FT-2 this week", "fpy", "all", later);
  expect(text.en).toMatch(
    /^Nothing is on record for the first pass yield 11-30 00:00 to 12-01 09:00, FT-1, FT-2\. The last day with a figure: .+, [\d.]+%\. By line: FT-\d [\d.]+%, FT-\d [\d.]+%\.$/,
  );
  const zh = await ask("对比 FT-1 和 FT-2 本周的直通率", "fpy", "all", later);
  expect(zh.text.zh).toMatch(/最近有数的一天是.+，[\d.]+%。按产线：FT-\d [\d.]+%，FT-\d [\d.]+%。$/);
});

test("of lines that are held against each other the one without a figure is told as that", async () => {
  await plant.db.deleteFrom("figure_made").where("line", "=", "FT-2").execute();
  const { text } = await ask("compare FPY FT-1/FT-2 yesterday", "fpy");
  expect(text.en).toMatch(/By line: FT-1 [\d.]+%, FT-2 –\.$/);
});
