import { type Bilingual, MillwrightError } from "../../services/core/errors.ts";
import { hourMs } from "../../services/core/zone.ts";
import type { Db } from "../../services/mes/database.ts";
import { orderById } from "../../services/mes/queries/orders.ts";
import { parseToolCall, type ToolCall } from "../runtime/call-schema.ts";
import type { SaidArgument } from "../runtime/candidates.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { Choice } from "../runtime/context.ts";
import { deadlineAt, momentOfDeadline, plantDayTime } from "../runtime/format.ts";
import { lineOptions } from "../runtime/line-choice.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import { asksOfLines } from "../runtime/spoken/about-free-time.ts";
import { pointsAtLine } from "../runtime/spoken/lines.ts";
import { stopWindowIn } from "../runtime/spoken/stop-window.ts";
import { wholeStopIn } from "../runtime/spoken/whole-stop.ts";
import { unsupportedArguments } from "../runtime/support.ts";
import {
  lineWords,
  mostHours,
  type ToolName,
  takesDeadline,
  takesMetric,
  toolNamed,
} from "../runtime/tool.ts";
import { beyondOf } from "./beyond.ts";
import { likelyChoices } from "./choices.ts";
import { examplesOf } from "./examples.ts";
import { askForDate } from "./holiday.ts";
import { settleOrderChange } from "./order-change.ts";
import { putRight } from "./put-right.ts";
import type { Understanding } from "./understand.ts";
import { askWhichOrder } from "./which-order.ts";

/** The call that a message comes to, or the question that goes back to the person. */
export type Decision =
  | { readonly call: ToolCall }
  | { readonly doubt: Bilingual; readonly choices: readonly Choice[] };

const questions: Readonly<Partial<Record<SaidArgument, Bilingual>>> = {
  line: { zh: "您说的是哪条产线？", en: "Which line do you mean?" },
  product: { zh: "您说的是哪个产品？", en: "Which product do you mean?" },
  quantity: { zh: "按多少台算？", en: "How many pieces shall I take it as?" },
  hours: { zh: "按停多少小时算？", en: "How many hours shall I take it as?" },
  days: { zh: "按晚多少天算？", en: "How many days shall I take it as?" },
};
const mostOffered = 6;
/** About lines as such where none is named. */
const takesAllLines = (tool: ToolName): boolean =>
  takesMetric(tool) ||
  ["line_load", "output", "shift_report", "planned_work", "inspection_status", "what_if_shift"].includes(
    tool,
  );
/** Words of a question in a sentence long enough to be asked of the documents. */
const isQuestion = (text: string): boolean =>
  text.length > 8 &&
  /[?？吗呢]|什么|啥|怎么|哪|多少|(?<![a-z])(?:what|which|how|why|where|when)(?![a-z])/i.test(text);

/** Those of the lines on which the order may be released now. */
const releasable = async (db: Db, order: string, lines: readonly string[]): Promise<readonly string[]> => {
  try {
    const eligible = (await lineOptions(db, await orderById(db, order))).map(({ line }) => line.id);
    const able = lines.filter((id) => eligible.includes(id));
    return able.length > 0 ? able : lines;
  } catch (error) {
    // What is wrong with the order is told when it is checked.
    if (error instanceof MillwrightError && !error.retryable) return lines;
    throw error;
  }
};

/**
 * Moments that a stop until `end` may last to: of a day the start and the end, as it does not say. None when it would be
 * longer than is answered.
 */
const stopsUntil = (end: string, now: Date): string[] => {
  const [day = "", time] = end.split("T");
  const moments = time ? [end] : [`${day}T00:00`, deadlineAt(momentOfDeadline(day))];
  const hours = (moment: string) => (momentOfDeadline(moment).getTime() - now.getTime()) / hourMs;
  return moments.filter((moment) => hours(moment) > 0 && hours(moment) <= mostHours);
};

/**
 * What to do with a model's answer: act on it when every argument was said and the model was sure enough, ask the person
 * otherwise, and where the words leave an argument open.
 */
