import { expect, test } from "vitest";
import { numbersIn } from "./numbers.ts";
import { unsupportedArguments } from "./support.ts";

test.each([
  ["把工单 WO-1042 下达", "1042"],
  ["１０４２号工单", "1042"],
  ["一零四二那个单", "1042"],
  ["一千零四十二号", "1042"],
  ["order ten forty two please", "1042"],
  ["order one zero four two", "1042"],
  ["贴片二线在干嘛", "2"],
  ["the second smt line", "2"],
  ["物料00123还有多少", "123"],
  ["SMT2", "2"],
  ["一千零五十台", "1050"],
  ["两百五十台", "250"],
  ["两百五", "250"],
  ["一千二百片", "1200"],
  ["两万块", "20000"],
  ["1.5万片", "15000"],
  ["俩小时", "2"],
  ["2,000 boards", "2000"],
  ["1.5k of them", "1500"],
  ["two hundred and fifty units", "250"],
  ["a thousand boards", "1000"],
  ["eleven hundred", "1100"],
  ["twenty-five radios", "25"],
  ["three thousand four hundred and seven", "3407"],
  ["two dozen", "24"],
])("%s mentions %s", (text, number) => {
  expect(numbersIn(text)).toContain(number);
});

test("an id that nobody mentioned is named", () => {
  expect(unsupportedArguments({ order: "WO-1024", line: "earliest" }, "release 1042 asap", {})).toEqual([
    "order",
  ]);
  expect(unsupportedArguments({ order: "WO-1042", line: "SMT-3" }, "release 1042 to smt 3", {})).toEqual([]);
  expect(unsupportedArguments({ line: "SMT-9" }, "what is smt 2 doing", {})).toEqual(["line"]);
});

test("the context supports what was mentioned before", () => {
  expect(unsupportedArguments({ order: "WO-1042" }, "暂停它", { order: "WO-1042" })).toEqual([]);
  expect(unsupportedArguments({ order: null, material: "MAT-00123" }, "00123 stock?", {})).toEqual([]);
});

test.each([
  [{ quantity: 500 }, "when could we deliver 500 RRU-5201"],
  [{ product: "RRU-5201", quantity: 250 }, "五二零一要两百五十台"],
  [{ hours: 4 }, "SMT-2停四个小时"],
  [{ hours: 48 }, "what if it is down for two days"],
  [{ hours: 72 }, "three more days without it"],
  [{ hours: 48 }, "a two-day stop"],
  [{ hours: 24 }, "停一整天"],
  [{ hours: 24 }, "lose it for a day"],
  [{ hours: 168 }, "停一周"],
  [{ hours: 12 }, "停半天"],
  [{ days: 14 }, "two weeks late"],
  [{ days: 1 }, "comes a day late"],
  [{ days: 30 }, "晚一个月"],
  [{ quantity: null, hours: null, days: null }, "no amount at all"],
])("%j is supported by %s", (args, text) => {
  expect(unsupportedArguments(args, text, {})).toEqual([]);
});

test.each([
  [{ quantity: 50 }, "when could we deliver 500", "quantity"],
  [{ quantity: 24 }, "交期要一天内", "quantity"],
  [{ hours: 8 }, "SMT-2停四个小时", "hours"],
  [{ hours: 24 }, "停三天", "hours"],
  [{ hours: 24 }, "老化一号房停两天", "hours"],
  [{ days: 14 }, "MAT-00002 comes a week late", "days"],
  [{ days: 3 }, "two days late", "days"],
  [{ days: 7 }, "comes late", "days"],
  [{ product: "RRU-5301" }, "how soon for RRU-5201", "product"],
])("%j is not supported by %s", (args, text, name) => {
  expect(unsupportedArguments(args, text, {})).toEqual([name]);
});
