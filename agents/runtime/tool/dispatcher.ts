import { line, order } from "./arguments.ts";
import { automatic, confirmByDispatcher, define, type ToolDefinition } from "./definition.ts";

// The steward's own acts on one order, and what it says when nothing else fits.

export const releaseOrder = define(
  "release_order",
  "下达工单",
  "Release order",
  "Release, dispatch or start a work order on a line. line is the named line, or earliest when the user wants the soonest possible line or names none.",
  { order, line: line("earliest") },
  confirmByDispatcher("dispatcher", "process", "equipment", "resource", "operator"),
);

export const holdOrder = define(
  "hold_order",
  "暂停工单",
  "Hold order",
  "Put an order on hold.",
  { order },
  confirmByDispatcher("dispatcher"),
);

export const resumeOrder = define(
  "resume_order",
  "恢复工单",
  "Resume order",
  "Resume an order that is on hold.",
  { order },
  confirmByDispatcher("dispatcher"),
);

export const help = {
  ...define("help", "能做什么", "What can be asked", "Tell what can be asked.", {}, automatic),
  wish: "help",
} as const satisfies ToolDefinition;

export const cannotDo = define(
  "cannot_do",
  "无法办理",
  "Cannot do",
  "Anything that no other tool does: small talk, other systems, dangerous or unclear requests.",
  {},
  automatic,
);

export const overview = {
  ...define(
    "overview",
    "概况",
    "Overview",
    "Tell how the plant is, all in all, as a shift is handed over.",
    {},
    automatic,
  ),
  wish: "overview",
} as const satisfies ToolDefinition;
