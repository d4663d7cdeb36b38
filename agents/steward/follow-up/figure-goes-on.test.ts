import { expect, test } from "vitest";
import { last, said } from "../../../test/support/follow-up.ts";
import { plantDayTime } from "../../runtime/format.ts";
import { readFigure } from "../../runtime/spoken/asked/question.ts";
import { figureGoesOn, figureUnread } from "./figure-goes-on.ts";

const now = new Date("2026-11-25T10:30:00+08:00");
const lines = ["SMT-1", "SMT-2", "SMT-3", "SMT-4", "ASM-1", "ASM-2", "FT-1", "FT-2"].map((id) => ({
  id,
  process: id.slice(0, -2),
  nameZh: id,
  nameEn: id,
}));
const names = { lines, products: ["RRU-5201", "RRU-5301", "AAU-5611", "SRV-310"] };

/** What is asked when one sentence follows on a figure, as it is read again. */
const goesOn = (
  metric: Parameters<typeof last>[1]["metric"],
  before: string,
  text: string,
  tool = "metric_value",
  evidence: Parameters<typeof last>[3] = [],
) => {
  const call = figureGoesOn(last(tool, { metric, line: "all" }, before, evidence), said(text), {
    names,
    now,
  });
  if (!call) return undefined;
  const asked = readFigure(call.words!, names, now, plantDayTime(now));
  const dates = (period: { from: Date; to: Date } | undefined) =>
    period && `${plantDayTime(period.from).day.slice(5)}~${plantDayTime(period.to).day.slice(5)}`;
  const { compare } = asked;
  return {
    tool: call.tool,
    words: call.words,
    metric: call.metric,
    line: call.line,
    period: dates(asked.period),
    compare: typeof compare === "object" ? dates(compare) : compare,
    lines: asked.lines.join(),
    kind: asked.kind,
    product: asked.product,
    family: asked.family,
    shift: asked.shift,
    split: asked.split,
    top: asked.ranking && `${asked.ranking.from} ${asked.ranking.count}`,
  };
};

test.each([
  ["oee", "上周SMT整体OEE多少", "那这周呢", { metric: "oee", period: "11-23~11-25", kind: "SMT" }],
  [
    "oee",
    "上周SMT整体OEE多少",
    "SMT-2 和 SMT-3 比呢",
    { period: "11-16~11-23", lines: "SMT-2,SMT-3", split: "line", line: "all" },
  ],
  [
    "oee",
    "上周SMT整体OEE多少",
    "哪条掉得最厉害",
    { period: "11-16~11-23", kind: "SMT", split: "line", top: "fallen 1", compare: "before" },
  ],
  [
    "scrap",
    "昨天一共报废了多少",
    "按产品拆开看看",
    { metric: "scrap", period: "11-24~11-25", split: "product" },
  ],
  ["scrap", "昨天一共报废了多少", "占产出多少比例啊", { metric: "quality", period: "11-24~11-25" }],
  [
    "availability",
    "which line had the worst availability last week",
    "and the week before that?",
    { period: "11-09~11-16", split: "line", top: "worst 1" },
  ],
  [
    "energy",
    "how much energy did we burn yesterday",
    "per good piece?",
    { metric: "energy_per_unit", period: "11-24~11-25" },
  ],
  [
    "energy",
    "how much energy did we burn yesterday",
    "compare it with the day before",
    { period: "11-24~11-25", compare: "before" },
  ],
  ["fpy", "上个月 AAU 的直通率", "RRU的呢", { period: "10-01~11-01", family: "RRU", metric: "fpy" }],
  [
    "fpy",
    "上个月 RRU 的直通率",
    "夜班比白班低多少",
    { period: "10-01~11-01", family: "RRU", split: "shift", metric: "fpy" },
  ],
  [
    "oee",
    "上周 SMT-2 的OEE",
    "MTTR呢",
    { metric: "mttr", period: "11-16~11-23", lines: "SMT-2", line: "SMT-2" },
  ],
  [
    "downtime",
    "top 3 lines by downtime last week",
    "and this week",
    { period: "11-23~11-25", split: "line", top: "high 3" },
  ],
  ["downtime", "各线昨天停机时间", "只看SMT的", { period: "11-24~11-25", kind: "SMT" }],
  [
    "oee",
    "SMT-2 上周的OEE比上上周",
    "SMT-3呢",
    { period: "11-16~11-23", compare: "11-09~11-16", lines: "SMT-3" },
  ],
] as const)("%s: %s / %s", (metric, before, text, expected) => {
  expect(goesOn(metric, before, text)).toMatchObject(expected);
});

