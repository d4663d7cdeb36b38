import { afterEach, expect, test } from "vitest";
import { plantZone, setPlantZone } from "../../../../services/core/zone.ts";
import { comparedWith } from "../asked/compare.ts";
import type { Period } from "../periods/said.ts";
import { asMuchOf, periodBefore, periodIn, periodNamed } from "./period.ts";

const usual = plantZone().name;
afterEach(() => setPlantZone(usual));

// A Wednesday, 10:30 in the plant.
const now = new Date("2026-11-25T02:30:00Z");
const told = (text: string) => {
  const { from, to } = periodIn(text, now);
  return [from.toISOString(), to.toISOString()];
};

test("today is meant where nothing is said, by the plant's own midnight", () => {
  for (const text of ["产量多少", "今天产量", "output today"])
    expect(told(text)).toEqual(["2026-11-24T16:00:00.000Z", now.toISOString()]);
});

test("yesterday is a whole day, a week begins on Monday, an hour ends now", () => {
  for (const text of ["昨天产量", "what was the output yesterday"])
    expect(told(text)).toEqual(["2026-11-23T16:00:00.000Z", "2026-11-24T16:00:00.000Z"]);
  for (const text of ["本周产量", "yield this week"])
    expect(told(text)).toEqual(["2026-11-22T16:00:00.000Z", now.toISOString()]);
  for (const text of ["最近一小时产量", "output of the last hour"])
    expect(told(text)).toEqual(["2026-11-25T01:30:00.000Z", now.toISOString()]);
});

/** "11-20 00:00" to "11-21 00:00", by the plant's clock. */
/** A period by the plant's clock. */
const shown = ({ from, to }: Period) =>
  [from, to].map((moment) => {
    const { day, time } = plantZone().dayTimeAt(moment);
    return `${day.slice(5)} ${time}`;
  });
const local = (text: string) => shown(periodIn(text, now));
const until = "11-25 10:30";

test.each([
  [["上周", "上个星期", "last week", "the previous week"], "11-16 00:00", "11-23 00:00"],
  [["上上周", "the week before last"], "11-09 00:00", "11-16 00:00"],
  [["本月", "这个月", "this month"], "11-01 00:00", until],
  [["上个月", "上月", "last month", "10月份", "in October"], "10-01 00:00", "11-01 00:00"],
  [["最近三天", "过去3天", "last 3 days", "the past three days"], "11-23 00:00", until],
  [["近两周", "last two weeks"], "11-12 00:00", until],
  [["过去24小时", "最近二十四小时", "last 24 hours"], "11-24 10:30", until],
  [["前天", "the day before yesterday"], "11-23 00:00", "11-24 00:00"],
  [["周一", "本周一", "on Monday"], "11-23 00:00", "11-24 00:00"],
  [["上周五", "last Friday"], "11-20 00:00", "11-21 00:00"],
  [
    ["11月20日", "11月20号", "20号", "Nov 20", "20 November", "the 20th", "2026-11-20"],
    "11-20 00:00",
    "11-21 00:00",
  ],
  [["11月1日到5日", "从11月1号至11月5号", "1号到5号", "from Nov 1 to Nov 5"], "11-01 00:00", "11-06 00:00"],
  [["周一到周三", "between Monday and Wednesday", "周一以来", "since Monday"], "11-23 00:00", until],
  [["昨天下午", "yesterday afternoon"], "11-24 12:00", "11-24 18:00"],
  [
    ["昨天8点到12点", "yesterday from 8 am to noon", "between 8:00 and 12:00 yesterday"],
    "11-24 08:00",
    "11-24 12:00",
  ],
  [["第四季度", "本季度", "Q4", "this quarter"], "10-01 00:00", until],
  [["上季度", "last quarter", "Q3"], "07-01 00:00", "10-01 00:00"],
  [["周末", "at the weekend"], "11-21 00:00", "11-23 00:00"],
  [["今年", "this year"], "01-01 00:00", until],
] as const)("%s", (texts, from, to) => {
  for (const text of texts) expect(local(text), text).toEqual([from, to]);
});

test("what is no period is none: lines, repairs, numbers of pieces", () => {
  for (const text of [
    "SMT-2的OEE",
    "三次返修率",
    "FT-3 third repairs",
    "前三条产线",
    "top 5 products",
    "一次合格率",
  ])
    expect(periodNamed(text, now), text).toBeUndefined();
});

test("of a whole period as much is held against one that still goes on, and it is told by another name", () => {
  const cut = (other: string, own: string) => asMuchOf(periodIn(other, now), periodIn(own, now));
  expect(shown(cut("上周", "本周"))).toEqual(["11-16 00:00", "11-18 10:30"]);
  expect(cut("上周", "本周").name).toEqual({ zh: "上周同期", en: "The same part of last week" });
  expect(shown(cut("上月", "本月"))).toEqual(["10-01 00:00", "10-25 10:30"]);
});

