import type { Bilingual } from "../../services/core/errors.ts";
import type { ToolResult } from "../runtime/context.ts";
import type { Period } from "../runtime/spoken/periods/said.ts";
import type { Evidence } from "../runtime/tool.ts";
import { metricEvidence } from "./about.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { changeText, scopeText } from "./figures/tell.ts";

/** A figure with the answer that tells it. */
export interface ToldFigure {
  readonly question: FigureQuestion;
  readonly period: Period;
  /** Undefined where nothing of it is on record. */
  readonly value: number | undefined;
  readonly result: ToolResult;
}

const secondsOf = ({ from, to }: Period) => (to.getTime() - from.getTime()) / 1_000;

/** How long two stretches may differ and still be held against each other as they are. */
const alike = 3_600;

/** What a figure is told of beside its metric: of two of them, in what they differ. */
const calledApart = (one: ToldFigure, other: ToldFigure): readonly [Bilingual, Bilingual] | undefined => {
  if (one.question.metric !== other.question.metric || one.question.isOfBad !== other.question.isOfBad)
    return undefined;
  if (one.question.asked.split || other.question.asked.split) return undefined;
  const sameTime =
    one.period.from.getTime() === other.period.from.getTime() &&
    secondsOf(one.period) === secondsOf(other.period);
  const [scope, otherScope] = [scopeText(one.question.filter), scopeText(other.question.filter)];
  if (sameTime) return scope.en === otherScope.en ? undefined : [scope, otherScope];
  return scope.en === otherScope.en ? [one.period.name, other.period.name] : undefined;
};

/** What the one figure is beside the other: "Yesterday is 120 pieces above Saturday". */
const apartText = (
  one: ToldFigure,
  other: ToldFigure,
): { readonly text: Bilingual; readonly evidence: Evidence } | undefined => {
  const called = calledApart(one, other);
  if (!called || one.value === undefined || other.value === undefined) return undefined;
  const { metric, isOfBad } = one.question;
  const change = (one.value - other.value) * (isOfBad ? -1 : 1);
  const by = changeText(metric, change);
  const [first, second] = called;
  const addsUp = metric.of !== undefined && metric.of.whole === undefined;
  const isUneven = addsUp && Math.abs(secondsOf(one.period) - secondsOf(other.period)) > alike;
  const [noteZh, noteEn] = isUneven
    ? ["（两段时间不一样长）", " (the stretches are not equally long)"]
    : ["", ""];
  const isSame = Math.abs(change) < 1e-9;
  return {
    text: {
      zh: isSame
        ? `${metric.name.zh}：${first.zh}和${second.zh}持平。`
        : `${metric.name.zh}：${first.zh}比${second.zh}${change > 0 ? "高" : "低"} ${by.zh}${noteZh}。`,
      en: isSame
        ? `The ${metric.name.en} is the same.`
        : `The ${metric.name.en} was ${by.en} ${change > 0 ? "higher" : "lower"} in the first than in the second (${first.en}; ${second.en})${noteEn}.`,
    },
    evidence: metricEvidence(one.question, { difference: by.en }),
  };
};

/** An answer without the limit of its metric, where one that follows has the same. */
const sayOnce = (
  { question, result }: ToldFigure,
  following: readonly ToldFigure[],
  language: "zh" | "en",
): string => {
  const { limit } = question.metric;
  const said = result.text[language];
  if (!limit || !following.some((other) => other.question.metric === question.metric)) return said;
  return said.replace(language === "zh" ? `（${limit.zh}）` : ` (${limit.en})`, "");
};

/** Answers to the questions of one sentence as one answer; of one figure of two stretches or scopes also how the two differ. */
export const toldTogether = (told: readonly ToldFigure[]): ToolResult => {
  const results = told.map(({ result }) => result);
  const apart = told.flatMap((one, index) => {
    // The stretches of one figure stand beside each other; of three nobody is told each against each.
    const alike = told.filter((other) => other !== one && calledApart(one, other));
    const next = told[index + 1];
    return next && alike.length === 1 && alike[0] === next ? (apartText(one, next) ?? []) : [];
  });
  const text = (language: "zh" | "en") =>
    [
      ...told.map((one, index) => sayOnce(one, told.slice(index + 1), language)),
      ...apart.map((one) => one.text[language]),
    ]
      .map((one) => one.trim())
      .join(language === "zh" ? "" : " ");
  const [first] = results;
  return {
    ...first!,
    text: { zh: text("zh"), en: text("en") },
    rows: results.flatMap(({ rows = [] }) => rows),
    evidence: [...results.flatMap(({ evidence }) => evidence), ...apart.map(({ evidence }) => evidence)],
  };
};
