import type { Bilingual } from "../../services/core/errors.ts";
import { hourMs } from "../../services/core/zone.ts";
import type { Db } from "../../services/mes/database.ts";
import { recordedRange, type StretchOfTime } from "../../services/mes/queries/stretch.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { CardRow, ToolContext, ToolHandler, ToolResult } from "../runtime/context.ts";
import { formatPercent, formatPlantTime, languageIn } from "../runtime/format.ts";
import { measuresOf } from "../runtime/metrics/catalogue.ts";
import type { Metric, MetricId } from "../runtime/metrics/metric.ts";
import { asksApart } from "../runtime/spoken/asked/apart.ts";
import { type DayShift, type ShiftName, shiftNames } from "../runtime/spoken/asked/shift.ts";
import { questionsWritten } from "../runtime/spoken/asked/written-together.ts";
import { dayOf } from "../runtime/spoken/periods/calendar.ts";
import type { Period } from "../runtime/spoken/periods/said.ts";
import { periodIn } from "../runtime/spoken/times/period.ts";
import type { Evidence } from "../runtime/tool.ts";
import { mentionedBy, metricEvidence, onlyLine, sameAgain } from "./about.ts";
import { apartTold } from "./apart-told.ts";
import { definitionTold } from "./definition.ts";
import { factorsTold } from "./factors-told.ts";
import { askFigure, type Figure, type Part } from "./figures/ask.ts";
import { hoursOf } from "./figures/grid.ts";
import { type FigureQuestion, queryOf, questionIn } from "./figures/read.ts";
import { shiftsOf } from "./figures/shifts.ts";
import { amountText, changeText, numberText, scopeText, stretchText, valueText } from "./figures/tell.ts";
import { isUnrecorded, lastDayTold, lastDayWith } from "./last-day.ts";
import { longestStopTold } from "./longest-stop.ts";
import { meaningFact, noFigure } from "./no-figure.ts";
import { ordersCounted } from "./orders-counted.ts";
import { partsText, partValue, type ToldPart, toldParts } from "./parts-told.ts";
import { reasonsTold } from "./reasons-told.ts";
import { repairsElsewhere } from "./repairs-elsewhere.ts";
import { setUpsCounted } from "./set-ups-counted.ts";
import { shareTold, withShares } from "./share-told.ts";
import { stopReasonsTold } from "./stop-reasons-told.ts";
import { targetTold } from "./target-told.ts";
import { type ToldFigure, toldTogether } from "./told-together.ts";
import { untimedTold } from "./untimed.ts";
import { whyTold } from "./why-told.ts";

/** As many parts as can be looked over at a glance. */
const mostShown = 14;

/** How a metric is reckoned, with its value, and the amounts that it is made of. */
const formulaRows = (metric: Metric, { value, sums }: Figure, language: "zh" | "en"): CardRow[] => [
  {
    label: {
      zh: `${metric.name.zh} ${metric.formula.zh}`,
      en: `${metric.name.en} ${metric.formula.en}`,
    },
    value: valueText(metric, value)[language],
  },
  ...measuresOf(metric).map((measure) => {
    const amount = amountText(measure, sums);
    return { label: amount.label, value: amount.value[language] };
  }),
];

/** How a value stands to that of another stretch: "; 1.2 points more than 91.0% of 11-16 00:00 to 11-17 00:00". */
const comparedText = (
  metric: Metric,
  value: number,
  { value: before, recordedFrom }: Pick<Figure, "value" | "recordedFrom">,
  compared: Period,
): Bilingual => {
  const other = stretchText(compared);
  if (before === undefined)
    return {
      zh: `；${compared.name.zh}（${other.zh}）没有记录`,
      en: `; nothing is on record for ${other.en}`,
    };
  const change = value - before;
  const [was, by] = [valueText(metric, before), changeText(metric, change)];
  const since = recordedFrom && formatPlantTime(recordedFrom);
  const [zh, en] =
    Math.abs(change) < 1e-9
      ? ["持平", "the same"]
      : change > 0
        ? [`高 ${by.zh}`, `${by.en} more`]
        : [`低 ${by.zh}`, `${by.en} less`];
  return {
    zh: `；比${compared.name.zh}（${other.zh}，${was.zh}${since ? `，记录从 ${since} 开始` : ""}）${zh}`,
    en: `; ${en} than ${was.en} of ${other.en}${since ? `, of which the record begins ${since}` : ""}`,
  };
};

