import { expect, test } from "vitest";
import { conditionIn } from "./condition.ts";

test.each([
  ["tell me when the output is below 1,200 pieces", "pieces", "below", 1_200],
  ["产量低于1,200件通知我", "pieces", "below", 1_200],
  ["产量低于1.2万件", "pieces", "below", 12_000],
  ["产量低于两千件", "pieces", "below", 2_000],
  ["产量低于一千零五十件", "pieces", "below", 1_050],
  ["output below 12k", "pieces", "below", 12_000],
  ["能耗超过1.5万度", "kWh", "above", 15_000],
  ["energy above 12,500.5 kWh", "kWh", "above", 12_500.5],
  ["合格率低于九成八", "%", "below", 98],
  ["合格率低于九成", "%", "below", 90],
  ["合格率低于百分之九十八点五", "%", "below", 98.5],
  ["the OEE of SMT-1 falls below 80 percent in an hour", "%", "below", 80],
  ["停机超过一个半小时", "h", "above", 1.5],
  ["停机超过半小时", "min", "above", 30],
  ["停机超过90分钟", "h", "above", 1.5],
  ["downtime over an hour and a half", "h", "above", 1.5],
  ["downtime of more than one and a half hours", "h", "above", 1.5],
  ["downtime over half an hour per shift", "h", "above", 0.5],
  ["每小时产量 1,000 件以下", "pieces", "below", 1_000],
] as const)("%s: the threshold is what is said", (sentence, unit, kind, threshold) => {
  expect(conditionIn(sentence, unit)).toEqual({ kind, threshold });
});
