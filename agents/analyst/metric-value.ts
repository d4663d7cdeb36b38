import { recordedRange } from "../../services/mes/queries/stretch.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { CardRow, ToolHandler, ToolResult } from "../runtime/context.ts";
import { formatPlantTime, languageIn } from "../runtime/format.ts";
import { measuresOf } from "../runtime/metrics/catalogue.ts";
import { isTime, type Metric } from "../runtime/metrics/metric.ts";
import { asksForBadShare } from "../runtime/spoken/asked/named-metrics.ts";
import { endOf } from "../runtime/spoken/asked/rank.ts";
import { periodIn } from "../runtime/spoken/period.ts";
import type { Evidence } from "../runtime/tool.ts";
import { mentionedBy, metricEvidence, onlyLine, sameAgain } from "./about.ts";
import { askFigure, type Figure, type Part } from "./figures/ask.ts";
import { dimensionNames } from "./figures/dimension-names.ts";
import { type FigureQuestion, queryOf, questionIn } from "./figures/read.ts";
import {
  amountText,
  changeText,
  numberText,
  partNames,
  scopeText,
  stretchText,
  valueText,
} from "./figures/tell.ts";

/** As many parts as can be looked over at a glance. */
const mostShown = 14;
/** As many as a sentence holds. */
const mostTold = 5;

/** How a metric is reckoned, with its value, and the amounts that it is made of. */
const formulaRows = (metric: Metric, { value, sums }: Figure, language: "zh" | "en"): CardRow[] => [
  {
    label: { zh: `${metric.name.zh} ${metric.formula}`, en: `${metric.name.en} ${metric.formula}` },
    value: valueText(metric, value)[language],
  },
  ...measuresOf(metric).map((measure) => {
    const amount = amountText(measure, sums);
    return { label: amount.label, value: amount.value[language] };
  }),
];

/** Parts in the order that they are told in: by time, or by value from the end that is asked about. */
const ranked = ({ metric, asked }: FigureQuestion, parts: readonly Part[]): readonly Part[] => {
  const known = parts.filter(({ value }) => value !== undefined);
  const { split, ranking } = asked;
  if (!ranking) return split && isTime(split) ? parts : known;
  const high = endOf(ranking, metric) === "high";
  return known.toSorted((a, b) => (high ? b.value! - a.value! : a.value! - b.value!)).slice(0, ranking.count);
};

const nothing = async (
  { db }: Parameters<ToolHandler>[0],
  { metric, now }: FigureQuestion,
  told: string,
  toldEn: string,
): Promise<ToolResult> => {
  const recorded = await recordedRange(db);
  const since = recorded ? formatPlantTime(recorded.from) : undefined;
  return {
    text: {
      zh: `${told}没有可算${metric.name.zh}的记录${since ? `；记录从 ${since} 开始` : ""}。`,
      en: `Nothing is on record for the ${metric.name.en} ${toldEn}${since ? `; the record begins ${since}` : ""}.`,
    },
    evidence: [
      {
        kind: "figure",
        id: metric.id,
        facts: { recordedFrom: since ?? null, asked: `${told} ${toldEn}` },
        source: "event",
        at: now.toISOString(),
      },
    ],
  };
};

/**
 * A governed figure in the words' own period, scope, split and comparison, with its formula and the amounts behind it.
 *
 * @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_LINE; FIGURE_NOT_KEPT where the data store does not know it so.
 */
