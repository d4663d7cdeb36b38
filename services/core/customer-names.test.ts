import { expect, test } from "vitest";
import { customersIn } from "./customer-names.ts";

const customers = [
  "MTN Nigeria",
  "华北数据中心",
  "四川联通",
  "江苏移动",
  "浙江电信",
  "Telefónica Perú",
  "Orange (UK) +",
];

test.each([
  ["电信的货几号能发", ["浙江电信"]],
  ["移动那边的单怎么样了", ["江苏移动"]],
  ["移动工单到SMT-2", []],
  ["哪些工单会延期", []],
  ["MTN的货几号能发", ["MTN Nigeria"]],
  ["peru ships when", ["Telefónica Perú"]],
  ["telefonica peru 的单", ["Telefónica Perú"]],
  ["华北的和江苏的", ["华北数据中心", "江苏移动"]],
])("%s names %j", (text, named) => {
  expect(customersIn(customers, text)).toEqual(named);
});

test("a customer is named with whatever signs its name has", () => {
  expect(customersIn(customers, "is anything of orange (uk) + late?")).toEqual(["Orange (UK) +"]);
});
