import type { ToolCall } from "../runtime/call-schema.ts";
import type { SaidArgument } from "../runtime/candidates.ts";
import { isChinese } from "../runtime/format.ts";
import { asksAboutAlerts } from "../runtime/spoken/about/alerts.ts";
import { asksOfMaterial } from "../runtime/spoken/about/stock.ts";
import { periodsIn } from "../runtime/spoken/asked/compare.ts";
import { rankIn } from "../runtime/spoken/asked/rank.ts";
import { shiftNamed, shiftWords } from "../runtime/spoken/asked/shift.ts";
import { splitIn } from "../runtime/spoken/asked/split.ts";
import {
  asksMoreOf,
  asksOnlyWhy,
  goesOn,
  pointsAtFirst,
  pointsAtThose,
  saysOtherSubject,
  takesBack,
  wantedInstead,
  wantedOfFigure,
} from "../runtime/spoken/goes-on.ts";
import { saysKindOfLine } from "../runtime/spoken/ids/lines.ts";
import {
  isToolName,
  type ToolArguments,
  type ToolName,
  takesDeadline,
  takesMetric,
  toolNamed,
} from "../runtime/tool.ts";
import { beyondOf } from "./beyond.ts";
import { asksOfLast } from "./follow-up/asks.ts";
import { saysOnlyPart } from "./follow-up/only-part.ts";
import { saysOnlySubject } from "./follow-up/only-subject.ts";
import { otherStretch } from "./follow-up/other-stretch.ts";
import { type LastCall, namesNothing, type Said, tellNothing } from "./follow-up/said.ts";

/** Tools that read more out of the words than their arguments say. */
const readsWords: ReadonlySet<ToolName> = new Set([
  "output",
  "metric_value",
  "metric_trend",
  "metric_cause",
  "set_alert",
  "late_orders",
  "list_orders",
  "line_gaps",
  "line_load",
  "line_status",
  "what_if_shift",
]);
const isFigure = (tool: ToolName) => takesMetric(tool) || tool === "output";
/** Tools of which nothing goes on. */
const ends: ReadonlySet<ToolName> = new Set([
  "help",
  "cannot_do",
  "who_is_there",
  "plan_status",
  "make_plan",
]);

/** What the sentence itself says of an argument, and not what was mentioned before; undefined where it says several. */
const freshOf = (
  name: SaidArgument,
  { candidates, mentioned }: Said,
): readonly NonNullable<ToolArguments[SaidArgument]>[] => {
  const values = candidates[name];
  if (candidates.named.has(name)) return values;
  if (name === "order") return values.filter((id) => id !== mentioned.order);
  return name === "quantity" || name === "material" ? values : [];
};

const isOfPart = ({ family, kind }: Said): boolean => family !== undefined || kind !== undefined;

/** The words of both sentences as one, each period and line said once, and by the later one. */
const joined = (before: string, { text, now, kind }: Said, another: boolean, isList = false): string => {
  // A list keeps how its orders stand, and until when they are due.
  if (isList) return `${text.replaceAll(/[呢?？]/g, "")} ${before}`;
  const [own, earlier] = [periodsIn(text, now), periodsIn(before, now)];
  // Lines that were told one by one go on so, those of the kind alone.
  if (kind && !own.period && splitIn(before) === "line" && !saysKindOfLine(before))
    return `${before} ${kind} ${isChinese(before) ? "产线" : "lines"}`;
  // Another line or product takes the place of those that were named; the period stays.
  if (another) return own.period ? text : `${earlier.period?.words.trim() ?? ""} ${text}`.trim();
  if (own.period) return `${text} ${earlier.rest}`;
  // Of shifts, too, only the later one holds.
  return shiftNamed(text) ? `${before.replace(shiftWords, " ")} ${text}` : `${before} ${text}`;
};

/** The condition of a watch with another line in place of the one that it was set for. */
const watchOf = (before: string, line: string | null | undefined, { text }: Said): string => {
  const said = (line ?? "").replace(/-0*(?=\d)/, "[- ]?0*");
  return `${text} ${said ? before.replace(new RegExp(`${said}(?!\\d)`, "i"), "") : before}`;
};