/** That a stretch is on record only in part, so that its figure is taken for no more than that. */
const sinceTold = ({ recordedFrom }: Figure, period: Period): Bilingual => {
  if (!recordedFrom || recordedFrom.getTime() - period.from.getTime() <= hourMs) return { zh: "", en: "" };
  const since = formatPlantTime(recordedFrom);
  return { zh: `（记录从 ${since} 开始）`, en: ` (the record begins ${since})` };
};

/** The hours that are meant by shifts: "day shift 06:00–14:00". */
const shiftHours = (shifts: readonly DayShift[], only: ShiftName | undefined): Bilingual => {
  const meant = shifts.filter(({ name }) => only === undefined || name === only);
  const list = (language: "zh" | "en") =>
    meant.map((shift) => `${shiftNames[shift.name][language]} ${hoursOf(shift)}`);
  return { zh: list("zh").join("，"), en: list("en").join(", ") };
};

const partEvidence = (
  question: FigureQuestion,
  { name, value, before, share, sums }: ToldPart,
): Evidence => ({
  kind: "figure",
  id: name.en,
  facts: {
    value: partValue(question, value).en,
    ...(before === undefined ? {} : { before: partValue(question, before).en }),
    ...(share === undefined ? {} : { share: formatPercent(share) }),
    ...(question.countsLate ? { orders: ordersCounted(question.metric, sums).en } : {}),
  },
  source: "event",
  at: question.now.toISOString(),
});

/** Means and shares of what is seldom: those of a day say little of how it usually is. */
const rare: ReadonlySet<MetricId> = new Set([
  "mtbf",
  "mttr",
  "on_time",
  "lead_time",
  "promise_deviation",
  "third_repairs",
  "first_time_fix",
]);

/**
 * Where nobody says when, today, or four weeks of what is seldom; where today has nothing of it to tell apart, the days before as well, and where it has
 * nothing at all, the last day that has.
 */
const recent = async (db: Db, question: FigureQuestion, recorded: StretchOfTime | undefined) => {
  const { asked, metric, now } = question;
  const of = async (period: Period) => {
    const query = { ...queryOf(question, period), split: asked.split, eachShift: false };
    return { period, query, figure: await askFigure(db, query), isInstead: false };
  };
  // Which day it was is asked of several.
  const isOfDays = asked.ranking !== undefined && (asked.split === "day" || asked.split === "week");
  const unsaid = periodIn(isOfDays || rare.has(metric.id) ? "最近 28 天" : "", now);
  const first = await of(question.period ?? unsaid);
  const isToday = dayOf(first.period.from) === dayOf(now);
  // A split of a day that has nothing is told of the last day that has.
  if (question.compare || (question.period && !(asked.split && isToday))) return first;
  const isEmpty = first.figure.parts.every(({ value }) => !value);
  const looked = asked.ranking && isEmpty && !question.period ? await of(periodIn("最近7天", now)) : first;
  if (!isUnrecorded(question, looked.figure, looked.period, recorded)) return looked;
  const last = await lastDayWith(db, question);
  return last ? { ...(await of(last.period)), isInstead: true } : looked;
};

/**
 * A governed figure in the words' own period, scope, split and comparison, with its formula and the amounts behind it.
 *
 * @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_LINE; FIGURE_NOT_KEPT where the data store does not know it so.
 */
