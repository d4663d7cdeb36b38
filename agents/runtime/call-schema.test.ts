import Ajv from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parseToolCall, toolCallSchema } from "./call-schema.ts";
import { tools } from "./tool.ts";

const valid = new Ajv.default({ strict: false }).compile(toolCallSchema);

test.each([
  { tool: "release_order", order: "WO-1042", line: "earliest" },
  { tool: "release_order", order: null, line: "SMT-3" },
  { tool: "line_status", line: "all" },
  { tool: "stock_status", material: "MAT-00123" },
  { tool: "make_plan" },
  { tool: "promise_date", product: "RRU-5201", quantity: 500 },
  { tool: "promise_date", product: null, quantity: null },
  { tool: "what_if_down", line: "SMT-2", hours: 4 },
  { tool: "what_if_late", material: "MAT-00123", days: null },
])("%j is a call, by the grammar's schema and by ours", (value) => {
  expect(valid(value)).toBe(true);
  expect(parseToolCall(value)).toEqual({ call: value });
});

test.each([
  { tool: "launch_rocket" },
  { tool: "adopt_repair", proposal: "PROPOSAL-1" },
  { tool: "release_order", order: "1042", line: "earliest" },
  { tool: "release_order", order: "WO-1042", line: "all" },
  { tool: "hold_order" },
  { tool: "make_plan", order: "WO-1042" },
  { tool: "promise_date", product: "RRU-5201", quantity: 0 },
  { tool: "promise_date", product: "RRU-5201", quantity: 1.5 },
  { tool: "promise_date", product: "RRU-5201" },
  { tool: "what_if_down", line: "all", hours: 4 },
  { tool: "what_if_down", line: "SMT-2", hours: 169 },
  { tool: "what_if_late", material: "MAT-00123", days: "2" },
  "release",
  null,
])("%j is refused by both", (value) => {
  expect(valid(value)).toBe(false);
  expect(parseToolCall(value)).toHaveProperty("problem");
});

test("every tool has a title in both languages and a description", () => {
  for (const tool of tools) {
    expect(tool.title.zh).not.toBe("");
    expect(tool.title.en).not.toBe("");
    expect(tool.description.length).toBeGreaterThan(10);
  }
});