test("why and how it went are of the line that a ranking has found", () => {
  const evidence = [
    { kind: "figure", id: "availability" },
    { kind: "figure", id: "SMT-1" },
  ] as unknown as Parameters<typeof last>[3];
  const before = "which line had the worst availability last week";
  expect(goesOn("availability", before, "why", "metric_value", evidence)).toMatchObject({
    tool: "metric_cause",
    line: "SMT-1",
    period: "11-16~11-23",
  });
  expect(
    goesOn("availability", before, "trend over the last 4 weeks", "metric_value", evidence),
  ).toMatchObject({
    tool: "metric_trend",
    line: "SMT-1",
  });
});

test("what is pointed at is the product that a ranking has found, and reasons are of that line", () => {
  const of = (id: string) =>
    [
      { kind: "figure", id: "quality" },
      { kind: "figure", id },
    ] as unknown as Parameters<typeof last>[3];
  expect(
    goesOn("quality", "上周合格率最低的产品是哪个", "它报废了多少", "metric_value", of("AAU-5611")),
  ).toMatchObject({ metric: "scrap", product: "AAU-5611", period: "11-16~11-23" });
  expect(goesOn("downtime", "昨晚夜班哪条线停得最久", "什么原因", "metric_value", of("SMT-4"))).toMatchObject(
    {
      tool: "metric_value",
      line: "SMT-4",
      split: "reason",
      shift: "night",
    },
  );
});

test("which of them all is asked for without the one that was told of", () => {
  expect(goesOn("fpy", "SMT-2上周的直通率", "哪条线降得最多")).toMatchObject({
    lines: "",
    line: "all",
    split: "line",
    top: "fallen 1",
  });
  expect(goesOn("scrap", "RRU-5201 上周报废多少", "哪种产品最多")).toMatchObject({
    product: undefined,
    split: "product",
  });
});

test("of all that were told the first of a rank is meant, and the day that was found", () => {
  const evidence = (...parts: readonly (readonly [string, string])[]) =>
    [
      { kind: "figure", id: "on_time", facts: {} },
      ...parts.map(([id, value]) => ({ kind: "figure", id, facts: { value } })),
    ] as unknown as Parameters<typeof last>[3];
  expect(
    goesOn(
      "on_time",
      "on-time rate last week by product family",
      "worst one, why?",
      "metric_value",
      evidence(["AAU", "89.8%"], ["SRV", "89.6%"], ["RRU", "84.5%"]),
    ),
  ).toMatchObject({ tool: "metric_cause", family: "RRU", split: undefined });
  // The limit has picked it, and picks nothing of it.
  expect(
    goesOn(
      "oee",
      "OEE低于60%的线有哪些",
      "最差的那条为什么",
      "metric_value",
      evidence(["SMT-1", "34.2%"], ["SMT-2", "46.9%"]),
    ),
  ).toMatchObject({ tool: "metric_cause", words: "SMT-1 OEE" });
  expect(
    goesOn("fpy", "上周直通率最低的是哪天", "那天怎么了", "metric_value", evidence(["18 Nov", "98.3%"])),
  ).toMatchObject({ tool: "metric_cause", period: "11-18~11-19" });
});

test("a share of all that was scrapped stays scrap", () => {
  expect(goesOn("scrap", "上周报废最多的前三种产品", "占总报废多少")).toMatchObject({
    metric: "scrap",
    split: "product",
    top: "worst 3",
  });
});

test("what leaves something out of a figure is not answered by the same figure", () => {
  const before = last(
    "metric_value",
    { metric: "quality", line: "all" },
    "which product was worst last week",
  );
  expect(figureUnread(before, said("and excluding that, the second worst?"), { names, now })).toMatchObject({
    tool: "cannot_do",
  });
  expect(figureUnread(before, said("and this week"), { names, now })).toBeUndefined();
});