const oneValue = async (context: ToolContext): Promise<ToldFigure> => {
  const { db, text } = context;
  const question = await questionIn(context);
  const { metric, isOfBad, asked, filter, compare, unused } = question;
  const { split } = asked;
  const recorded = await recordedRange(db);
  const { period, query, figure, isInstead } = await recent(db, question, recorded);
  const [when, scope] = [stretchText(period), scopeText(filter)];
  const meaning = definitionTold(metric, text);
  // Of what goes on, that nothing is there yet may be said with the last day that has something.
  const goesOn = period.to >= question.now;
  const last =
    goesOn && isUnrecorded(question, figure, period, recorded) ? await lastDayTold(db, question) : undefined;
  const why = await untimedTold(db, question, period, figure);
  // What cannot be told of all may be known of its parts.
  const isKnown =
    figure.value !== undefined || (why && figure.parts.some((part) => part.value !== undefined));
  if (!isKnown || !recorded || recorded.from >= period.to || recorded.to < period.from)
    return {
      question,
      period,
      value: undefined,
      result: noFigure(question, recorded, {
        asked: { zh: `${period.name.zh}（${when.zh}）${scope.zh}`, en: `${when.en}, ${scope.en}` },
        meaning,
        last,
        why,
      }),
    };
  const instead = isInstead
    ? {
        zh: `今天还没有可算${metric.name.zh}的记录，下面是最近有数的一天。`,
        en: `Nothing is on record for the ${metric.name.en} today yet; this is the last day with a figure. `,
      }
    : { zh: "", en: "" };
  const before = compare ? await askFigure(db, { ...query, from: compare.from, to: compare.to }) : undefined;
  const parts = withShares(question, figure, await toldParts(db, question, figure, before?.parts), text);
  const share = await shareTold(db, question, query, figure, text);
  const shown = parts.slice(0, mostShown);
  const known = valueText(metric, figure.value);
  const counted = ordersCounted(metric, figure.sums);
  const plain = { zh: `${known.zh}${counted.zh}`, en: `${known.en}${counted.en}` };
  const value = why ? { zh: `${plain.zh}（${why.text.zh}）`, en: `${plain.en} (${why.text.en})` } : plain;
  const since = sinceTold(figure, period);
  const elsewhere = await repairsElsewhere(db, question, figure);
  const target = targetTold(question, figure.value, text);
  const bad = isOfBad && figure.value !== undefined ? numberText(metric, 100 - figure.value) : undefined;
  const against =
    compare && before && figure.value !== undefined
      ? comparedText(metric, figure.value, before, compare)
      : { zh: "", en: "" };
  const hours = split === "shift" || filter.shift ? shiftHours(await shiftsOf(db), filter.shift) : undefined;
  const each =
    (await longestStopTold(db, question, period, text)) ?? (await setUpsCounted(db, question, period, text));
  const of = figure.parts.filter((part) => part.value !== undefined && !part.standing?.isPartial).length;
  const named = await stopReasonsTold(db, question, figure);
  const byPart = partsText(question, parts, of);
  const apart = await partsApart(db, question, figure, parts, text);
  const factors = await factorsTold(db, question, query, text);
  const reasons = await reasonsTold(db, question, query, parts, text);
  const cause = await whyTold(db, { ...question, period }, parts, text);
  const result: ToolResult = {
    text: {
      zh: `${unused.zh}${meaning.zh}${instead.zh}${period.name.zh}（${when.zh}）${scope.zh}的${metric.name.zh}是 ${value.zh}${since.zh}${bad ? `，即报废率 ${bad}%` : ""}${share?.text.zh ?? ""}${against.zh}${factors?.text.zh ?? ""}${each?.text.zh ?? ""}${named?.text.zh ?? ""}${byPart.zh}${apart?.text.zh ?? ""}${reasons?.text.zh ?? ""}${metric.limit ? `（${metric.limit.zh}）` : ""}。${elsewhere.zh}${target?.text.zh ?? ""}${last?.text.zh ?? ""}${cause?.text.zh ?? ""}`,
      en: `${unused.en}${meaning.en}${instead.en}${period.name.en} (${when.en}) the ${metric.name.en} of ${scope.en} was ${value.en}${since.en}${bad ? `, a scrap rate of ${bad}%` : ""}${share?.text.en ?? ""}${against.en}${factors?.text.en ?? ""}${each?.text.en ?? ""}${named?.text.en ?? ""}${byPart.en}${apart?.text.en ?? ""}${reasons?.text.en ?? ""}${metric.limit ? ` (${metric.limit.en})` : ""}.${elsewhere.en}${target ? ` ${target.text.en}` : ""}${last?.text.en ?? ""}${cause?.text.en ?? ""}`,
    },
    rows: [
      ...formulaRows(metric, figure, languageIn(text)),
      ...(hours
        ? [{ label: { zh: "班次时间", en: "Hours of the shifts" }, value: hours[languageIn(text)] }]
        : []),
      ...shown.map(({ name, value: own }) => ({ label: name, value: partValue(question, own).en })),
    ],
    evidence: [
      metricEvidence(question, {
        period: `${period.name.zh} ${period.name.en}`,
        from: formatPlantTime(period.from),
        to: formatPlantTime(period.to),
        value: known.en,
        formula: metric.formula.en,
        ...meaningFact(meaning),
        ...why?.facts,
        ...last?.facts,
        ...share?.facts,
        ...named?.facts,
        ...apart?.facts,
        ...target?.facts,
        ...(counted.en ? { orders: counted.en } : {}),
        ...unused.facts,
        ...(question.limit?.threshold === undefined
          ? {}
          : { limit: valueText(metric, question.limit.threshold).en, picked: parts.length, of }),
        ...(bad ? { badShare: bad } : {}),
        ...(since.en && figure.recordedFrom ? { recordedSince: formatPlantTime(figure.recordedFrom) } : {}),
        ...(compare
          ? {
              beforeFrom: stretchText(compare).en,
              beforePeriod: `${compare.name.zh} ${compare.name.en}`,
            }
          : {}),
        ...(hours ? { shiftHours: hours.en } : {}),
        ...(compare && figure.value !== undefined && before?.value !== undefined
          ? {
              before: valueText(metric, before.value).en,
              ...(before.recordedFrom ? { recordedFrom: formatPlantTime(before.recordedFrom) } : {}),
              change: changeText(metric, figure.value - before.value).en,
            }
          : {}),
        parts: figure.parts.length,
      }),
      ...(each?.evidence ?? []),
      ...shown.map((part) => partEvidence(question, part)),
      ...(factors?.evidence ?? []),
      ...(reasons?.evidence ?? []),
      ...(cause?.evidence ?? []),
    ],
    choices: nextQuestions(question, languageIn(text), parts[0]),
    ...mentionedBy(filter, foundLine(question, parts[0])),
  };
  return { question, period, value: figure.value, result };
};

