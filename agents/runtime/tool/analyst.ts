import { line, metric, namedLine, product } from "./arguments.ts";
import { automatic, define, type ToolDefinition } from "./definition.ts";

// The analyst's: figures of the past, and what watches them.

export const output = {
  ...define(
    "output",
    "产量与效率",
    "Output",
    "Tell what was made today or in another period of the past, and how well the lines did; line is all for every line.",
    { line: line("all") },
    automatic,
  ),
  wish: "output",
  byWords: true,
} as const satisfies ToolDefinition;

export const metricValue = define(
  "metric_value",
  "指标查询",
  "Figure",
  "Tell a governed metric with its formula, for any period, split, product or shift of the past; line is all for every line.",
  { metric, line: line("all") },
  automatic,
);

export const metricTrend = define(
  "metric_trend",
  "指标趋势",
  "Trend",
  "Show how a governed metric developed over time; line is all for every line.",
  { metric, line: line("all") },
  automatic,
);

export const metricCause = define(
  "metric_cause",
  "指标归因",
  "Cause",
  "Explain why a governed metric rose or fell; line is all for every line.",
  { metric, line: line("all") },
  automatic,
);

export const setAlert = define(
  "set_alert",
  "设置预警",
  "Set alert",
  "Watch a governed metric and tell somebody when it passes a threshold or its usual limits; line is all for every line.",
  { metric, line: line("all") },
  { kind: "confirm", role: "planner", checks: ["analyst"], isToldByCheck: true },
);

/** Comes of the words alone; no model chooses it. Who is told approves it, where that is a role that may; else the process engineer. */
export const watchStep = {
  ...define(
    "watch_step",
    "监控测试项",
    "Watch a test step",
    "Tell somebody when Cpk or Ppk of a test step of a product falls below a bound, its level drifts or its control chart is out of control.",
    { product, line: namedLine("the tester; null when none is named") },
    { kind: "confirm", role: "process", checks: ["analyst"], isToldByCheck: true, isByTold: true },
  ),
  spoken: false,
} as const satisfies ToolDefinition;

/** Comes of the words alone; no model chooses it. */
export const capability = {
  ...define(
    "capability",
    "过程能力与控制图",
    "Capability",
    "Tell how capable test steps are (Cp, Cpk, Pp, Ppk), what the control chart of one shows, or which drift: of a product, or at a tester.",
    { product, line: namedLine("the tester; null when none is named") },
    automatic,
  ),
  spoken: false,
} as const satisfies ToolDefinition;

export const openAlerts = define(
  "open_alerts",
  "预警情况",
  "Open alerts",
  "Tell which alerts of figures are open, and what is watched.",
  {},
  automatic,
);
