import { expect, test } from "vitest";
import { metricOf } from "../../metrics/catalogue.ts";
import { compareOf, readFigure } from "./question.ts";

const now = new Date("2026-11-25T10:30:00+08:00");
const lines = ["SMT-1", "SMT-2", "ASM-1", "ASM-2", "FT-1", "FT-2"].map((id) => ({
  id,
  process: id.slice(0, -2),
  nameZh: id,
  nameEn: id,
  tests: id.startsWith("FT"),
}));
const read = (text: string) =>
  readFigure(text, { lines, products: ["RRU-5201"] }, now, { day: "2026-11-25", time: "10:30" });

test.each([
  ["只看 SMT 的", "SMT"],
  ["贴片线呢", "SMT"],
  ["just assembly", "ASM"],
  ["what about SMT?", "SMT"],
  ["哪台测试仪失败最多", "FT"],
  ["which tester fails most units", "FT"],
  ["各线昨天的产量排个名 SMT 产线", "SMT"],
  ["rank the lines by output yesterday ASM lines", "ASM"],
  ["上周SMT整体OEE多少", "SMT"],
  ["scrap in assembly yesterday", "ASM"],
  ["SMT 和装配的合格率", undefined],
  ["现在怎么样", undefined],
  ["SMT-1", undefined],
])("%s is of the kind %s", (text, kind) => expect(read(text).kind).toBe(kind));

test.each([
  ["上周报废率最高的产品", { count: 1, from: "worst" }],
  ["which product had the highest scrap rate last week", { count: 1, from: "worst" }],
  ["哪台测试仪失败最多", { count: 1, from: "worst" }],
  ["报废率最低的三个产品", { count: 3, from: "low" }],
  ["各线昨天的产量排个名", { count: 99, from: "best" }],
  ["rank the lines by OEE", { count: 99, from: "best" }],
  ["OEE 最高的产线", { count: 1, from: "high" }],
  ["MTBF by line last week, worst first", { count: 99, from: "worst" }],
  ["各线报废从多到少排一下", { count: 99, from: "high" }],
  ["fpy last week, which product drags it down most", { count: 1, from: "worst" }],
  ["energy per unit on smt lines, cheapest line?", { count: 1, from: "low" }],
  ["上周哪条线坏得最多", { count: 1, from: "high" }],
  ["which customers orders took longest last month top 3", { count: 3, from: "high" }],
  ["产量最低的三天是上周哪几天", { count: 3, from: "low" }],
  ["what's our worst line for OEE this month, how far is it from the best", { count: 1, from: "worst" }],
  ["连锡最多的是哪条线", { count: 1, from: "high" }],
  ["上周AOI缺陷主要在哪个产品上", { count: 99, from: "high" }],
])("%s ranks", (text, ranking) => expect(read(text).ranking).toEqual(ranking));

test.each([
  ["最近一周返修最多的故障是哪种啊", "reason"],
  ["哪类故障最多", "reason"],
  ["which kind of failure comes up most this week", "reason"],
  ["哪台设备故障最多", "line"],
  ["top 5 aoi defects last 3 days", "reason"],
  ["上周AOI缺陷主要在哪个料上", "material"],
  ["which part has most aoi defects this week", "material"],
  ["which customer had the most late orders in October", "customer"],
  ["上周返修前5大", "reason"],
  ["停机前三的产线", "line"],
  ["SMT-1停机都停在啥上面", "reason"],
  ["which defect is most common lately", "reason"],
  ["上周换线花了多少小时", undefined],
  ["10月份一共晚交了几单，都是谁家的", "customer"],
  ["what stopped SMT-1 the longest last week", "reason"],
])("%s is split by %s", (text, split) => expect(read(text).split).toBe(split));

test.each([
  ["SMT 和 FT 的用电量", "kind", ["SMT", "FT"]],
  ["夜班和白班的合格率", "shift", ["night", "day"]],
  ["day vs night shift quality", "shift", ["night", "day"]],
  ["RRU-5201 与 RRU-5301 的合格率比", "product", ["RRU-5201", "RRU-5301"]],
])("%s holds several against each other, by %s", (text, split, among) =>
  expect(read(text)).toMatchObject({ split, among, shift: undefined, product: undefined, kind: undefined }),
);

test("which of two is higher tells both", () => {
  expect(read("SMT-1和SMT-2上周的OEE哪个高")).toMatchObject({ split: "line", ranking: undefined });
  expect(read("SMT-1、SMT-2上周OEE哪条最差").ranking).toMatchObject({ count: 1 });
});

test("what fell most is held against the stretch before", () => {
  expect(read("上周哪条线合格率掉得最厉害")).toMatchObject({
    split: "line",
    ranking: { from: "fallen", count: 1 },
    compare: "before",
  });
  expect(read("which line's scrap rose the most last week").ranking?.from).toBe("risen");
});

const customers = ["江苏移动", "浙江电信", "Telefónica Perú"];
const more = (text: string) =>
  readFigure(text, { lines, products: ["RRU-5201", "SRV-310"], customers }, now, {
    day: "2026-11-25",
    time: "10:30",
  });

test("a figure is of the customer that is named, by all of the name or what people call it", () => {
  expect(more("给江苏移动的单子上个月准交率多少").customer).toBe("江苏移动");
  expect(more("on-time rate of peru last month").customer).toBe("Telefónica Perú");
  expect(more("上月各客户的按期率").split).toBe("customer");
  expect(more("电信和移动的按期率比一下")).toMatchObject({
    split: "customer",
    among: ["江苏移动", "浙江电信"],
    customer: undefined,
  });
});

