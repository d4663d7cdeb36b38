import { expect, test } from "vitest";
import { holdsQuantity, rangeOf, rangesIn, worthInRanges } from "./range.ts";

const worth = (text: string, value: number, unit = "") => worthInRanges({ value, unit }, rangesIn(text));

test("a figure between the limits that a sentence names is spoken of, in whatever unit", () => {
  expect(worth("迟到超过 30 分钟按半天旷工处理", 40, "分钟")).toBeGreaterThan(0.8);
  expect(worth("迟到超过 30 分钟按半天旷工处理", 20, "分钟")).toBe(0);
  expect(worth("停机超过 2 h 须关闭加热", 3, "小时")).toBeGreaterThan(0.8);
  expect(worth("3天以内班组长批准", 2, "天")).toBeGreaterThan(0.8);
  expect(worth("工龄满 10 年不满 20 年 10 天", 12, "年")).toBeGreaterThan(0.8);
  expect(worth("stands still for more than 20 minutes", 0.5, "hours")).toBeGreaterThan(0.8);
  expect(worth("keep at 10 to 20 °C", 15, "°C")).toBe(1);
  expect(worth("板厚 0.9~1.6 mm 叠 2 片", 1.2, "mm")).toBe(1);
  expect(worth("not exceeding 5 kg", 6, "kg")).toBe(0);
});

test("of two limits that a figure is beyond the nearer one is meant", () => {
  expect(worth("停机超过 2 h 关闭加热", 3, "h")).toBeGreaterThan(worth("停机超过 30 min 保温", 3, "h"));
});

test("a figure without a unit is worth little, and none in a range of another kind", () => {
  expect(worth("板厚 0.9~1.6 mm", 1.2)).toBe(0);
  expect(worth("2.0 to 4.5", 3)).toBeLessThan(0.6);
  expect(worth("超过 30 分钟", 40, "kg")).toBe(0);
});

test("a figure stands there just so in its own unit, another of its kind, or none", () => {
  expect(holdsQuantity("at least 2 h", { value: 120, unit: "min" })).toBe(true);
  expect(holdsQuantity("after 12 minutes", { value: 12, unit: "年" })).toBe(false);
  expect(holdsQuantity("连续 3 模出现", { value: 3, unit: "小时" })).toBe(false);
  expect(holdsQuantity("level 3", { value: 3, unit: "" })).toBe(true);
});

test("both ends of a stretch are read together, whatever stands between them", () => {
  expect(worth("If R is between 3 and 4 a guard band applies; below 3 none.", 3.5)).toBeGreaterThan(0);
  expect(worth("more than 5 and up to 10 years of service", 12, "years")).toBe(0);
  expect(worth("more than 5 and up to 10 years of service", 6, "years")).toBeGreaterThan(0.8);
  expect(worth("工龄满 10 年不满 20 年 10 天", 25, "年")).toBe(0);
  expect(worth("30 minutes to 4 hours", 2, "hours")).toBeGreaterThan(0.8);
  expect(worth("30 minutes to 4 hours", 20, "minutes")).toBe(0);
  expect(worth("store at -20 to -10 °C", -15, "°C")).toBeGreaterThan(0.8);
});

test("a cell that is a stretch and nothing else is one, with its unit", () => {
  expect(rangeOf("1.4 to 2.0")).toMatchObject({ from: 1.4, to: 2, unit: "" });
  expect(rangeOf("25～120")).toMatchObject({ from: 25, to: 120 });
  expect(rangeOf("up to 1.4")).toMatchObject({ from: Number.NEGATIVE_INFINITY, to: 1.4 });
  expect(rangeOf("120 以上")).toMatchObject({ from: 120, to: Number.POSITIVE_INFINITY });
  expect(rangeOf("1.4 to 2.0 mm")).toMatchObject({ from: 1.4, to: 2, unit: "mm" });
  for (const cell of ["1.4", "Remove 2 to 4 blisters", "2 to 8 °C stores", ""])
    expect(rangeOf(cell), cell).toBeUndefined();
});
