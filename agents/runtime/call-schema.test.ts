import Ajv from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parseToolCall, schemaOf } from "./call-schema.ts";
import { candidatesOf } from "./candidates.ts";
import { readSentence } from "./spoken/reading.ts";
import { tools } from "./tool.ts";

test.each([
  { tool: "release_order", order: "WO-1042", line: "earliest" },
  { tool: "release_order", order: null, line: "SMT-3" },
  { tool: "line_status", line: "all" },
  { tool: "stock_status", material: "MAT-00123" },
  { tool: "stock_status", material: "C0402-100NF" },
  { tool: "order_status", order: "MO/26/0017" },
  { tool: "make_plan" },
  { tool: "promise_date", product: "RRU-5201", quantity: 500 },
  { tool: "promise_date", product: null, quantity: null },
  { tool: "what_if_down", line: "SMT-2", hours: 4 },
  { tool: "what_if_late", material: "MAT-00123", days: null },
  { tool: "what_if_down", line: "SMT-2", hours: 1.5 },
  { tool: "what_if_shift", line: "all" },
  { tool: "what_if_shift", line: "SMT-2" },
  { tool: "what_if_shift", line: null },
])("%j is a call", (value) => {
  expect(parseToolCall(value)).toEqual({ call: value });
});

test.each([
  { tool: "launch_rocket" },
  { tool: "adopt_repair", proposal: "PROPOSAL-1" },
  { tool: "release_order", order: "", line: "earliest" },
  { tool: "release_order", order: "WO-1042", line: "all" },
  { tool: "hold_order" },
  { tool: "make_plan", order: "WO-1042" },
  { tool: "promise_date", product: "RRU-5201", quantity: 0 },
  { tool: "promise_date", product: "RRU-5201", quantity: 1.5 },
  { tool: "promise_date", product: "RRU-5201" },
  { tool: "what_if_down", line: "all", hours: 4 },
  { tool: "what_if_down", line: "SMT-2", hours: 169 },
  { tool: "what_if_late", material: "MAT-00123", days: "2" },
  { tool: "what_if_shift", line: "SMT-2", hours: 4 },
  { tool: "what_if_shift", line: "earliest" },
  "release",
  null,
])("%j is refused", (value) => {
  expect(parseToolCall(value)).toHaveProperty("problem");
});

describe("under the schema of one sentence", () => {
  const names = {
    lines: [
      { id: "SMT-2", nameZh: "贴片二线", nameEn: "SMT line 2", process: "SMT" },
      { id: "ASM-2", nameZh: "装配二线", nameEn: "Assembly line 2", process: "ASM" },
    ],
    products: ["RRU-5201"],
  };
  const takes = (text: string, mentioned = {}) => {
    const known = { orders: new Set(["WO-1042"]), materials: new Set<string>() };
    const reading = readSentence(text, names, { day: "2026-11-25", time: "10:00" });
    return new Ajv.default({ strict: false }).compile(schemaOf(candidatesOf(reading, mentioned, known)));
  };

  test("an argument is what the sentence says, or null where it names none", () => {
    const check = takes("贴片二线停一个半小时，RRU-5201 一万五千台");
    expect(check({ tool: "what_if_down", line: "SMT-2", hours: 1.5 })).toBe(true);
    expect(check({ tool: "what_if_down", line: null, hours: 1.5 })).toBe(false);
    expect(takes("停一个半小时")({ tool: "hold_order", order: null })).toBe(true);
    expect(check({ tool: "what_if_down", line: "SMT-3", hours: 1.5 })).toBe(false);
    expect(check({ tool: "what_if_down", line: "SMT-2", hours: 1 })).toBe(false);
    expect(check({ tool: "promise_date", product: "RRU-5201", quantity: 15_000 })).toBe(true);
    expect(check({ tool: "promise_date", product: "RRU-5201", quantity: 1_500 })).toBe(false);
    expect(check({ tool: "order_status", order: "WO-15000" })).toBe(false);
    expect(check({ tool: "line_status", line: "all" })).toBe(true);
    expect(check({ tool: "make_plan" })).toBe(true);
  });

  test("a sentence about a line is none about the order that was talked about, unless it points back to it", () => {
    const mentioned = { order: "WO-1042" };
    const about = takes("SMT-2 什么时候能修好", mentioned);
    expect(about({ tool: "order_status", order: "WO-1042" })).toBe(false);
    expect(about({ tool: "hold_order", order: null })).toBe(false);
    expect(about({ tool: "promise_date", product: null, quantity: null })).toBe(false);
    expect(about({ tool: "line_status", line: "SMT-2" })).toBe(true);
    expect(about({ tool: "late_orders" })).toBe(true);
    expect(about({ tool: "release_order", order: "WO-1042", line: "SMT-2" })).toBe(true);
    const back = takes("SMT-2 坏了，先停它", mentioned);
    expect(back({ tool: "hold_order", order: "WO-1042" })).toBe(true);
  });

  test("what the conversation mentioned last may be meant, unless another line is named", () => {
    expect(takes("暂停它", { order: "WO-1042" })({ tool: "hold_order", order: "WO-1042" })).toBe(true);
    const named = takes("贴片二线呢", { line: "ASM-2" });
    expect(named({ tool: "line_status", line: "SMT-2" })).toBe(true);
    expect(named({ tool: "line_status", line: "ASM-2" })).toBe(false);
  });

  test("a line by its number alone is taken only where a person approves what follows", () => {
    const check = takes("1042 放二线");
    expect(check({ tool: "release_order", order: "WO-1042", line: "ASM-2" })).toBe(true);
    expect(check({ tool: "line_status", line: "ASM-2" })).toBe(false);
  });
});

test("every tool has a title in both languages and a description", () => {
  for (const tool of tools) {
    expect(tool.title.zh).not.toBe("");
    expect(tool.title.en).not.toBe("");
    expect(tool.description.length).toBeGreaterThan(10);
  }
});
