import { choiceOf, type Examples } from "../runtime/choice.ts";
import type { Choice } from "../runtime/context.ts";
import type { ToolArguments, ToolName } from "../runtime/tool.ts";

/** What may be meant when the model is not sure: its own guess, then what is asked most about the same thing. */
export const likelyChoices = (
  guess: ToolName | undefined,
  args: ToolArguments,
  language: string,
  examples: Examples,
): Choice[] => {
  const related: readonly ToolName[] = args.order
    ? ["order_status", "check_kit", "explain_late"]
    : args.line
      ? ["line_status", "late_orders"]
      : ["late_orders", "line_status", "make_plan"];
  const tools = [...new Set([...(guess && guess !== "cannot_do" ? [guess] : []), ...related])];
  return tools.slice(0, 4).map((tool) => choiceOf(tool, args, language, examples));
};
