import type { MillwrightError } from "../../services/core/errors.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { Alternatives, Choice } from "../runtime/context.ts";
import type { ToolArguments, ToolName } from "../runtime/tool.ts";

/** The argument that an error is about; all others are about an order. */
const argumentOf: Readonly<Record<string, keyof ToolArguments>> = {
  UNKNOWN_LINE: "line",
  LINE_NOT_ELIGIBLE: "line",
  UNKNOWN_MATERIAL: "material",
  UNKNOWN_PRODUCT: "product",
};

export const alternativesOf = ({ code, details }: MillwrightError): Alternatives | undefined => {
  const values = details["suggestions"] ?? details["eligible"];
  return Array.isArray(values) && values.length > 0
    ? { argument: argumentOf[code] ?? "order", values }
    : undefined;
};

/** As many as can be looked over at a glance. */
const offered = 4;

/** The same call with each of the alternatives, as the person could say it. */
export const choicesOf = (
  tool: ToolName,
  args: ToolArguments,
  { argument, values }: Alternatives,
  language: string,
): Choice[] =>
  values.slice(0, offered).map((value) => choiceOf(tool, { ...args, [argument]: value }, language));
