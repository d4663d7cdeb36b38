import { expect, test } from "vitest";
import { amountsAsRead } from "./said-amount.ts";

test.each([
  ["the output was 436641 pieces", "the output was 436,641 pieces"],
  ["MAT-00561 338962, MAT-00121 278373", "MAT-00561 338,962, MAT-00121 278,373"],
  ["等 MAT-00005 1400，按 11月5日 08:00", "等 MAT-00005 1,400，按 11月5日 08:00"],
  ["1933 件；比上周同期（1422 件）高 511 件", "1,933 件；比上周同期（1,422 件）高 511 件"],
  ["2026 pieces, 12345.6 kWh", "2,026 pieces, 12,345.6 kWh"],
  ["1234567.25", "1,234,567.25"],
])("%s", (text, said) => expect(amountsAsRead(text)).toBe(said));

test.each([
  "WO-1053 (RRU-5203, 350 units for 江苏移动, SO-2018)",
  "September 2026, 2026 年 9 月, 2026-11-02 08:30, 11-02 14:33",
  "计划版本 1024 的工序 1000，plan version 1024",
  "“1053” could not be used",
  "IEC 61000, GB/T 2423",
  "LOT-20261102, SN20261102001, 2510B",
  "14,120",
  "0.12345",
])("ids, years and what is no amount stay: %s", (text) => expect(amountsAsRead(text)).toBe(text));

test("an id of nothing but digits stays", () =>
  expect(amountsAsRead("4500017: 4500 pieces", new Set(["4500017"]))).toBe("4500017: 4,500 pieces"));