test("what was made goes on as the figure that was asked for", () => {
  expect(goesOn(undefined, "昨天一共报废了多少", "按产品", "output")).toMatchObject({ metric: "scrap" });
});

test("a sentence with a word that is not read stands for itself", () => {
  for (const text of [
    "华北数据中心的呢",
    "明天呢",
    "下达WO-1042",
    "谁在岗",
    "预计多少",
    "OEE 目标是多少",
    "and for order 1042",
  ])
    expect(goesOn("oee", "上周OEE", text), text).toBeUndefined();
  // A question of its own is not narrowed by the one before.
  expect(goesOn("oee", "SMT-2 上周OEE", "本月全厂用电量多少")).toBeUndefined();
});

test("a kind of defect alone is of the defects that were told", () => {
  expect(goesOn("aoi_defects", "SMT-2最近三天的AOI缺陷", "锡珠呢")).toMatchObject({
    ...{ metric: "aoi_defects", split: "reason" },
    words: expect.stringMatching(/Solderball/),
  });
  expect(goesOn("oee", "SMT-2上周的OEE", "锡珠呢")).toBeUndefined();
});

test("the reasons of each are asked of those that were told, and not of the plant", () => {
  expect(goesOn("downtime", "SMT-1和SMT-2上周的停机时间", "各自的原因呢")).toMatchObject({
    ...{ split: "line", lines: "SMT-1,SMT-2", period: "11-16~11-23" },
    words: expect.stringContaining("各自的原因"),
  });
  expect(goesOn("oee", "SMT-1上周的OEE", "三个分项呢")).toMatchObject({
    words: expect.stringContaining("分项"),
  });
});

test("all in their order stay in it, and a line that is pointed at is the one that was told of", () => {
  expect(goesOn("scrap", "上周各线报废多少，从多到少排一下", "只看贴片的")).toMatchObject({
    ...{ kind: "SMT", top: "high 99" },
  });
  expect(goesOn("mtbf", "MTBF by line last week, worst first", "and the week before")).toMatchObject({
    top: "worst 99",
  });
  expect(goesOn("oee", "SMT-1上周的OEE", "再看看它停机都停在啥上面")).toMatchObject({
    ...{ metric: "downtime", line: "SMT-1", split: "reason", period: "11-16~11-23" },
  });
});

test("what a day was made of is asked of it, and the kind of defect stays", () => {
  const of = [
    { kind: "figure", id: "scrap" },
    { kind: "figure", id: "19 Nov" },
  ] as unknown as Parameters<typeof last>[3];
  expect(
    goesOn(
      "scrap",
      "which day last week was the worst for scrap",
      "and what products was it",
      "metric_value",
      of,
    ),
  ).toMatchObject({ split: "product", period: "11-19~11-20" });
  expect(goesOn("aoi_defects", "连锡最多的是哪条线", "SMT-2呢")).toMatchObject({
    ...{ lines: "SMT-2", words: expect.stringContaining("Short") },
  });
  expect(goesOn("oee", "SMT-2 OEE last week", "why is it so low")).toMatchObject({
    ...{ tool: "metric_cause", line: "SMT-2", period: "11-16~11-23" },
  });
});

test("how a figure is stands beside why, and is read", () => {
  for (const text of ["它为啥低", "why is it low"])
    expect(goesOn("oee", "SMT-2上周的OEE", text)).toMatchObject({ tool: "metric_cause", line: "SMT-2" });
});

test("a week as the stretch of a figure is no length of anything: 再上一周 goes back by one from what was told", () => {
  const before = last("metric_value", { metric: "fpy", line: "all" }, "上周直通率最低的产品是哪个", []);
  const own = said("那再上一周呢");
  const candidates = { ...own.candidates, hours: [168], named: new Set(["hours" as const]) };
  const call = figureGoesOn(before, { ...own, candidates }, { names, now });
  const { period } = readFigure(call!.words!, names, now, plantDayTime(now));
  expect(period && plantDayTime(period.from).day).toBe("2026-11-09");
  expect(period && plantDayTime(period.to).day).toBe("2026-11-16");
});
