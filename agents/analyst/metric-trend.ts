import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { languageIn } from "../runtime/format.ts";
import { periodNamed } from "../runtime/spoken/period.ts";
import { mentionedBy, metricEvidence, onlyLine, sameAgain } from "./about.ts";
import { dimensionNames } from "./figures/dimension-names.ts";
import { queryOf, questionIn } from "./figures/read.ts";
import { numberText, partNames, scopeText, stretchText, valueText } from "./figures/tell.ts";
import { trendOf } from "./figures/trend.ts";

/** As many values as can be looked over at a glance: the latest ones. */
const mostShown = 14;

/**
 * A figure over time, four weeks where nothing else is said: its control limits, what lies beyond them, and where its level
 * changed.
 *
 * @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_LINE, FIGURE_NOT_KEPT.
 */
export const metricTrend: ToolHandler = async (context) => {
  const { db, text } = context;
  const question = await questionIn(context);
  const { metric, asked, filter, now } = question;
  const period = question.period ?? periodNamed("最近 28 天", now)!;
  const trend = await trendOf(db, { ...queryOf(question, period), split: asked.split }, now);
  const [when, scope] = [stretchText(period), scopeText(filter)];
  const known = trend.points.filter(({ value }) => value !== undefined);
  const nameOf = await partNames(
    db,
    trend.by,
    trend.points.map(({ key }) => key),
  );
  const { limits, beyond, changes, drifting } = trend;
  const whole = known.filter(({ isPartial }) => !isPartial);
  const latest = whole.at(-1);
  const valueAt = (key: string) => known.find((point) => point.key === key)?.value;
  const [low, mean, high] = limits
    ? [limits.lower, limits.mean, limits.upper].map((value) => valueText(metric, value))
    : [];
  const last = changes.at(-1);
  const grain = dimensionNames[trend.by];
  const told = (language: "zh" | "en") => {
    const zh = language === "zh";
    const parts = [
      zh ? `${whole.length} 个${grain.zh}的值` : `${whole.length} values by ${grain.en}`,
      ...(latest
        ? [
            zh
              ? `最近一个（${nameOf(latest.key).zh}）${valueText(metric, latest.value).zh}`
              : `the latest (${nameOf(latest.key).en}) ${valueText(metric, latest.value).en}`,
          ]
        : []),
      ...(limits
        ? [
            zh
              ? `均值 ${mean!.zh}，控制限 ${low!.zh} 到 ${high!.zh}`
              : `mean ${mean!.en}, control limits ${low!.en} to ${high!.en}`,
            beyond.length > 0
              ? `${zh ? "超出控制限：" : "beyond the limits: "}${beyond
                  .slice(-5)
                  .map((key) => `${nameOf(key)[language]} ${valueText(metric, valueAt(key))[language]}`)
                  .join(zh ? "，" : ", ")}`
              : zh
                ? "没有超出控制限的值"
                : "nothing beyond the limits",
          ]
        : [zh ? "值太少，算不出控制限" : "too few values for control limits"]),
      ...(last
        ? [
            zh
              ? `水平从 ${nameOf(last.key).zh} 起由 ${valueText(metric, last.before).zh} 变为 ${valueText(metric, last.after).zh}`
              : `since ${nameOf(last.key).en} its level is ${valueText(metric, last.after).en} instead of ${valueText(metric, last.before).en}`,
          ]
        : [zh ? "水平没有变化" : "its level has not changed"]),
    ];
    return parts.join(zh ? "；" : "; ");
  };
  const evidence = [
    metricEvidence(question, {
      period: `${period.name.zh} ${period.name.en}`,
      from: when.en,
      values: whole.length,
      ...(latest ? { latest: `${nameOf(latest.key).en} ${valueText(metric, latest.value).en}` } : {}),
      ...(limits ? { mean: mean!.en, lower: low!.en, upper: high!.en, limits: "Shewhart, individuals" } : {}),
      beyond: beyond.map((key) => `${nameOf(key).en} ${numberText(metric, valueAt(key))}`).join(", "),
      drifting: drifting.map((key) => nameOf(key).en).join(", "),
      changes: changes
        .map(
          ({ key, before, after }) =>
            `${nameOf(key).en} ${numberText(metric, before)} → ${numberText(metric, after)}`,
        )
        .join(", "),
      formula: metric.formula,
    }),
  ];
  const named = periodNamed(text, now) ? period.name : { zh: "最近四周", en: "Over the last four weeks" };
  const language = languageIn(text);
  const args = sameAgain(metric, onlyLine(filter));
  return {
    text: {
      zh: `${named.zh}（${when.zh}）${scope.zh}的${metric.name.zh}：${told("zh")}。`,
      en: `${named.en} (${when.en}), ${metric.name.en} of ${scope.en}: ${told("en")}.`,
    },
    rows: trend.points.slice(-mostShown).map(({ key, value, isPartial }) => ({
      label: isPartial ? { zh: `${nameOf(key).zh}（至今）`, en: `${nameOf(key).en} (so far)` } : nameOf(key),
      value: valueText(metric, value).en,
    })),
    evidence,
    choices: [choiceOf("metric_cause", args, language), choiceOf("set_alert", args, language)],
    ...mentionedBy(filter),
  };
};