/** What a figure was split by, where only another end of that is asked for: 哪个最少. */
const splitBefore = ({ args, text }: LastCall, said: Said) =>
  rankIn(said.text) ? splitIn(args.words ?? text) : undefined;

const sameWithOther = (last: LastCall, said: Said): ToolCall | undefined => {
  const { tool } = last;
  if (!isToolName(tool) || ends.has(tool)) return undefined;
  const { policy, arguments: shape } = toolNamed(tool);
  // What is done to an order is done to another one only where nothing else is said of that.
  if (policy.kind === "confirm" && "order" in shape.shape && !saysOnlySubject(said.text)) return undefined;
  const names = Object.keys(toolNamed(tool).arguments.shape) as SaidArgument[];
  const fresh: Record<string, NonNullable<ToolArguments[SaidArgument]>> = {};
  for (const name of names) {
    const all = freshOf(name, said);
    // Beside another one, what the call was of is what it is not: "1063, not 1053".
    const values = all.length > 1 ? all.filter((value) => value !== last.args[name]) : all;
    if (values.length > 1) return undefined;
    if (values[0] !== undefined) fresh[name] = values[0];
  }
  // A number that is an order's is no amount beside it.
  const { order, quantity } = fresh;
  if (order !== undefined && quantity !== undefined && String(order).endsWith(`-${quantity}`))
    delete fresh["quantity"];
  // An id that the last call does not take tells that something else is meant.
  const others = (["order", "line", "material", "product", "unit", "metric"] as const).filter((name) =>
    said.candidates.named.has(name),
  );
  const wordsCount = readsWords.has(tool);
  if (others.some((name) => !names.includes(name) && !(wordsCount && name === "product"))) return undefined;
  const periods = periodsIn(said.text, said.now);
  const ofWords =
    wordsCount &&
    (isOfPart(said) ||
      said.candidates.named.has("product") ||
      (isFigure(tool) &&
        (splitBefore(last, said) ??
          periods.period ??
          periods.compare ??
          splitIn(periods.rest) ??
          shiftNamed(said.text)) !== undefined));
  const deadline = takesDeadline(tool) ? said.by : undefined;
  // What looks like an id and is none of those that were read may be what is meant.
  const read = [...Object.values(fresh), ...names.flatMap((name) => last.args[name] ?? [])].map((value) =>
    String(value).replaceAll("-", "").toLowerCase(),
  );
  const codes = said.text.match(/[a-z]{2,}[- ]?v?\d{2,}/gi) ?? [];
  // "meant 1121" is a word, and the number of an order that was read.
  const isRead = (code: string) => {
    const number = / (\d+)$/.exec(code)?.[1];
    return (
      read.includes(code.replaceAll(/[- ]/g, "").toLowerCase()) ||
      (number !== undefined && read.some((one) => one.replace(/^\D+/, "") === number))
    );
  };
  if (codes.some((code) => !isRead(code) && !ofWords)) return undefined;
  if (Object.keys(fresh).length === 0 && !ofWords && !deadline) return undefined;
  // What was made is told as one figure; by what it is split, and what it is held against, the metric tells.
  const compared = tool === "output" && (periods.compare ?? splitIn(periods.rest)) !== undefined;
  const { words, by, ...args } = last.args;
  // What is next on another line is not what comes behind the order on the first one.
  const behindOrder = tool === "planned_next" && fresh["line"] !== undefined && !fresh["order"];
  const another = fresh["line"] !== undefined || said.candidates.named.has("product") || isOfPart(said);
  return {
    ...args,
    // Of a stop only one length holds.
    ...(by && !fresh["hours"] && !fresh["days"] ? { by } : {}),
    ...fresh,
    ...(behindOrder ? { order: null } : {}),
    ...(compared ? { metric: "output" as const } : {}),
    ...(wordsCount
      ? {
          words:
            tool === "set_alert" && fresh["line"] !== undefined
              ? watchOf(words ?? last.text, args.line, said)
              : joined(words ?? last.text, said, another, tool === "list_orders"),
        }
      : {}),
    ...(deadline ? { by: deadline } : {}),
    tool: compared ? "metric_value" : tool,
  };
};