test("periods that are whole, of other kinds or of hours are held against each other as they are", () => {
  for (const [other, own] of [
    ["前天", "昨天"],
    ["上月", "本周"],
    ["昨天", "最近2小时"],
  ] as const) {
    const period = periodIn(other, now);
    expect(asMuchOf(period, periodIn(own, now)), `${other} ${own}`).toBe(period);
  }
});

test("the period before is as much of the one before as there is of this one", () => {
  const before = (text: string) => shown(periodBefore(periodIn(text, now)));
  expect(before("今天")).toEqual(["11-24 00:00", "11-24 10:30"]);
  expect(before("昨天")).toEqual(["11-23 00:00", "11-24 00:00"]);
  expect(before("本周")).toEqual(["11-16 00:00", "11-18 10:30"]);
  expect(before("上周")).toEqual(["11-09 00:00", "11-16 00:00"]);
  expect(before("本月")).toEqual(["10-01 00:00", "10-25 10:30"]);
  expect(before("上月")).toEqual(["09-01 00:00", "10-01 00:00"]);
  expect(before("最近24小时")).toEqual(["11-23 10:30", "11-24 10:30"]);
});

test("what a part of a day or week is held against ends when the clock shows the same, also where clocks were changed between", () => {
  setPlantZone("Europe/Berlin");
  const shown = ({ from, to }: { readonly from: Date; readonly to: Date }) =>
    [from, to].map((moment) => Object.values(plantZone().dayTimeAt(moment)).join(" "));
  const monday = plantZone().momentOf("2026-10-26", "10:30");
  const today = periodIn("today", plantZone().momentOf("2026-10-25", "10:30"));
  expect(shown(periodBefore(today))).toEqual(["2026-10-24 00:00", "2026-10-24 10:30"]);
  expect(shown(comparedWith(periodIn("today", monday), "week"))).toEqual([
    "2026-10-19 00:00",
    "2026-10-19 10:30",
  ]);
});

test("a number that counts things behind 周 is no day of the week", () => {
  const week = ["11-16 00:00", "11-23 00:00"];
  for (const text of ["上周三个车间的OEE", "上周三条装配线的产量", "上周前三种产品的报废"])
    expect([text, local(text)]).toEqual([text, week]);
  expect(local("上周三的OEE")).toEqual(["11-18 00:00", "11-19 00:00"]);
  expect(local("上周六次品率")).toEqual(["11-21 00:00", "11-22 00:00"]);
});

test("a month is read wherever it stands, and takes with it no other words", () => {
  const october = ["10-01 00:00", "11-01 00:00"];
  for (const text of ["energy per piece, October", "oct output", "output of SMT lines in October"])
    expect([text, local(text)]).toEqual([text, october]);
  expect(periodNamed("output of SMT lines in October", now)?.words).toBe("in october");
  expect(periodNamed("may I see the output", now)).toBeUndefined();
});

test.each([
  [["10月一共报废了多少", "10月三条线的产量"], "10-01 00:00", "11-01 00:00"],
  [["上周一", "Monday last week", "last week's Monday"], "11-16 00:00", "11-17 00:00"],
  [["Oct 20 to 24", "10月20到24号"], "10-20 00:00", "10-25 00:00"],
  [["10月前半个月", "10月上半月", "the first half of October"], "10-01 00:00", "10-16 00:00"],
  [["上月下半月", "the second half of last month"], "10-16 00:00", "11-01 00:00"],
  [["上周一到周三", "Monday to Wednesday last week"], "11-16 00:00", "11-19 00:00"],
  [["周一到周五", "Monday to Friday"], "11-16 00:00", "11-21 00:00"],
] as const)("%s", (texts, from, to) => {
  for (const text of texts) expect(local(text), text).toEqual([from, to]);
});

test("a week of a month is the one whose Thursday is so many of that month", () => {
  for (const text of ["10月第三周的OEE", "OEE in the third week of October", "OEE of the 3rd week in Oct"])
    expect(local(text)).toEqual(["10-12 00:00", "10-19 00:00"]);
  expect(local("上月第一周产量")).toEqual(["09-28 00:00", "10-05 00:00"]);
  // October has five Thursdays and no sixth week, September has four.
  expect(local("10月第五周产量")).toEqual(["10-26 00:00", "11-02 00:00"]);
  expect(periodNamed("9月第五周产量", now)?.words).not.toContain("第5周");
});

test("a week of the year is counted as the calendar does", () => {
  for (const text of ["output of week 43", "第43周的产量", "OEE W43"])
    expect(local(text)).toEqual(["10-19 00:00", "10-26 00:00"]);
  // One that is still to come was last year.
  expect(periodNamed("week 52 output", now)?.from.getFullYear()).toBe(2025);
  expect(periodNamed("WO-1042 第12步", now)).toBeUndefined();
});