export const metricValue: ToolHandler = async (context) => {
  const { db, text } = context;
  const question = await questionIn(context);
  const { metric, asked, filter, compare, now } = question;
  const period = question.period ?? periodIn("", now);
  const { split } = asked;
  const query = { ...queryOf(question, period), split, eachShift: false };
  const figure = await askFigure(db, query);
  const [when, scope] = [stretchText(period), scopeText(filter)];
  const recorded = await recordedRange(db);
  if (figure.value === undefined || !recorded || recorded.from >= period.to)
    return nothing(
      context,
      question,
      `${period.name.zh}（${when.zh}）${scope.zh}`,
      `${when.en}, ${scope.en}`,
    );
  const before = compare ? await askFigure(db, { ...query, from: compare.from, to: compare.to }) : undefined;
  const value = valueText(metric, figure.value);
  const bad =
    metric.id === "quality" && asksForBadShare(text) ? numberText(metric, 100 - figure.value) : undefined;
  const beforeOf = new Map(before?.parts.map((part) => [part.key, part.value]));
  const parts = ranked(question, figure.parts);
  const nameOf = split
    ? await partNames(
        db,
        split,
        parts.map(({ key }) => key),
      )
    : undefined;
  const evidence: Evidence[] = [
    metricEvidence(question, {
      period: `${period.name.zh} ${period.name.en}`,
      from: when.en.split(" to ")[0]!,
      to: when.en.split(" to ")[1]!,
      value: value.en,
      formula: metric.formula,
      ...(bad ? { badShare: bad } : {}),
      ...(before?.value !== undefined
        ? {
            before: valueText(metric, before.value).en,
            beforeFrom: stretchText(compare!).en,
            change: changeText(metric, figure.value - before.value).en,
          }
        : {}),
      parts: figure.parts.length,
    }),
    ...parts.slice(0, mostShown).map(
      (part): Evidence => ({
        kind: "figure",
        id: nameOf!(part.key).en,
        facts: {
          value: valueText(metric, part.value).en,
          ...(beforeOf.get(part.key) === undefined
            ? {}
            : { before: valueText(metric, beforeOf.get(part.key)).en }),
        },
        source: "event",
        at: now.toISOString(),
      }),
    ),
  ];
  const told = parts.slice(0, mostTold);
  const list = (language: "zh" | "en") =>
    told
      .map(({ key, value: own }) => `${nameOf!(key)[language]} ${valueText(metric, own)[language]}`)
      .join(language === "zh" ? "，" : ", ");
  const compared = (): { zh: string; en: string } => {
    if (!compare) return { zh: "", en: "" };
    const other = stretchText(compare);
    if (before?.value === undefined)
      return {
        zh: `；${compare.name.zh}（${other.zh}）没有记录`,
        en: `; nothing is on record for ${other.en}`,
      };
    const change = figure.value! - before.value;
    const [was, by] = [valueText(metric, before.value), changeText(metric, change)];
    const [zh, en] =
      Math.abs(change) < 1e-9
        ? ["持平", "the same"]
        : change > 0
          ? [`高 ${by.zh}`, `${by.en} more`]
          : [`低 ${by.zh}`, `${by.en} less`];
    return {
      zh: `；比${compare.name.zh}（${other.zh}，${was.zh}）${zh}`,
      en: `; ${en} than ${was.en} of ${other.en}`,
    };
  };
  const against = compared();
  const dimension = split ? dimensionNames[split] : undefined;
  const more = parts.length - told.length;
  return {
    text: {
      zh: `${period.name.zh}（${when.zh}）${scope.zh}的${metric.name.zh}是 ${value.zh}${bad ? `，即报废率 ${bad}%` : ""}${against.zh}${dimension && told.length > 0 ? `。按${dimension.zh}：${list("zh")}${more > 0 ? "，其余见下" : ""}` : ""}${metric.limit ? `（${metric.limit.zh}）` : ""}。`,
      en: `${period.name.en} (${when.en}) the ${metric.name.en} of ${scope.en} was ${value.en}${bad ? `, a scrap rate of ${bad}%` : ""}${against.en}${dimension && told.length > 0 ? `. By ${dimension.en}: ${list("en")}${more > 0 ? ", the rest below" : ""}` : ""}${metric.limit ? ` (${metric.limit.en})` : ""}.`,
    },
    rows: [
      ...formulaRows(metric, figure, languageIn(text)),
      ...parts.slice(0, mostShown).map((part) => ({
        label: nameOf!(part.key),
        value: valueText(metric, part.value).en,
      })),
    ],
    evidence,
    choices: nextQuestions(question, languageIn(text)),
    ...mentionedBy(filter),
  };
};

/** What is asked next of a figure. */
const nextQuestions = ({ metric, filter }: FigureQuestion, language: "zh" | "en") => {
  const args = sameAgain(metric, onlyLine(filter));
  return [
    choiceOf("metric_trend", args, language),
    choiceOf("metric_cause", args, language),
    choiceOf("set_alert", args, language),
  ];
};