/** The same act for another one, said with that it is not wanted for the first: 算了，换1102. */
const anotherInstead = (last: LastCall, said: Said): ToolCall | undefined => {
  const text = wantedInstead(said.text);
  if (!text || !isToolName(last.tool) || toolNamed(last.tool).policy.kind !== "confirm") return undefined;
  return saysOnlySubject(text) ? sameWithOther(last, { ...said, text }) : undefined;
};

/** Nothing but another stretch of time for a figure: 前天. */
const saysOnlyPeriod = ({ tool }: LastCall, { text, now }: Said): boolean => {
  const { period, rest } = periodsIn(text, now);
  return isToolName(tool) && isFigure(tool) && period !== undefined && !/[\p{L}\p{N}]/u.test(rest);
};
/** Nothing but the id of what a question lacked. */
const saysOnlyId = ({ tool, args }: LastCall, { text, candidates: { named } }: Said): boolean =>
  /^[a-z]{2,5}[- ]?[a-z]?\d+[?？。.]?$/i.test(text.trim()) &&
  (["product", "unit", "material"] as const).some((name) => named.has(name) && !args[name]) &&
  ["test_failures", "routing", "stock_status"].includes(tool);
/** Nothing but another one, for which the same is wanted: "also FT-3", 1121也一样. */
const oneMore = /也|一样|同样|照样|(?<![a-z])(?:also|too|as well|likewise|same)(?![a-z])/i;
const saysOneMore = (_last: LastCall, { text }: Said): boolean => oneMore.test(text) && saysOnlySubject(text);
const saysOnlyArgument = (last: LastCall, said: Said): boolean =>
  saysOnlyPeriod(last, said) || saysOnlyId(last, said) || saysOnlyPart(said);

/** The cause, the course or a watch of the figure that was told last. */
const moreOfFigure = (last: LastCall, said: Said): ToolCall | undefined => {
  const { tool, args } = last;
  const { named, line } = said.candidates;
  if (!isToolName(tool) || !isFigure(tool)) return undefined;
  if ((["metric", "order", "material", "unit"] as const).some((name) => named.has(name))) return undefined;
  const wanted = saysOtherSubject(said.text) ? undefined : wantedOfFigure(said.text);
  // Which notices there are is asked, and none is wanted.
  if (!wanted || asksAboutAlerts(said.text)) return undefined;
  return {
    tool: wanted,
    metric: args.metric ?? "output",
    line: named.has("line") && line.length === 1 ? line[0] : (args.line ?? "all"),
    words: wanted === "set_alert" ? said.text : joined(args.words ?? last.text, said, named.has("line")),
  };
};

/** A day or part of one that a sentence names. */
const saysWhen =
  /[今明后]|周|星期|礼拜|月|号|班|夜|早|午|晚|(?<![a-z])(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|weekend|shift|morning|afternoon|evening|night|hours?|days?)(?![a-z])/i;

/** What is planned on another line, for the stretch that was asked about. */
const plannedOnOther = (last: LastCall, said: Said): ToolCall | undefined => {
  const { named, line: lines } = said.candidates;
  const [line, ...others] = named.has("line") ? lines : [];
  if (last.tool !== "planned_work" || !line || others.length > 0 || saysWhen.test(said.text))
    return undefined;
  return goesOn(said.text) ? { tool: "planned_work", line, words: last.args.words ?? last.text } : undefined;
};

/** How long a line that is to be watched has to be down: "half an hour, that's serious". */
const watchedFor = (last: LastCall, { text, candidates: { named, minutes } }: Said): ToolCall | undefined => {
  const [span, ...others] = named.has("hours") ? minutes : [];
  if (last.tool !== "watch_line" || !span || others.length > 0 || text.length > 60) return undefined;
  return (["order", "product", "material", "unit"] as const).some((name) => named.has(name))
    ? undefined
    : { ...last.args, tool: "watch_line", minutes: span };
};

