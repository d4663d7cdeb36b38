import { z } from "zod";
import { line, mostMinutesDown, namedLine, pieces, product, span, unit } from "./arguments.ts";
import { automatic, define, type ToolDefinition } from "./definition.ts";

// Lines, people, units and robot cells.

export const lineStatus = define(
  "line_status",
  "产线状态",
  "Line status",
  "Tell what a line is doing; line is all for every line.",
  { line: line("all") },
  automatic,
);

export const whoIsThere = define(
  "who_is_there",
  "当班人员",
  "Who is there",
  "Tell who is on shift now.",
  {},
  automatic,
);

export const diagnoseUnit = define(
  "diagnose_unit",
  "维修诊断",
  "Diagnose unit",
  "Tell what is probably wrong with a unit that failed its test and how to repair it, or which units wait for repair; unit is null when none is named.",
  { unit },
  automatic,
);

/** Comes of the words alone; no model chooses it. */
export const testFailures = {
  ...define(
    "test_failures",
    "测试不过的项目",
    "Failed measurements",
    "Tell which measurements units of a product, or of a line or tester, failed lately, or failed as one unit did: how often, from which lines, and what mended them.",
    { product, unit, line: namedLine("the line that made them, or the tester; null when none is named") },
    automatic,
  ),
  spoken: false,
} as const satisfies ToolDefinition;

export const testUnits = {
  ...define(
    "test_units",
    "单元测试",
    "Test units in a cell",
    "Test so many units of a product in a robot cell.",
    { product, quantity: pieces },
    { kind: "confirm", role: "automation", checks: ["robot"], isToldByCheck: true },
  ),
  wish: "cell",
} as const satisfies ToolDefinition;

export const runCell = {
  ...define(
    "run_cell",
    "执行测试任务",
    "Run test cell",
    "Test units in a robot cell by the plan that was proposed.",
    { run: z.string().regex(/^CELLRUN-\d{1,15}$/) },
    { kind: "confirm", role: "automation", checks: ["robot"], isToldByCheck: true },
  ),
  spoken: false,
} as const satisfies ToolDefinition;

/** A playbook out of one sentence. */
export const watchLine = define(
  "watch_line",
  "停机提醒",
  "Watch a line",
  "Tell somebody each time a line is down, or down for so long, or back.",
  {
    line: namedLine("the line that is watched; null when none is named"),
    minutes: span(mostMinutesDown, "minutes that it has to be down"),
  },
  { kind: "confirm", role: "planner", checks: ["analyst"], isToldByCheck: true, isByTold: true },
);
