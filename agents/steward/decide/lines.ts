import { MillwrightError } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { allLines, isDown } from "../../../services/mes/queries/equipment.ts";
import { orderById } from "../../../services/mes/queries/orders.ts";
import { choiceOf } from "../../runtime/choice.ts";
import { lineOptions } from "../../runtime/line-choice.ts";
import { asksOfLines } from "../../runtime/spoken/about/free-time.ts";
import { saysItStands } from "../../runtime/spoken/about/stop.ts";
import { pointsAtLine } from "../../runtime/spoken/ids/lines.ts";
import { lineWords, type ToolName, takesMetric } from "../../runtime/tool.ts";
import { mostOffered, type Step } from "./step.ts";
import { which } from "./which.ts";

/** Those of the lines, or of all, on which the order may be released now. */
export const releasable = async (
  db: Db,
  order: string,
  lines: readonly string[] | undefined,
): Promise<readonly string[]> => {
  try {
    const options = (await lineOptions(db, await orderById(db, order))).map(({ line }) => line);
    const eligible = options.map(({ id }) => id);
    if (!lines) return eligible;
    const able = lines.filter((id) => eligible.includes(id));
    if (able.length > 0) return able;
    // Of its kind it is the one that is meant, and why that cannot do it is for the check to tell.
    const kinds = new Set(options.map(({ process }) => process));
    const ofKind = (await allLines(db)).filter(({ id, process }) => lines.includes(id) && kinds.has(process));
    return ofKind.length > 0 ? ofKind.map(({ id }) => id) : lines;
  } catch (error) {
    // What is wrong with the order is told when it is checked.
    if (error instanceof MillwrightError && !error.retryable) return lines ?? [];
    throw error;
  }
};

/** The lines that an order could be moved to, where none is said. */
export const askWhichLine: Step = async (call, { db, language }) => {
  const { tool, order, line } = call;
  if (tool !== "move_order" || !order || line) return undefined;
  const lines = await releasable(db, order, undefined);
  if (lines.length === 0) return undefined;
  return {
    doubt: { zh: `${order} 换到哪条产线？`, en: `To which line shall ${order} go?` },
    choices: lines.slice(0, mostOffered).map((one) => choiceOf(tool, { ...call, line: one }, language)),
    asked: call,
  };
};

/** About lines as such where none is named. */
const takesAllLines = (tool: ToolName): boolean =>
  takesMetric(tool) ||
  ["line_load", "output", "shift_report", "planned_work", "inspection_status", "what_if_shift"].includes(
    tool,
  );

/** A question about lines as such is not about the one that was talked about last. */
export const takeAllLines: Step = (call, { understood: { candidates, certain }, tool, text }) => {
  const ofAll = takesAllLines(tool) || (tool === "line_gaps" && asksOfLines(text));
  return !certain && ofAll && !candidates.named.has("line") && (!call.line || !pointsAtLine(text))
    ? { ...call, line: lineWords[tool] }
    : undefined;
};

/** The one of some lines that is down, of a sentence that tells of a stop; else all of them. */
const downOf = async (db: Db, lines: readonly string[]): Promise<readonly string[]> => {
  const down = (await allLines(db)).filter(({ id, stateCode }) => lines.includes(id) && isDown(stateCode));
  return down.length === 1 ? [down[0]!.id] : lines;
};

/** That a line stands, or is not mended yet: of several of one number the one that is down is meant. */
const saysDown =
  /停了|停着|停多久|坏|修|趴|卡|挂了|故障|(?<![a-z])(?:down|stopped|standing|broken|stuck|repair\w*|fixed)(?![a-z])/i;

/** Tools whose line is all of them where the words name none. */
const ofAnyLine: ReadonlySet<ToolName> = new Set([
  "planned_work",
  "line_load",
  "shift_report",
  "inspection_status",
  "metric_value",
  "metric_trend",
  "metric_cause",
  "set_alert",
  "output",
]);

/** What is asked of a line that is only numbered is of that one, and not of all lines. */
export const findNumberedLine: Step = async (call, { db, understood: { candidates }, tool, text }) => {
  const { named, numberedLines } = candidates;
  const takesOne = ofAnyLine.has(tool) || tool === "what_if_down";
  if (!takesOne || named.has("line") || numberedLines.length === 0) return undefined;
  if (call.line && call.line !== lineWords[tool]) return undefined;
  const meant = saysDown.test(text) ? await downOf(db, numberedLines) : numberedLines;
  if (meant.length === 1) return { ...call, line: meant[0]! };
  // Of a stop which line it is is asked with how long, when that is settled.
  if (tool === "what_if_down") return undefined;
  const words = call.words ?? text;
  return {
    doubt: which.line,
    choices: meant.map((line) => ({ label: { zh: line, en: line }, text: `${line} ${words}` })),
    asked: { ...call, line: null, words },
  };
};

/** Whose state is asked for where a line is only numbered, or none is said. */
export const findStatusLine: Step = async (
  call,
  { db, understood: { candidates }, tool, text, language },
) => {
  const isAll = call.line === lineWords[tool] && candidates.numberedLines.length > 0;
  if (tool !== "line_status" || (call.line && !isAll)) return undefined;
  const numbered =
    saysItStands(text) || saysDown.test(text)
      ? await downOf(db, candidates.numberedLines)
      : candidates.numberedLines;
  if (numbered.length > 1)
    return {
      doubt: which.line,
      choices: numbered.map((line) => choiceOf(tool, { line }, language)),
      asked: { ...call, line: null },
    };
  return { ...call, line: numbered[0] ?? lineWords[tool] };
};
