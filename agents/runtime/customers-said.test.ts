import { expect, test } from "vitest";
import { byTheirEnds } from "../../services/core/customer-names.ts";

const customers = ["MTN Nigeria", "华北数据中心", "四川联通", "江苏移动", "浙江电信"];

test("a customer is named by the end of its name, and a verb is none", () => {
  expect(byTheirEnds(customers, "电信的货几号能发")).toEqual(["浙江电信"]);
  expect(byTheirEnds(customers, "移动那边的单怎么样了")).toEqual(["江苏移动"]);
  expect(byTheirEnds(customers, "移动工单到SMT-2")).toEqual([]);
  expect(byTheirEnds(customers, "哪些工单会延期")).toEqual([]);
});
