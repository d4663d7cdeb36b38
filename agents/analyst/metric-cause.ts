import type { Db } from "../../services/mes/database.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { CardRow, ToolHandler, ToolResult } from "../runtime/context.ts";
import { formatPlantTime, languageIn } from "../runtime/format.ts";
import type { Metric } from "../runtime/metrics/metric.ts";
import type { Period } from "../runtime/spoken/periods/said.ts";
import { periodBefore, periodNamed } from "../runtime/spoken/times/period.ts";
import { mentionedBy, metricEvidence, onlyLine, sameAgain } from "./about.ts";
import { evidenceOf, nothing, proofOf, tellProof } from "./cause-proof.ts";
import { type Cause, explainChange, isUsual } from "./figures/cause.ts";
import { type FigureQuestion, questionIn } from "./figures/read.ts";
import { readingOf } from "./figures/reading.ts";
import { changeText, scopeText, stretchText, valueText } from "./figures/tell.ts";
import { untimedTold } from "./untimed.ts";

/** Causes of a step that are told, and rows that are shown. */
const [mostTold, mostRows] = [2, 16];
/** What did less than this share of the change of its step is not told. */
const leastTold = 0.08;

/**
 * The stretch that is to be explained: the one that is named; else the current one of what it is compared with; else the last
 * seven days.
 */
const stretchesOf = ({ period, compare, now }: FigureQuestion): { now: Period; before: Period } => {
  if (period) return { now: period, before: compare ?? periodBefore(period) };
  const words =
    compare?.months === 1 ? "本月" : compare?.days === 7 ? "本周" : compare ? "今天" : "最近 7 天";
  const current = periodNamed(words, now)!;
  return { now: current, before: compare ?? periodBefore(current) };
};

const signed = (metric: Metric, effect: number, language: "zh" | "en"): string => {
  const { zh, en } = changeText(metric, effect);
  return `${effect < 0 ? "−" : "+"}${language === "zh" ? zh : en}`;
};

/** The causes that did most, each with what it comes of in turn. */
const sentenceOf = (
  metric: Metric,
  causes: readonly Cause[],
  change: number,
  language: "zh" | "en",
): string =>
  causes
    .filter(({ effect }) => effect * change > 0 && Math.abs(effect) >= leastTold * Math.abs(change))
    .slice(0, mostTold)
    .map((cause) => {
      const own = `${cause.label[language]} ${signed(metric, cause.effect, language)}`;
      const further = sentenceOf(metric, cause.causes, cause.effect, language);
      return further ? (language === "zh" ? `${own}（其中 ${further}）` : `${own} (of it ${further})`) : own;
    })
    .join(language === "zh" ? "，" : ", ");

/** The tree as rows, what lies deeper further to the right. */
const rowsOf = (metric: Metric, causes: readonly Cause[], depth = 0): CardRow[] =>
  causes.slice(0, depth === 0 ? 6 : 4).flatMap((cause): CardRow[] => {
    const from = cause.metric ? valueText(cause.metric, cause.before).en : undefined;
    const to = cause.metric ? valueText(cause.metric, cause.now).en : undefined;
    const indent = "　".repeat(depth);
    return [
      {
        label: { zh: `${indent}${cause.label.zh}`, en: `${indent}${cause.label.en}` },
        value: `${signed(metric, cause.effect, "en")}${from ? ` · ${from} → ${to}` : ""}`,
      },
      ...rowsOf(metric, cause.causes, depth + 1),
    ];
  });

/** The chain of causes that did most: the first of each step. */
const chainOf = (causes: readonly Cause[], change: number): Cause[] => {
  const first = causes.find(({ effect }) => effect * change > 0);
  return first ? [first, ...chainOf(first.causes, first.effect)] : [];
};

