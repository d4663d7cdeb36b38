import { expect, test } from "vitest";
import { parseExpression } from "./expression.ts";
import { completed, isFollowUp } from "./follow-up.ts";
import { headOf, inOneUnit, quantityOf } from "./quantity.ts";

const worth = (text: string, values: Record<string, number> = {}) =>
  parseExpression(text)?.evaluate(new Map(Object.entries(values)));

test("formulas are worked out with the usual precedence", () => {
  expect(worth("(W × L)/(2 × T × (W + L))", { W: 0.3, L: 1.2, T: 0.12 })).toBeCloseTo(1, 12);
  expect(worth("2 ^ 3 ^ 2")).toBe(512);
  expect(worth("-2 + sqrt(16) / 4")).toBe(-1);
  expect(worth("a - b - c", { a: 9, b: 3, c: 2 })).toBe(4);
  expect(worth("a × b", { a: 1 })).toBeNaN();
  expect(worth("1000 v / (pi D)", { v: 250, D: 10 })).toBeCloseTo(7957.7, 1);
  expect(worth("a / 2 b", { a: 12, b: 3 })).toBe(2);
  expect(worth("S x O x D", { S: 4, O: 4, D: 3 })).toBe(48);
  expect(worth("(C1 - C0) × V", { C1: 75, C0: 65, V: 2 })).toBe(20);
  expect(parseExpression("process.exit()")).toBeUndefined();
  expect(parseExpression("1 +")).toBeUndefined();
});

test("a head's last word is its unit where it is one", () => {
  expect(headOf("Feed mm/min")).toEqual({ name: "Feed", unit: "mm/min" });
  expect(headOf("Torque N·m")).toEqual({ name: "Torque", unit: "N·m" });
  expect(headOf("Depth of cut")).toEqual({ name: "Depth of cut", unit: "" });
});

test("quantities keep their units and are held against each other in one of them", () => {
  expect(quantityOf("48 hours")).toEqual({ value: 48, unit: "hours" });
  expect(quantityOf("20,000", "contacts")).toEqual({ value: 20_000, unit: "contacts" });
  expect(quantityOf("55～75")).toBeUndefined();
  expect(
    inOneUnit([
      { value: 2, unit: "days" },
      { value: 48, unit: "h" },
    ]),
  ).toEqual([2, 2]);
  expect(
    inOneUnit([
      { value: 1, unit: "kg" },
      { value: 1, unit: "min" },
    ]),
  ).toBeUndefined();
  expect(headOf("Peak [℃]")).toEqual({ name: "Peak", unit: "℃" });
  expect(headOf("老化时间/h")).toEqual({ name: "老化时间", unit: "h" });
  expect(headOf("N/A")).toEqual({ name: "N/A", unit: "" });
  expect(headOf("公差 (±N·m)")).toEqual({ name: "公差", unit: "N·m" });
  expect(headOf("R (W/(m·K))")).toEqual({ name: "R", unit: "W/(m·K)" });
});

test("a follow-up takes over what it does not say", () => {
  expect(isFollowUp("那 RRU-5301 呢？")).toBe(true);
  expect(isFollowUp("RRU-5301 的峰值温度上限是多少？")).toBe(false);
  expect(completed("那 RRU-5301 呢？", "RRU-5201 的峰值温度上限是多少？")).toBe(
    "RRU-5301 的峰值温度上限是多少？",
  );
  expect(completed("what about RRU-5301?", "How long is the burn-in of RRU-5201?")).toBe(
    "How long is the burn-in of RRU-5301?",
  );
  expect(completed("那下限呢？", "RRU-5201 的峰值温度上限是多少？")).toContain("下限");
});
