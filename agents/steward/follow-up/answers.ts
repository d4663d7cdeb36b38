import type { LastCall as Stored } from "../../../services/mes/queries/runs.ts";
import type { ToolCall } from "../../runtime/call-schema.ts";
import type { SaidArgument } from "../../runtime/candidates.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import { isToolName, lineWords, type ToolArguments, takesDeadline, toolNamed } from "../../runtime/tool.ts";
import { ordersSaid } from "../orders-said.ts";
import type { Said } from "./said.ts";

/** A call of which a question was put back. */
export type OpenCall = Pick<Stored<ToolArguments>, "tool" | "args" | "text">;

/** A promise that was asked for without its product or amount, which its answer asks for. */
export const leftOpen = (last: Stored<ToolArguments> | undefined): OpenCall | undefined =>
  last?.tool === "promise_date" && !(last.args.product && last.args.quantity) ? last : undefined;

/** The name of a kind of lines, and nothing else. */
const mostOfKind = 12;

/** An answer is a short sentence. */
const mostSigns = 40;

/** What asks or wants something of its own is no answer. */
const ofItsOwn =
  /为什么|为啥|哪|谁|什么|啥|怎么|多少|吗|[?？]|不(?:要|用|做|弄)了|算了|(?<![a-z])(?:why|what|which|who|how|when|where|never ?mind|forget|cancel that|does|is|are|can|could)(?![a-z])/i;

const saysNumber = /\d|[零〇一二两三四五六七八九幺]{3,}/;

/** What the sentence says of an argument, itself and not by what was mentioned before. */
const saidOf = (name: SaidArgument, { text, candidates, mentioned }: Said): readonly unknown[] => {
  const { named, amounts, numberedLines } = candidates;
  // An id is said by its number: "the worst one" is none.
  if ((name === "order" || name === "material") && !saysNumber.test(text)) return [];
  if (name === "order") return ordersSaid(candidates, mentioned);
  if (name === "line") return named.has("line") ? candidates.line : numberedLines;
  if (name === "quantity") return candidates.quantity.length > 0 ? candidates.quantity : amounts;
  // A number alone is so many of what was asked for.
  if (name === "hours" || name === "days") return named.has(name) ? candidates[name] : amounts;
  return candidates[name];
};

/** A line by its number alone, as the question has it: 二线, "line 2". */
const numbered =
  /第?[\d一二三四五六七八九十]{1,2}[号条]?(?:产|生产|流水)?线|(?<![a-z])lines? (?:number |no\.? ?)?#?\w+/i;
/** The words of a question with the line that was meant in place of its number. */
const withLine = (words: string, line: unknown): string =>
  words.replace(numbered, ` ${String(line)} `).trim();

/** Alone, with what surrounds an answer: "1088", 就SMT-3吧, "the 1088 one". */
const isWhole = (value: unknown, text: string): boolean =>
  text.replace(/[\s-]/g, "").length <= String(value).length + 16;

/**
 * The call that a question was asked of, with what a sentence answers it: the order, line, product, amount or date that it lacked.
 * Undefined where the sentence is no answer.
 */
export const answered = (open: OpenCall | undefined, said: Said): ToolCall | undefined => {
  const text = bare(said.text);
  if (!open || !isToolName(open.tool) || text.length > mostSigns || ofItsOwn.test(said.text))
    return undefined;
  const { arguments: taken } = toolNamed(open.tool);
  const lacked = (Object.keys(taken.shape) as SaidArgument[]).filter((name) => !open.args[name]);
  const { by } = said;
  const words = open.args.words ?? open.text;
  if (by && !open.args.by && takesDeadline(open.tool) && !said.candidates.named.has("order"))
    return { ...open.args, tool: open.tool, by, words };
  // The line of that number of the kind: 二线, and then "SMT".
  const line = lacked.includes("line") && !said.candidates.named.has("line") ? said.numbered : undefined;
  if (line && text.length <= mostOfKind)
    return { ...open.args, tool: open.tool, line, words: withLine(words, line) };
  // A kind of lines is none of them, and narrows those that are asked about: SMT区.
  if (lacked.includes("line") && said.kind && !said.candidates.named.has("line") && text.length <= mostOfKind)
    return { ...open.args, tool: open.tool, line: lineWords[open.tool] ?? null, words: `${words} ${text}` };
  for (const name of lacked) {
    const [value, ...others] = saidOf(name, said);
    if (value !== undefined && others.length === 0 && isWhole(value, text))
      return {
        ...open.args,
        tool: open.tool,
        [name]: value,
        words: name === "line" ? withLine(words, value) : words,
      };
  }
  return undefined;
};