/** By how much the parts differ: of those that are told, or where only one end of them is, of them all. */
const partsApart = async (
  db: Db,
  question: FigureQuestion,
  figure: Figure,
  parts: readonly ToldPart[],
  text: string,
) => {
  const isOneEnd = question.asked.ranking !== undefined && asksApart(text);
  const unranked = { ...question, asked: { ...question.asked, ranking: undefined } };
  return apartTold(question, isOneEnd ? await toldParts(db, unranked, figure) : parts, text);
};

/**
 * What a sentence asks of the metrics: one figure, or each of several, and of one in two stretches what the second is beside the first.
 *
 * @throws MillwrightError as `oneValue`.
 */
export const metricValue: ToolHandler = async (context) => {
  const { args, text } = context;
  const questions = args.metric ? questionsWritten(text, args.metric) : [];
  if (questions.length < 2) return (await oneValue(context)).result;
  const told: ToldFigure[] = [];
  for (const { metric, words } of questions) {
    // Each names the line that it is of.
    const own = { ...args, metric, line: "all", words };
    told.push(await oneValue({ ...context, args: own, text: words }));
  }
  return toldTogether(told);
};

/** The line that a ranking has found. */
const foundLine = ({ asked }: FigureQuestion, first: Part | undefined): string | undefined =>
  asked.ranking && asked.split === "line" ? first?.key : undefined;

/** What is asked next of a figure: of the line that a ranking has found, or of what the figure was of. */
const nextQuestions = (question: FigureQuestion, language: "zh" | "en", first: Part | undefined) => {
  const { metric, filter } = question;
  const args = sameAgain(metric, foundLine(question, first) ?? onlyLine(filter));
  return [
    choiceOf("metric_trend", args, language),
    choiceOf("metric_cause", args, language),
    choiceOf("set_alert", args, language),
  ];
};
