import { countsOf, numbersIn } from "./numbers.ts";
import type { Mentioned } from "./prompt.ts";
import type { ToolArguments } from "./tool.ts";

const words = new Set(["earliest", "all"]);

/** The words for a span of time with a count before them, and how many hours or days one of them is. */
const units = {
  hours: [
    ["小时|钟头|\\b(?:hours?|hrs?)\\b", 1],
    ["天|日|\\bdays?\\b", 24],
    ["周|星期|礼拜|\\bweeks?\\b", 168],
  ],
  days: [
    ["天|日|\\bdays?\\b", 1],
    ["周|星期|礼拜|\\bweeks?\\b", 7],
    ["月|\\bmonths?\\b", 30],
  ],
} as const;
/** Spans without a count. */
const spans = {
  hours: [
    ["\\ban hour", 1],
    ["半天|\\bhalf a day", 12],
    ["整天|\\b(?:a|full|whole|entire) day", 24],
    ["\\b(?:a|full|whole|entire) week", 168],
  ],
  days: [
    ["\\b(?:a|full|whole) day", 1],
    ["\\b(?:a|full|whole) week", 7],
    ["\\b(?:a|full|whole) month", 30],
  ],
} as const;

const says = (text: string, phrase: string) => new RegExp(phrase, "i").test(text);

/**
 * The arguments that nobody mentioned; empty when all are supported. Every id and amount of a model's call must have
 * been said by the person, or an id stand in the conversation's context, however it was written: "1042号工单", "smt 2",
 * "贴片二线", "line two", "两百五十台", "a day". One that nobody mentioned must not be acted on.
 */
export const unsupportedArguments = (
  args: ToolArguments,
  text: string,
  mentioned: Mentioned,
): (keyof ToolArguments)[] => {
  const numbers = numbersIn(text);
  const context = new Set([mentioned.order, mentioned.line]);
  const id = (value: string) =>
    words.has(value) || context.has(value) || numbers.has(value.replace(/^\D+0*(?=\d)/, ""));
  const span = (name: keyof typeof units, value: number) =>
    spans[name].some(([phrase, size]) => value === size && says(text, phrase)) ||
    units[name].some(([unit, size]) => countsOf(text, unit).has(String(value / size)));
  const supported = (name: keyof ToolArguments): boolean => {
    const value = args[name];
    if (typeof value === "string") return id(value);
    if (typeof value !== "number" || numbers.has(String(value))) return true;
    return name === "hours" || name === "days" ? span(name, value) : false;
  };
  return (["order", "line", "material", "product", "quantity", "hours", "days"] as const).filter(
    (name) => !supported(name),
  );
};
