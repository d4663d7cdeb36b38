import type { Candidates } from "../../agents/runtime/candidates.ts";
import type { ToolArguments } from "../../agents/runtime/tool.ts";
import type { LastCall, Said } from "../../agents/steward/follow-up/said.ts";

const none: Candidates = {
  metric: [],
  order: [],
  line: [],
  material: [],
  product: [],
  unit: [],
  thing: [],
  quantity: [],
  hours: [],
  days: [],
  minutes: [],
  amounts: [],
  numberedLines: [],
  named: new Set(),
  wish: undefined,
  aboutLine: false,
};
/** The call before, of which a sentence goes on. */
export const last = (
  tool: string,
  args: ToolArguments,
  text = "",
  evidence: LastCall["evidence"] = [],
): LastCall => ({
  tool,
  args,
  text,
  evidence,
});
/** What was said and read out of it. */
export const said = (
  text: string,
  candidates: Partial<Candidates> = {},
  beside: Partial<Said> = {},
): Said => ({
  text,
  candidates: { ...none, ...candidates },
  mentioned: {},
  by: undefined,
  family: undefined,
  kind: undefined,
  now: new Date("2026-11-25T10:30:00+08:00"),
  ...beside,
});
/** An order to talk about. */
export const order = "WO-1116";
