import { expect, test } from "vitest";
import { numbersIn, unsupportedArguments } from "./support.ts";

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