export const decide = async (
  db: Db,
  json: unknown,
  understood: Understanding,
  {
    mentioned,
    confidence,
    least,
    language,
    text,
  }: {
    readonly mentioned: Mentioned;
    readonly confidence: number | null;
    readonly least: number;
    readonly language: "zh" | "en";
    /** What was said. */
    readonly text: string;
  },
): Promise<Decision> => {
  const { candidates, everyOrder, unclear, by, end, holiday, now, certain } = understood;
  const parsed = certain ? { call: certain } : parseToolCall(json);
  if ("problem" in parsed)
    return {
      doubt: { zh: "我没能读懂这句话。您是想：", en: "I could not make sense of that. Do you mean:" },
      choices: likelyChoices(undefined, mentioned, language, await examplesOf(db)),
    };
  // What is missing is asked of an order, or of all where none was spoken of.
  const whole: ToolCall =
    parsed.call.tool === "check_kit" && !parsed.call.order ? { tool: "short_material" } : parsed.call;
  let call = certain ? whole : await putRight(db, whole, understood, text, mentioned);
  const { tool } = call;
  // All of a day or weekend is from its start to its end, and not so many hours from now.
  const wholeStop = tool === "what_if_down" && !certain ? wholeStopIn(text, now) : undefined;
  if (wholeStop) call = { ...call, hours: null };
  const { policy, arguments: taken } = toolNamed(tool);
  const unsupported = certain ? [] : unsupportedArguments(call, candidates);
  if (unsupported.length > 0) {
    const safe = Object.fromEntries(
      Object.entries(call).filter(([name]) => name !== "tool" && !(unsupported as string[]).includes(name)),
    );
    return {
      doubt: {
        zh: "我没有在您的话里找到对应的编号或数字，请确认：",
        en: "I did not find that id or number in what you said. Please choose:",
      },
      choices: likelyChoices(tool, { ...mentioned, ...safe }, language, await examplesOf(db)),
    };
  }
  // Nothing is done to an order that nobody named: what asks something may be in the documents.
  if (policy.kind === "confirm" && "order" in taken.shape && !call.order && !everyOrder && isQuestion(text))
    return { call: { tool: "ask_knowledge" } };
  const which = await askWhichOrder(db, call, understood, language);
  if (which) return which;
  const [about, ...more] = candidates.named.has("order") ? candidates.order : [];
  if (tool === "cannot_do" && about && more.length === 0 && !beyondOf(text))
    return {
      doubt: {
        zh: `这件事我办不了。关于 ${about}，您是想：`,
        en: `I can't do that. About ${about}, do you mean:`,
      },
      choices: likelyChoices(undefined, { order: about }, language, {}),
    };
  if (confidence !== null && confidence < least) {
    const { tool: _, ...args } = call;
    return {
      doubt: { zh: "我不太确定您的意思，请选择：", en: "I am not sure what you mean. Please choose:" },
      choices: likelyChoices(
        tool,
        { ...mentioned, ...args, product: args.product ?? unclear.product?.[0] },
        language,
        await examplesOf(db),
      ),
    };
  }
  if (by && takesDeadline(tool)) call = { ...call, by };
  // A question about lines as such is not about the one that was talked about last.
  const ofAll = takesAllLines(tool) || (tool === "line_gaps" && asksOfLines(text));
  if (!certain && ofAll && !candidates.named.has("line") && (!call.line || !pointsAtLine(text)))
    call = { ...call, line: lineWords[tool] };
  // "In the next two days", which is no date for itself.
  const [hours, ...others] = candidates.hours;
  if (tool === "late_orders" && !call.by && hours && others.length === 0)
    call = { ...call, by: deadlineAt(new Date(now.getTime() + hours * hourMs)) };
  if (end && tool === "what_if_late" && !call.days) call = { ...call, by: end };
  if (
    tool === "line_status" &&
    (!call.line || (call.line === lineWords[tool] && candidates.numberedLines.length > 0))
  ) {
    const numbered = candidates.numberedLines;
    if (numbered.length > 1)
      return {
        doubt: { zh: "您说的是哪条产线？", en: "Which line do you mean?" },
        choices: numbered.map((line) => choiceOf(tool, { line }, language)),
      };
    call = { ...call, line: numbered[0] ?? lineWords[tool] };
  }
  const window = stopWindowIn(text, plantDayTime(now)) ?? wholeStop;
  if (end && tool === "what_if_down" && !call.hours && !window) {
    const ends = stopsUntil(end, now);
    if (ends.length > 1)
      return {
        doubt: { zh: "按停到什么时候算？", en: "Until when shall I take it as?" },
        choices: ends.map((moment) => choiceOf(tool, { ...call, by: moment }, language)),
      };
    call = ends.length === 1 ? { ...call, by: ends[0] } : { ...call, hours: mostHours };
  }
  const open = askForDate(call, holiday, now, language);
  if (open) return open;
  if (tool === "change_order") {
    const settled = await settleOrderChange(db, call, understood, text, language);
    if ("doubt" in settled) return settled;
    call = settled.call;
  }
  for (const name of Object.keys(taken.shape) as SaidArgument[]) {
    // Free time is told of all lines of a kind.
    if (
      tool === "line_gaps" &&
      name === "line" &&
      candidates.numberedLines.length === 0 &&
      !pointsAtLine(text)
    )
      continue;
    const said = call[name];
    let open: readonly (string | number)[] = said === null || said === undefined ? (unclear[name] ?? []) : [];
    if (name === "line" && policy.kind === "confirm") {
      const numbered = candidates.numberedLines;
      const guessed = typeof said === "string" && numbered.includes(said) && !candidates.line.includes(said);
      const meant = numbered.length > 0 ? numbered : (unclear.line ?? []);
      if (guessed || open.length > 0) open = call.order ? await releasable(db, call.order, meant) : meant;
      if (open.length === 1) call = { ...call, line: String(open[0]) };
    }
    if (open.length > 1 || (open.length === 1 && name !== "line"))
      return {
        doubt: questions[name] ?? { zh: "您说的是哪一个？", en: "Which one do you mean?" },
        choices: open
          .slice(0, mostOffered)
          .map((value) => choiceOf(tool, { ...call, [name]: value }, language)),
      };
  }
  return { call };
};
