import { type Bilingual, MillwrightError } from "../../services/core/errors.ts";
import { hourMs } from "../../services/core/zone.ts";
import type { Db } from "../../services/mes/database.ts";
import { cellProducts } from "../../services/mes/queries/cells.ts";
import { allLines, isDown } from "../../services/mes/queries/equipment.ts";
import { orderById } from "../../services/mes/queries/orders.ts";
import { parseToolCall, type ToolCall } from "../runtime/call-schema.ts";
import type { SaidArgument } from "../runtime/candidates.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { Choice } from "../runtime/context.ts";
import { deadlineAt, momentOfDeadline, plantDayTime } from "../runtime/format.ts";
import { lineOptions } from "../runtime/line-choice.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import { metricOf } from "../runtime/metrics/catalogue.ts";
import { asksOfLines } from "../runtime/spoken/about/free-time.ts";
import { saysItStands } from "../runtime/spoken/about/stop.ts";
import { pointsAtLine } from "../runtime/spoken/ids/lines.ts";
import { stopWindowIn } from "../runtime/spoken/times/stop-window.ts";
import { wholeStopIn } from "../runtime/spoken/times/whole-stop.ts";
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
import { saysFigure, saysSubject } from "./put-right/says-so.ts";
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
const namesSubject = ["order", "line", "material", "product", "unit"] as const;
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
  /[?？吗]|呢(?=[。！!]?$)|什么|啥|怎么|哪|多少|(?<![a-z])(?:what|which|how|why|where|when)(?![a-z])/i.test(
    text,
  );

/** The lines that an order could be moved to, where none is said. */
const askWhichLine = async (db: Db, call: ToolCall, language: "zh" | "en"): Promise<Decision | undefined> => {
  const { tool, order, line } = call;
  if (tool !== "move_order" || !order || line) return undefined;
  const lines = await releasable(db, order, undefined);
  if (lines.length === 0) return undefined;
  return {
    doubt: { zh: `${order} 换到哪条产线？`, en: `To which line shall ${order} go?` },
    choices: lines.slice(0, mostOffered).map((one) => choiceOf(tool, { ...call, line: one }, language)),
  };
};

