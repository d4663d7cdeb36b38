import { expect, test } from "vitest";
import { metricsNamed } from "./named-metrics.ts";

test.each([
  ["上月的一次修好率是多少", "first_time_fix"],
  ["本周各产品的首次修复率", "first_time_fix"],
  ["What was the first time fix rate last week?", "first_time_fix"],
  ["上月的一次合格率是多少", "fpy"],
  ["AOI 一次通过率", "aoi_fpy"],
  ["三次返修率", "third_repairs"],
])("%s: %s", (sentence, id) => {
  expect(metricsNamed(sentence).map((named) => named.id)).toEqual([id]);
});