/** The material that was told of, or the first of those that are short. */
const materialOf = ({ tool, args, evidence }: LastCall): string | undefined => {
  if (tool === "stock_status") return args.material ?? undefined;
  return tool === "check_kit" || tool === "short_material"
    ? evidence.find(({ kind }) => kind === "material")?.id
    : undefined;
};

/** What is to be done with the worst of those that were told, where it is not only asked about. */
const wantsForward =
  /提(?:上来|上去|前|到前|一提)|加急|插队|排(?:到)?前|往前|赶一?赶|先做|(?<![a-z])(?:expedite|rush|bring .{0,12}forward|pull .{0,12}(?:in|forward)|prioriti[sz]e|do .{0,12}first)(?![a-z])/i;
const wantsOther =
  /下达|放|取消|暂停|挂起|换到|挪|改成|(?<![a-z])(?:release|cancel|hold|move|change)(?![a-z])/i;

/** More of the order, unit, material, thing or passage that was told of. */
const moreOfIt = (last: LastCall, said: Said): ToolCall | undefined => {
  const { text, mentioned } = said;
  if (text.length > 60 || !namesNothing(said)) return undefined;
  const { tool, args } = last;
  const first = (kind: string) => last.evidence.find((one) => one.kind === kind)?.id;
  if (tool === "late_orders" && mentioned.order && (pointsAtFirst(text) || asksOnlyWhy(text))) {
    if (wantsForward.test(text)) return { tool: "expedite_order", order: mentioned.order };
    return wantsOther.test(text) ? undefined : { tool: "explain_late", order: mentioned.order };
  }
  if (tool === "order_status" && mentioned.order && asksOnlyWhy(text))
    return { tool: "explain_late", order: mentioned.order };
  if (tool === "diagnose_unit") {
    const unit = args.unit ?? first("unit");
    const points = args.unit ? asksMoreOf.unit.test(text) : pointsAtFirst(text);
    if (unit && points) return { tool: "diagnose_unit", unit };
  }
  if (tool === "line_status" && args.line && asksMoreOf.line.test(text))
    return { tool: "line_status", line: args.line };
  if (tool === "promise_date" && args.product && asksMoreOf.amount.test(text)) return { ...args, tool };
  const { thing: things } = said.candidates;
  const namesOther = things.length === 1 && things[0] !== args.thing;
  if (tool === "look_up" && args.thing && !namesOther && asksMoreOf.thing.test(text) && !beyondOf(text))
    return { tool: "look_up", thing: args.thing };
  const material = asksOfMaterial(text) ? materialOf(last) : undefined;
  if (material) return { tool: "stock_status", material };
  if (tool === "ask_knowledge" && asksMoreOf.source.test(text))
    return { tool: "ask_knowledge", words: args.words ?? last.text };
  return undefined;
};

/**
 * The call that a sentence comes to which goes on from the one before: the same with another order, amount, line or period
 * ("那1113呢", "and 80?"), the cause of the figure that was told, or more of the first of those that were. Undefined where it
 * stands for itself.
 */
export const followUp = (last: LastCall | undefined, said: Said): ToolCall | undefined => {
  if (!last) return undefined;
  if (takesBack(said.text))
    return anotherInstead((tellNothing.has(last.tool) ? last.before : undefined) ?? last, said);
  if (tellNothing.has(last.tool)) return asksOfLast(last, said) ?? followUp(last.before, said);
  if (said.candidates.wish === "cell") return undefined;
  if (said.candidates.wish === "output")
    return goesOn(said.text) && last.tool === "output" ? sameWithOther(last, said) : undefined;
  return (
    asksOfLast(last, said) ??
    moreOfFigure(last, said) ??
    moreOfIt(last, said) ??
    plannedOnOther(last, said) ??
    otherStretch(last, said) ??
    watchedFor(last, said) ??
    (goesOn(said.text) || pointsAtThose(said.text) || saysOnlyArgument(last, said) || saysOneMore(last, said)
      ? sameWithOther(last, said)
      : undefined)
  );
};