test.each([
  ["yield last week excluding SRV", { families: ["SRV"] }],
  ["上周除了SMT-1和FT-2以外的OEE", { lines: ["SMT-1", "FT-2"] }],
  ["上周产量，RRU-5201不算", { products: ["RRU-5201"] }],
  ["去掉江苏移动上月按期率", { customers: ["江苏移动"] }],
  ["energy yesterday without assembly", { kinds: ["ASM"] }],
])("%s leaves out what it says, and is narrowed to none of it", (text, without) =>
  expect(more(text)).toMatchObject({
    without,
    lines: [],
    product: undefined,
    family: undefined,
    kind: undefined,
  }),
);

test.each([
  ["上周OEE低于60%的线有哪些", "line", "低于60%"],
  ["最近两周有几天直通率低于98.5%", "day", "低于98.5%"],
  ["which lines had more than 2 hours downtime last week", "line", "more than 2 hours"],
])("%s picks its parts by a limit", (text, split, limit) =>
  expect(more(text)).toMatchObject({ split, limit }),
);

test("hours of a limit are no stretch, and a limit of a watch picks nothing", () => {
  expect(more("which lines had more than 2 hours downtime last week").period?.words).toBe("last week");
  expect(more("任何一条线停机超过2小时就报警").limit).toBeUndefined();
  expect(more("output over 7 days by line").limit).toBeUndefined();
});

test("what is slowest of a time is the worst of it, and the month before is no thirty days", () => {
  expect(more("上个月哪种故障修得最慢 平均修复时间")).toMatchObject({
    split: "reason",
    ranking: { from: "worst", count: 1 },
  });
  expect(more("上个月的平均修复时间跟前一个月比").compare).toBe("before");
  expect(more("dpmo by line, last 7 days w/o SMT-1")).toMatchObject({
    without: { lines: ["SMT-1"] },
    lines: [],
  });
  expect(more("周末产量比上个周末").compare).toBe("week");
  expect(more("昨天的产量比上周同天").compare).toBe("week");
});

test("the night that began yesterday is the night shift's, whichever day it counts for", () => {
  const dates = (text: string) => {
    const { period, shift, split, among } = read(text);
    return [period?.from.toISOString(), period?.to.toISOString(), shift ?? split, among];
  };
  const [noon, next] = ["2026-11-24T04:00:00.000Z", "2026-11-25T02:30:00.000Z"];
  expect(dates("昨晚夜班的产量")).toEqual([noon, next, "night", []]);
  expect(dates("scrap of night shift last night")).toEqual([noon, next, "night", []]);
  expect(dates("which shift made more scrap last night shift or evening shift")).toEqual([
    ...[noon, next, "shift"],
    ["night", "evening"],
  ]);
  expect(dates("output last night").slice(0, 2)).toEqual([
    "2026-11-24T10:00:00.000Z",
    "2026-11-24T22:00:00.000Z",
  ]);
});

test("the reasons of each are beside what the figure is split by", () => {
  for (const text of [
    "SMT-1和SMT-2上周停机时间和各自的原因",
    "Compare SMT-1 and SMT-2 downtime last week, and tell me each one's top reason",
  ])
    expect(read(text)).toMatchObject({ split: "line", lines: ["SMT-1", "SMT-2"] });
  expect(read("上周返修最多的产品和最多的原因")).toMatchObject({ split: "product", ranking: { count: 1 } });
  expect(read("SMT-1上周停机及其原因")).toMatchObject({ split: "reason" });
});

test("a kind of defect narrows what is split by anything else", () => {
  expect(read("连锡最多的是哪条线")).toMatchObject({
    ...{ metrics: [{ id: "aoi_defects" }], split: "line", defects: ["Short"], among: [] },
  });
  expect(read("bridging by product last week")).toMatchObject({ split: "product", defects: ["Short"] });
  expect(read("昨天连锡多少个")).toMatchObject({ split: "reason", defects: [], among: ["Short"] });
});

test("which of a kind of lines is split by the line", () => {
  expect(read("装配线利用率上周多少，哪个更闲")).toMatchObject({ kind: "ASM", split: "line" });
  expect(read("which lines missed 60% OEE last week")).toMatchObject({ split: "line", limit: "missed 60%" });
});

test("reasons of stops that are asked of by name split it by reason, and the words of a metric are none", () => {
  const named = (text: string) => read(text).stopReasons.map(({ en }) => en);
  expect(read("what % of downtime last week was material shortages").split).toBe("reason");
  expect(named("what % of downtime last week was material shortages")).toEqual(["material shortage"]);
  expect(named("上周停机里缺料占百分之几")).toEqual(["material shortage"]);
  expect(named("上周换线时间")).toEqual([]);
});

test("whether it got worse and how it is beside the usual are comparisons; the usual is of what is divided by something", () => {
  expect(read("质量这两周有没有变差，差在哪条线").compare).toBe("before");
  expect(read("did scrap get worse last week").compare).toBe("before");
  const asked = read("SMT-2这周OEE跟平时比咋样");
  expect(asked).toMatchObject({ compare: "usual", lines: ["SMT-2"] });
  const { from } = asked.period!;
  const usual = compareOf(metricOf("oee"), asked, asked.period!)!;
  expect([from.getTime() - usual.from.getTime(), usual.to]).toEqual([28 * 86_400_000, from]);
  expect(compareOf(metricOf("output"), asked, asked.period!)).toBeUndefined();
});

test("which machine of those that a figure is known by is a line: AOI误报率哪台最高", () =>
  expect(read("AOI误报率哪台最高")).toMatchObject({ split: "line", ranking: { from: "high" } }));