/** Why the figure of a question changed: its tree and dimensions taken apart without a rest, down to stops, reasons and lots, and what moved with it. */
export const causeTold = async (
  db: Db,
  question: FigureQuestion,
  language: "zh" | "en",
): Promise<ToolResult> => {
  const { metric, filter, unused, now } = question;
  const stretches = stretchesOf(question);
  const reading = readingOf(db);
  const explained = await explainChange(reading, metric, filter, stretches);
  const { before, now: is, change, usual, causes } = explained;
  const scope = scopeText(filter);
  const [when, other] = [stretchText(stretches.now), stretchText(stretches.before)];
  const [value, was] = [valueText(metric, is.value), valueText(metric, before.value)];
  const base = metricEvidence(question, {
    from: when.en,
    before: other.en,
    value: value.en,
    valueBefore: was.en,
    change: changeText(metric, change).en,
    ...unused.facts,
    ...(usual === undefined ? {} : { usualChange: changeText(metric, usual).en }),
    formula: metric.formula.en,
    method: metric.factors ? "Shapley, Kitagawa" : "Kitagawa",
  });
  if (is.value === undefined || before.value === undefined) {
    const [stretch, figure, of] =
      is.value === undefined ? [stretches.now, is, when] : [stretches.before, before, other];
    const why = await untimedTold(db, question, stretch, figure);
    return {
      text: why
        ? {
            zh: `${scope.zh}的${metric.name.zh}在 ${of.zh} 算不出来（${why.text.zh}），没有可比的变化。`,
            en: `The ${metric.name.en} of ${scope.en} from ${of.en} cannot be told (${why.text.en}), so there is no change to explain.`,
          }
        : {
            zh: `${scope.zh}的${metric.name.zh}在 ${of.zh} 没有记录，没有可比的变化。`,
            en: `Nothing is on record for the ${metric.name.en} of ${scope.en} from ${of.en}, so there is no change to explain.`,
          },
      evidence: [{ ...base, facts: { ...base.facts, ...why?.facts } }],
    };
  }
  // What adds up over all of one stretch and over a part of the other has changed by nothing that could be explained.
  const since = metric.type === "simple" ? before.recordedFrom : undefined;
  if (since) {
    const start = formatPlantTime(since);
    return {
      text: {
        zh: `${scope.zh}的${metric.name.zh}的记录从 ${start} 开始，${other.zh} 只有一部分，没有可比的变化。`,
        en: `The record of the ${metric.name.en} of ${scope.en} begins ${start}, within ${other.en}, so there is no change to explain.`,
      },
      evidence: [{ ...base, facts: { ...base.facts, recordedFrom: start } }],
    };
  }
  const isNoise = isUsual(explained);
  const chain = isNoise ? [] : chainOf(causes, change);
  const line = chain.find(({ by }) => by === "line")?.key ?? onlyLine(filter);
  const proof = isNoise ? nothing : await proofOf(reading, metric, filter, stretches, chain, line);
  const told = (language: "zh" | "en") => {
    if (isNoise) {
      const by = changeText(metric, usual!)[language];
      return language === "zh"
        ? `。这在平常的波动之内（相邻两期平常相差不超过 ${by}），没有突出的原因`
        : `. That is within its usual variation, up to ${by} from one such stretch to the next: no cause stands out`;
    }
    const main = sentenceOf(metric, causes, change, language);
    const mainly = language === "zh" ? `。主要来自：${main}` : `. It comes mainly of: ${main}`;
    return (main ? mainly : "") + tellProof(proof, language);
  };
  const by = changeText(metric, change);
  const moved =
    Math.abs(change) < 1e-9
      ? { zh: "没有变化", en: "did not change" }
      : change > 0
        ? { zh: `上升 ${by.zh}`, en: `rose by ${by.en}` }
        : { zh: `下降 ${by.zh}`, en: `fell by ${by.en}` };
  const args = sameAgain(metric, line);
  const rows = rowsOf(metric, causes).slice(0, mostRows);
  return {
    text: {
      zh: `${unused.zh}${scope.zh}的${metric.name.zh}从 ${was.zh}（${other.zh}）到 ${value.zh}（${when.zh}），${moved.zh}${told("zh")}。`,
      en: `${unused.en}The ${metric.name.en} of ${scope.en} went from ${was.en} (${other.en}) to ${value.en} (${when.en}): it ${moved.en}${told("en")}.`,
    },
    rows: [{ label: { zh: "变化", en: "Change" }, value: signed(metric, change, "en") }, ...rows],
    // The effects that are told are evidence too: how they were reckoned the first piece says.
    evidence: [
      isNoise
        ? base
        : { ...base, facts: { ...base.facts, causes: sentenceOf(metric, causes, change, "en") } },
      ...evidenceOf(proof, now),
    ],
    choices: [choiceOf("metric_trend", args, language), choiceOf("set_alert", args, language)],
    ...mentionedBy(filter),
  };
};

/**
 * Why a figure changed.
 *
 * @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_LINE, FIGURE_NOT_KEPT.
 */
export const metricCause: ToolHandler = async (context) =>
  causeTold(context.db, await questionIn(context), languageIn(context.text));
