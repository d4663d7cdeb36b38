import { line, namedLine, order } from "./arguments.ts";
import { automatic, confirmByDispatcher, define } from "./definition.ts";

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

export const canRelease = define(
  "can_release",
  "能否下达",
  "May it be released",
  "Tell whether an order could be released now and what stands in the way, without releasing it; line is the line that is asked about, null when none is named.",
  { order, line: namedLine("the line that is asked about; null when none is named") },
  automatic,
);

export const whoDecided = define(
  "who_decided",
  "谁批准的",
  "Who decided",
  "Tell who asked for, approved or rejected what was done to an order, or the last act when none is named.",
  { order },
  automatic,
);

export const openDecisions = define(
  "open_decisions",
  "等待决定",
  "What waits for a decision",
  "Tell which proposals wait for a person to approve them.",
  {},
  automatic,
);

export const help = define(
  "help",
  "能做什么",
  "What can be asked",
  "Tell what can be asked; also greetings, thanks, and when the person takes back what was wanted.",
  {},
  automatic,
);

export const cannotDo = define(
  "cannot_do",
  "无法办理",
  "Cannot do",
  "Anything that no other tool does: small talk, other systems, dangerous or unclear requests.",
  {},
  automatic,
);

export const overview = define(
  "overview",
  "概况",
  "Overview",
  "Tell how the plant is now, all in all.",
  {},
  automatic,
);

export const shiftReport = define(
  "shift_report",
  "班次总结",
  "Shift report",
  "Tell what happened last night, in a shift or another past stretch of time, on one line or all: output against plan, stops, late orders; line is all for the whole plant.",
  { line: line("all") },
  automatic,
);
