import { expect, test } from "vitest";
import {
  asksOnlyWhy,
  corrects,
  goesOn,
  onlyTakesBack,
  onlyWaits,
  pointsAtFirst,
  takesBack,
  wantedInstead,
  wantedOfFigure,
} from "./goes-on.ts";

test.each([
  "那1113呢",
  "要是加到100台呢",
  "那改成RRU-5203，数量不变",
  "前天呢",
  "跟上周同期比怎么样",
  "and 80?",
  "what about WO-1111",
  "no, SMT-5",
  "sorry I meant 1161",
  "make it 6",
  "only the AAU ones",
  "ok and for 30 of RRU-5305",
  "vs same day last week?",
])("%s goes on from what was said before", (text) => expect(goesOn(text)).toBe(true));

test.each([
  "那它为什么延期",
  "WO-1113 齐套了吗",
  "and why is it late?",
  "release WO-1107 to SMT-3",
  "那就下达 WO-1107",
  "what about the kit",
  "周六加一班呢",
  "and with overtime on Saturday?",
  "现在谁当班？",
])("%s wants something of its own", (text) => expect(goesOn(text)).toBe(false));

test.each([
  "算了，不插了",
  "不用了",
  "never mind",
  "oh forget it",
  "撤回",
  "不挪了",
  "cancel that",
  "哎等下 放错了 撤回",
  "那算了 先不插",
  "wait no cancel",
])("%s takes a wish back", (text) => expect(takesBack(text)).toBe(true));
test.each([
  ["算了，换1102", "换1102"],
  ["算了吧 1102", "1102"],
  ["wait, never mind, its 1063", "its 1063"],
  ["算了", undefined],
  ["换1102", undefined],
])("what is wanted instead in %s", (text, instead) => expect(wantedInstead(text)).toBe(instead));
test.each([
  "取消 WO-1277",
  "cancel wo 1278 pls",
  "wait, cancel WO-1278",
  "那取消 WO-1277",
  "不要重排",
  "cancel that order WO-1",
])("%s takes nothing back", (text) => expect(takesBack(text)).toBe(false));

test.each([
  "算了还是照原来的",
  "还是按原计划来吧",
  "不换了",
  "开玩笑的",
  "just kidding",
  "leave it as it is",
  "算了 两个都不动",
  "算了先不放",
  "那还是先不下达了",
])("%s is nothing else than that", (text) => expect(onlyTakesBack(text)).toBe(true));

test.each(["先等等", "等一下", "稍等", "hold on", "wait a sec", "not yet", "等会儿"])(
  "%s is no wish, and takes nothing back",
  (text) => expect([onlyWaits(text), takesBack(text)]).toEqual([true, false]),
);
test.each([
  "先别",
  "先别真挪",
  "先不跑",
  "不要下达",
  "no wait, dont hold it",
  "don't start yet",
  "do not release it for now",
])("%s: not now, whatever it was", (text) => expect(onlyWaits(text)).toBe(true));
test.each(["等一下再下 WO-1042", "hold WO-1042", "wait for the kit of 1042", "先等 WO-1042 做完"])(
  "%s is more than a pause",
  (text) => expect(onlyWaits(text)).toBe(false),
);

test("a correction is told from a question that goes on", () => {
  expect(corrects("no, SMT-5")).toBe(true);
  expect(corrects("不对，是1163")).toBe(true);
  expect(corrects("那1113呢")).toBe(false);
});

test("cause, course and watch of a figure; the first of several", () => {
  expect(wantedOfFigure("why did it drop")).toBe("metric_cause");
  expect(wantedOfFigure("低于70就报警")).toBe("set_alert");
  expect(wantedOfFigure("show me the trend")).toBe("metric_trend");
  expect(wantedOfFigure("and last week?")).toBeUndefined();
  expect(asksOnlyWhy("为什么？")).toBe(true);
  expect(asksOnlyWhy("why is SMT-4 down?")).toBe(false);
  expect(pointsAtFirst("最严重的是哪个")).toBe(true);
  expect(pointsAtFirst("what is wrong with the oldest one")).toBe(true);
  expect(pointsAtFirst("first pass yield")).toBe(false);
});

test("a code that a product of a cell may be is no other amount of the last one", () =>
  expect(goesOn("再加2个BBU-V9200")).toBe(false));
