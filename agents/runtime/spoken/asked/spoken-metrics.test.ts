import { expect, test } from "vitest";
import { asksWhichFault } from "./split.ts";
import { metricsSaid } from "./spoken-metrics.ts";

test.each([
  ["今天停机几次", "failures"],
  ["今天停了几次机 哪台最多", "failures"],
  ["停线总共几次", "failures"],
  ["how often did SMT-2 stop last week", "failures"],
  ["how many stops today", "failures"],
  ["今天停机多久", "downtime"],
  ["停机原因", "downtime"],
  ["单台能耗 用了多少度电", "energy_per_unit"],
] as const)("%s asks for %s", (text, id) => expect(metricsSaid(text).map((one) => one.id)).toEqual([id]));

test.each(["主要啥不良", "都有哪些不良", "top 3 defects"])("%s asks which kinds there are", (text) =>
  expect(asksWhichFault(text)).toBe(true),
);
test.each(["哪条线不良率最高", "主要不良品在哪条线"])("%s does not", (text) =>
  expect(asksWhichFault(text)).toBe(false),
);
