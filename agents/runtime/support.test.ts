import { expect, test } from "vitest";
import type { ToolCall } from "./call-schema.ts";
import { candidatesOf, deadlineOf, endOf, unclearOf } from "./candidates.ts";
import type { Mentioned } from "./mentioned.ts";
import { readSentence } from "./spoken/reading.ts";
import { unsupportedArguments } from "./support.ts";

const names = {
  lines: ["SMT-2", "SMT-3", "BI-1"].map((id) => ({ id, nameZh: id, nameEn: id, process: id.split("-")[0]! })),
  products: ["RRU-5201", "RRU-5301"],
};
const known = {
  orders: new Set(["WO-1024", "WO-1042"]),
  materials: new Set(["MAT-00002", "MAT-00123", "MAT-00731"]),
};
const readingOf = (text: string) => readSentence(text, names, { day: "2026-11-25", time: "10:00" });
const unsupported = (call: ToolCall, text: string, mentioned: Mentioned = {}) =>
  unsupportedArguments(call, candidatesOf(readingOf(text), mentioned, known));

test("an id that nobody mentioned is named", () => {
  expect(
    unsupported({ tool: "release_order", order: "WO-1024", line: "earliest" }, "release 1042 asap"),
  ).toEqual(["order"]);
  expect(
    unsupported({ tool: "release_order", order: "WO-1042", line: "SMT-3" }, "release 1042 to smt 3"),
  ).toEqual([]);
  expect(unsupported({ tool: "line_status", line: "SMT-9" }, "what is smt 2 doing")).toEqual(["line"]);
});

test("the context supports what was mentioned before", () => {
  expect(unsupported({ tool: "hold_order", order: "WO-1042" }, "暂停它", { order: "WO-1042" })).toEqual([]);
  expect(unsupported({ tool: "stock_status", material: "MAT-00123" }, "00123 stock?")).toEqual([]);
});

test.each<[ToolCall, string]>([
  [{ tool: "promise_date", product: "RRU-5201", quantity: 500 }, "when could we deliver 500 RRU-5201"],
  [{ tool: "promise_date", product: "RRU-5201", quantity: 250 }, "五二零一要两百五十台"],
  [{ tool: "what_if_down", line: "SMT-2", hours: 4 }, "SMT-2停四个小时"],
  [{ tool: "what_if_down", line: null, hours: 48 }, "what if it is down for two days"],
  [{ tool: "what_if_down", line: null, hours: 12 }, "停半天"],
  [{ tool: "what_if_down", line: "SMT-2", hours: 0.67 }, "smt2 down forty minutes"],
  [{ tool: "what_if_late", material: null, days: 14 }, "two weeks late"],
  [{ tool: "what_if_late", material: "MAT-00731", days: 1.5 }, "material 731 comes 36 hours late"],
  [{ tool: "promise_date", product: null, quantity: null }, "no amount at all"],
])("%j is supported by %s", (call, text) => {
  expect(unsupported(call, text)).toEqual([]);
});

test.each<[ToolCall, string, string]>([
  [{ tool: "promise_date", product: null, quantity: 50 }, "when could we deliver 500", "quantity"],
  [{ tool: "promise_date", product: null, quantity: 24 }, "交期要一天内", "quantity"],
  [{ tool: "promise_date", product: "RRU-5301", quantity: null }, "how soon for RRU-5201", "product"],
  [{ tool: "what_if_down", line: null, hours: 8 }, "SMT-2停四个小时", "hours"],
  [{ tool: "what_if_down", line: "BI-1", hours: 24 }, "老化一号房停两天", "hours"],
  [{ tool: "what_if_late", material: null, days: 3 }, "two days late", "days"],
  [{ tool: "what_if_late", material: null, days: 7 }, "comes late", "days"],
])("%j is not supported by %s", (call, text, name) => {
  expect(unsupported(call, text)).toEqual([name]);
});

test("of bare numbers those are ids that the plant has; without any, all, to be told that there is none", () => {
  const orders = (text: string) => candidatesOf(readingOf(text), {}, known).order;
  expect(orders("1042 and 77")).toEqual(["WO-1042"]);
  expect(orders("what about 9999")).toEqual(["WO-9999"]);
  expect(candidatesOf(readingOf("7号和731"), {}, known).material).toEqual(["MAT-00731"]);
});

test("what the words leave open is offered as it was said", () => {
  expect(unclearOf(readingOf("两三百台RRU-5201")).quantity).toEqual([200, 300]);
  expect(unclearOf(readingOf("停两三个小时"))).toMatchObject({ hours: [2, 3] });
  expect(unclearOf(readingOf("a day or two late")).days).toEqual([1, 2]);
  expect(unclearOf(readingOf("停十天"))).toMatchObject({ hours: [168], days: [] });
  expect(unclearOf(readingOf("when can we have 200 RRU")).product).toEqual(names.products);
  expect(unclearOf(readingOf("SMT-2停4小时"))).toEqual({
    line: [],
    product: [],
    quantity: [],
    hours: [],
    days: [],
    minutes: [],
  });
});

test("an end is taken where there is one, and no span says how long", () => {
  expect(endOf(readingOf("SMT-2停到明天八点会怎样"))).toBe("2026-11-26T08:00");
  expect(endOf(readingOf("MAT-00123 won't arrive before Friday"))).toBe("2026-11-27");
  expect(endOf(readingOf("SMT-2明天停了会怎样"))).toBeUndefined();
  expect(endOf(readingOf("SMT-2停四个小时，到下午两点"))).toBeUndefined();
  expect(endOf(readingOf("SMT-2 from tomorrow at eight until Friday at eight"))).toBe("2026-11-27T08:00");
});

test("a deadline is taken where there is one", () => {
  expect(deadlineOf(readingOf("周五下午三点前要500台"))).toBe("2026-11-27T15:00");
  expect(deadlineOf(readingOf("500 by December 10"))).toBe("2026-12-10");
  expect(deadlineOf(readingOf("between Monday and Friday"))).toBeUndefined();
  expect(deadlineOf(readingOf("500台什么时候能交"))).toBeUndefined();
});
