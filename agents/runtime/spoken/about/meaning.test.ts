import { expect, test } from "vitest";
import { asksMeaning, metricExplained } from "./meaning.ts";

test.each([
  ["FPY是啥意思", "fpy"],
  ["FPY 是什么？", "fpy"],
  ["直通率是什么意思，现在多少", "fpy"],
  ["什么叫 OEE", "oee"],
  ["OEE 怎么算的", "oee"],
  ["MTBF 的公式是什么", "mtbf"],
  ["what does OEE mean?", "oee"],
  ["What does first pass yield mean and what is it now?", "fpy"],
  ["what's OEE?", "oee"],
  ["what is MTBF", "mtbf"],
  ["what is the definition of on-time delivery", "on_time"],
  ["how is OEE calculated", "oee"],
])("%s asks what a metric means", (text, metric) => expect(metricExplained(text)).toBe(metric));

test.each([
  "FPY 现在多少",
  "what is our OEE",
  "what is the OEE of SMT-2",
  "FPY 最低的产品是什么",
  "停机最长的原因是什么",
  "what does it mean for OEE",
  "指导书里 FPY 是什么意思",
  "why is OEE low",
])("%s asks for something else", (text) => expect(asksMeaning(text)).toBe(false));
