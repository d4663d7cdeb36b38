import { z } from "zod";
import { line, mostHours, namedLine, order, pieces, span } from "./arguments.ts";
import { automatic, define, type ToolDefinition } from "./definition.ts";

// The scheduler's: plans, and what they say.

export const makePlan = define(
  "make_plan",
  "排产",
  "Make plan",
  "Make a new plan or replan all open orders.",
  {},
  { kind: "confirm", role: "planner", checks: ["scheduler"] },
);

export const adoptRepair = {
  ...define(
    "adopt_repair",
    "采用修复计划",
    "Adopt repaired plan",
    "Put a repaired plan that was proposed in force.",
    { proposal: z.string().regex(/^PROPOSAL-\d{1,9}$/) },
    { kind: "confirm", role: "planner", checks: ["scheduler"], ofPlan: true },
  ),
  spoken: false,
} as const satisfies ToolDefinition;

/** Comes of a sentence that goes on from a proposal; no model chooses it. */
export const proposalImpact = {
  ...define(
    "proposal_impact",
    "提案影响",
    "Effect of a proposal",
    "Tell which orders the plan proposed last in the conversation moves, and which of them go late.",
    { order },
    automatic,
  ),
  spoken: false,
} as const satisfies ToolDefinition;

/** Comes of the words alone; no model chooses it. */
export const stuckOrders = {
  ...define(
    "stuck_orders",
    "卡住的工单",
    "Orders that are stuck",
    "List the orders that are on hold, on a line that is down, or overdue to begin, each with its cause.",
    {},
    automatic,
  ),
  spoken: false,
} as const satisfies ToolDefinition;

/** Comes of the words alone; no model chooses it. */
export const listOrders = {
  ...define(
    "list_orders",
    "工单清单",
    "List of orders",
    "Tell how many and which orders are cancelled, released in a stretch, not released, not begun, being made or open; of a customer, product, priority or due date.",
    {},
    automatic,
  ),
  spoken: false,
} as const satisfies ToolDefinition;

/** Comes of the words alone; no model chooses it. */
export const planChanges = {
  ...define(
    "plan_changes",
    "计划变化",
    "Changes of the plan",
    "Tell what one version of the plan has that an earlier one had not: which orders end later or sooner, and why it was made.",
    {},
    automatic,
  ),
  spoken: false,
} as const satisfies ToolDefinition;

export const expediteOrder = define(
  "expedite_order",
  "提前工单",
  "Bring order forward",
  "Put an order before others in the plan, so that it ends earlier.",
  { order },
  { kind: "confirm", role: "planner", checks: ["scheduler"], ofPlan: true },
);

export const cancelOrder = define(
  "cancel_order",
  "取消工单",
  "Cancel order",
  "Call an order off for good, so that it is not made; not for one that only has to wait.",
  { order },
  { kind: "confirm", role: "planner", checks: ["scheduler"], ofPlan: true },
);

export const moveOrder = define(
  "move_order",
  "工单换线",
  "Move order",
  "Plan an order that is not released yet on another line; line is the line that it goes to.",
  { order, line: namedLine("the line that it goes to; null when none is named") },
  { kind: "confirm", role: "planner", checks: ["scheduler"], ofPlan: true },
);

export const changeOrder = {
  ...define(
    "change_order",
    "修改工单",
    "Change order",
    "Give an order another quantity or another due date; quantity is the new one, null when only the date changes.",
    { order, quantity: pieces },
    { kind: "confirm", role: "planner", checks: ["scheduler"], ofPlan: true },
  ),
  anyAmount: true,
} as const satisfies ToolDefinition;

export const explainLate = define(
  "explain_late",
  "延期原因",
  "Explain lateness",
  "Explain why one order is late or at risk.",
  { order },
  automatic,
);

export const lateOrders = define(
  "late_orders",
  "延期工单",
  "Late orders",
  "List the orders that are late or will be.",
  {},
  automatic,
);

export const orderStatus = define(
  "order_status",
  "工单进度",
  "Order status",
  "Tell where one order stands and when it will be done.",
  { order },
  automatic,
);

/** Comes of the words alone; no model chooses it. */
export const compareOrders = {
  ...define(
    "compare_orders",
    "比较工单",
    "Compare orders",
    "Tell of several orders which is due first, done first and late, and whose kit is complete.",
    { orders: z.string().min(1).max(1_000) },
    automatic,
  ),
  spoken: false,
} as const satisfies ToolDefinition;

export const plannedNext = define(
  "planned_next",
  "后续排产",
  "Planned next",
  "Tell what the plan puts behind an order, or next on a line; null for the one that is not named.",
  { order, line: namedLine("line, such as SMT-2; null when none is named") },
  automatic,
);

export const plannedWork = define(
  "planned_work",
  "计划安排",
  "Planned work",
  "Tell what the plan begins and ends, with its set-ups, in a stretch to come, such as the next shift or tomorrow; line is all for every line.",
  { line: line("all") },
  automatic,
);

export const readyOrders = define(
  "ready_orders",
  "可下达工单",
  "Orders ready to release",
  "List the orders that could be released now, those first that the plan starts first.",
  {},
  automatic,
);

export const shortMaterial = define(
  "short_material",
  "缺料清单",
  "Short material",
  "List the materials that orders of the plan wait for.",
  {},
  automatic,
);

export const planStatus = define(
  "plan_status",
  "计划情况",
  "Plan status",
  "Tell how the plan in force is: its version, why it was made, how late it is, how well it is kept.",
  {},
  automatic,
);

export const lineLoad = define(
  "line_load",
  "产线负荷",
  "Line load",
  "Tell how full the lines are by the plan and which one is the bottleneck; line is all for every line.",
  { line: line("all") },
  automatic,
);

export const lineGaps = define(
  "line_gaps",
  "产线空档",
  "Free time of a line",
  "Tell when a line has nothing to do by the plan for so many hours, so that it could stand still.",
  {
    line: namedLine("the line; null when none is named"),
    hours: span(mostHours, "hours that it stands still"),
  },
  automatic,
);