/** Those of the lines, or of all, on which the order may be released now. */
const releasable = async (
  db: Db,
  order: string,
  lines: readonly string[] | undefined,
): Promise<readonly string[]> => {
  try {
    const eligible = (await lineOptions(db, await orderById(db, order))).map(({ line }) => line.id);
    if (!lines) return eligible;
    const able = lines.filter((id) => eligible.includes(id));
    return able.length > 0 ? able : lines;
  } catch (error) {
    // What is wrong with the order is told when it is checked.
    if (error instanceof MillwrightError && !error.retryable) return lines ?? [];
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

/** The one of some lines that is down, of a sentence that tells of a stop; else all of them. */
const downOf = async (db: Db, lines: readonly string[]): Promise<readonly string[]> => {
  const down = (await allLines(db)).filter(({ id, stateCode }) => lines.includes(id) && isDown(stateCode));
  return down.length === 1 ? [down[0]!.id] : lines;
};

/** A serial number of another form than the plant's. */
const unknownSerial = (text: string): string | undefined =>
  /(?<![a-z])s\/?n[ :：#]+([a-z]*\d*(?:-[a-z\d]+)+)/i.exec(text)?.[1]?.toUpperCase();

/** What a cell can test, where a product is to go through one that it has no recipe of. */
const askForRecipe = async (
  db: Db,
  { tool, product, quantity }: ToolCall,
  language: "zh" | "en",
): Promise<Decision | undefined> => {
  if (tool !== "test_units" || !product) return undefined;
  const able = await cellProducts(db);
  if (able.length === 0 || able.includes(product)) return undefined;
  return {
    doubt: {
      zh: `测试单元没有 ${product} 的配方，跑不了；它能测 ${able.join("、")}。${product} 的功能测试在 FT 线上做，按工单下达。`,
      en: `The test cell has no recipe of ${product} and cannot run it; it tests ${able.join(", ")}. ${product} is tested on its lines, by releasing its order.`,
    },
    choices: able.map((one) => choiceOf(tool, { product: one, quantity }, language)),
  };
};

/** Figures that are compared most. */
const comparedMost = ["output", "oee", "fpy", "on_time"] as const;

/** Which figure is meant where a sentence only says what it is to be compared with. */
const askWhichFigure = (
  { tool }: ToolCall,
  { figure, candidates, certain }: Understanding,
  text: string,
  language: "zh" | "en",
): Decision | undefined => {
  const names = figure.metrics.length > 0 || candidates.named.size > 0;
  if (certain || names || !figure.compare || text.length > 30 || !(takesMetric(tool) || tool === "cannot_do"))
    return undefined;
  return {
    doubt: { zh: "您要比哪个指标？", en: "Which figure shall be compared?" },
    choices: comparedMost.map((id) => {
      const { name } = metricOf(id);
      return { label: name, text: `${name[language]} ${text}` };
    }),
  };
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
  // A thing that the words name is said, whether the plant has it or not.
  const isNamed = call.thing && text.toLowerCase().includes(call.thing.toLowerCase());
  const unsupported = certain
    ? []
    : unsupportedArguments(isNamed ? { ...call, thing: null } : call, candidates);
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
  // Who decided is asked of an order alone.
  const subjects = tool === "who_decided" ? (["order"] as const) : namesSubject;
  const named = subjects.some((name) => candidates.named.has(name));
  // The nearest question is no answer to one that says nothing of it: it is offered, and not given.
  const says =
    takesMetric(tool) && understood.figure.metrics.length === 0 ? saysFigure(text) : saysSubject(call, text);
  if (!certain && call.tool === whole.tool && !named && !says) {
    const { tool: _, ...args } = call;
    return {
      doubt: {
        zh: "我不太确定您的意思，请选择，或换个说法：",
        en: "I am not sure what you mean. Choose, or say it in other words:",
      },
      choices: likelyChoices(tool, { ...mentioned, ...args }, language, await examplesOf(db)),
    };
  }
  const serial =
    candidates.unit.length === 0 && (!certain || tool === "ask_knowledge") ? unknownSerial(text) : undefined;
  if (serial && policy.kind === "automatic")
    return {
      doubt: {
        zh: `没有序列号 ${serial} 的记录：这里的序列号形如 SN-26003001，测试或维修过才有记录。说出测不过的项目，或从等维修的里选：`,
        en: `Nothing is on record for the serial number ${serial}: those of this plant look like SN-26003001 and are known once a unit was tested or repaired. Say which test it fails, or choose from those that wait:`,
      },
      choices: [choiceOf("diagnose_unit", {}, language), choiceOf("ask_knowledge", {}, language)],
    };
  const recipe = await askForRecipe(db, call, language);
  if (recipe) return recipe;
  const which = await askWhichOrder(db, call, understood, language);
  if (which && "doubt" in which) return which;
  if (which) call = which.call;
  const compared = askWhichFigure(call, understood, text, language);
  if (compared) return compared;
  const whichLine = await askWhichLine(db, call, language);
  if (whichLine) return whichLine;
  const [about, ...more] = candidates.named.has("order") ? candidates.order : [];
  // What is told to be said next is of what was named.
  if (tool === "cannot_do" && !certain && beyondOf(text)) {
    const [order, line, material, product] = [
      candidates.named.has("order") || candidates.order[0] === mentioned.order
        ? candidates.order[0]
        : undefined,
      candidates.named.has("line") ? candidates.line[0] : undefined,
      candidates.named.has("material") ? candidates.material[0] : undefined,
      candidates.named.has("product") ? candidates.product[0] : undefined,
    ];
    call = {
      ...call,
      ...(order ? { order } : {}),
      ...(line ? { line } : {}),
      ...(material ? { material } : {}),
      ...(product ? { product } : {}),
    };
  }
  if (tool === "cannot_do" && about && more.length === 0 && !beyondOf(text))
    return {
      doubt: {
        zh: `这件事我办不了。关于 ${about}，您是想：`,
        en: `I can't do that. About ${about}, do you mean:`,
      },
      choices: likelyChoices(undefined, { order: about }, language, {}),
    };
  // What the words themselves came to is no guess of the model's.
  const isSaid = call.tool !== whole.tool && toolNamed(call.tool).policy.kind === "automatic";
  if (confidence !== null && confidence < least && !isSaid && !(tool === "cannot_do" && beyondOf(text))) {
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
    const numbered = saysItStands(text)
      ? await downOf(db, candidates.numberedLines)
      : candidates.numberedLines;
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
