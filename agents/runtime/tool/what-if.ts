import { line, material, mostDays, mostHours, namedLine, order, pieces, product, span } from "./arguments.ts";
import { automatic, define, type ToolDefinition } from "./definition.ts";

// The scheduler's: what would be.

export const promiseDate = define(
  "promise_date",
  "承诺交期",
  "Promise date",
  "Tell when a new order of so many pieces of a product could be delivered.",
  { product, quantity: pieces },
  automatic,
);

export const whatIfDown = define(
  "what_if_down",
  "停机推演",
  "What if a line stops",
  "Tell what would happen to the plan if a line stood still; not for a line that is down already.",
  {
    line: namedLine("line, such as SMT-2; null when none is named"),
    hours: span(mostHours, "how many hours it stands still"),
  },
  automatic,
);

export const whatIfLate = define(
  "what_if_late",
  "晚到推演",
  "What if material is late",
  "Tell what would happen to the plan if the next receipt of a material came late.",
  { material, days: span(mostDays, "how many days late") },
  automatic,
);

export const whatIfShift = define(
  "what_if_shift",
  "加班推演",
  "What if a line works longer",
  "Tell what overtime or an extra shift, such as on a weekend or tonight, would bring the late orders; line is all for every line.",
  { line: line("all") },
  automatic,
);

/** Comes of the words alone; no model chooses it. */
export const whatIfOrder = {
  ...define(
    "what_if_order",
    "工单推演",
    "What if an order is left out",
    "Tell what the plan would be without an order, or with it on another line; nothing is proposed.",
    { order, line: namedLine("the line that it is imagined on; null where it is left out") },
    automatic,
  ),
  spoken: false,
} as const satisfies ToolDefinition;
