import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { languageIn } from "../runtime/format.ts";
import type { Metric } from "../runtime/metrics/metric.ts";
import { periodNamed } from "../runtime/spoken/times/period.ts";
import type { Evidence } from "../runtime/tool.ts";
import { mentionedBy, metricEvidence, onlyLine, sameAgain } from "./about.ts";
import { dimensionNames } from "./figures/dimension-names.ts";
import { queryOf, questionIn } from "./figures/read.ts";
import { namedParts, numberText, scopeText, stretchText, valueText } from "./figures/tell.ts";
import { type Point, type Trend, trendOf } from "./figures/trend.ts";
import { trendEnd } from "./trend-end.ts";

/** As many values as can be looked over at a glance: the latest ones. */
const mostShown = 14;
/** As many values beyond the limits as a sentence holds: the latest ones. */
const mostTold = 5;

type Named<T> = T & { readonly name: Bilingual };

/** A trend with the names of its values. */
interface NamedTrend extends Pick<Trend, "by" | "limits"> {
  readonly points: readonly Named<Point>[];
  /** The values that count. */
  readonly whole: readonly Named<Point>[];
  readonly beyond: readonly Named<Point>[];
  readonly drifting: readonly Named<Point>[];
  readonly changes: readonly Named<Trend["changes"][number]>[];
}

const named = async (db: Db, trend: Trend): Promise<NamedTrend> => {
  const { by, limits } = trend;
  const points = await namedParts(db, by, trend.points);
  const amongThem = (keys: readonly string[]) => points.filter(({ key }) => keys.includes(key));
  return {
    by,
    limits,
    points,
    whole: points.filter(({ counts }) => counts),
    beyond: amongThem(trend.beyond),
    drifting: amongThem(trend.drifting),
    changes: await namedParts(db, by, trend.changes),
  };
};

/** What stands out in a trend, part by part. */
const told = (metric: Metric, { by, limits, whole, beyond, changes }: NamedTrend): readonly Bilingual[] => {
  const text = (value: number | undefined) => valueText(metric, value);
  const grain = dimensionNames[by];
  const parts: Bilingual[] = [
    { zh: `${whole.length} 个${grain.zh}的值`, en: `${whole.length} values by ${grain.en}` },
  ];
  const latest = whole.at(-1);
  if (latest) {
    const { zh, en } = text(latest.value);
    parts.push({ zh: `最近一个（${latest.name.zh}）${zh}`, en: `the latest (${latest.name.en}) ${en}` });
  }
  if (limits) {
    const [low, mean, high] = [text(limits.lower), text(limits.mean), text(limits.upper)];
    const list = (language: "zh" | "en") =>
      beyond.slice(-mostTold).map(({ name, value }) => `${name[language]} ${text(value)[language]}`);
    parts.push(
      {
        zh: `均值 ${mean.zh}，控制限 ${low.zh} 到 ${high.zh}`,
        en: `mean ${mean.en}, control limits ${low.en} to ${high.en}`,
      },
      beyond.length > 0
        ? { zh: `超出控制限：${list("zh").join("，")}`, en: `beyond the limits: ${list("en").join(", ")}` }
        : { zh: "没有超出控制限的值", en: "nothing beyond the limits" },
    );
  } else parts.push({ zh: "值太少，算不出控制限", en: "too few values for control limits" });
  const last = changes.at(-1);
  if (last) {
    const [was, is] = [text(last.before), text(last.after)];
    parts.push({
      zh: `水平从 ${last.name.zh} 起由 ${was.zh} 变为 ${is.zh}`,
      en: `since ${last.name.en} its level is ${is.en} instead of ${was.en}`,
    });
  } else parts.push({ zh: "水平没有变化", en: "its level has not changed" });
  return parts;
};

/** The trend as facts of an evidence. */
const factsOf = (metric: Metric, trend: NamedTrend): Evidence["facts"] => {
  const { limits, whole, beyond, drifting, changes } = trend;
  const text = (value: number | undefined) => valueText(metric, value).en;
  const number = (value: number | undefined) => numberText(metric, value);
  const latest = whole.at(-1);
  return {
    values: whole.length,
    ...(latest ? { latest: `${latest.name.en} ${text(latest.value)}` } : {}),
    ...(limits
      ? {
          mean: text(limits.mean),
          lower: text(limits.lower),
          upper: text(limits.upper),
          limits: "Shewhart, individuals",
        }
      : {}),
    beyond: beyond.map(({ name, value }) => `${name.en} ${number(value)}`).join(", "),
    drifting: drifting.map(({ name }) => name.en).join(", "),
    changes: changes
      .map(({ name, before, after }) => `${name.en} ${number(before)} → ${number(after)}`)
      .join(", "),
  };
};

/**
 * A figure over time, four weeks where nothing else is said: its control limits, what lies beyond them, and where its level
 * changed.
 *
 * @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_LINE, FIGURE_NOT_KEPT.
 */
export const metricTrend: ToolHandler = async (context) => {
  const { db, text } = context;
  const question = await questionIn(context);
  const { metric, asked, filter, unused, now } = question;
  const period = question.period ?? periodNamed("最近 28 天", now)!;
  const trend = await named(db, await trendOf(db, { ...queryOf(question, period), split: asked.split }, now));
  const [when, scope] = [stretchText(period), scopeText(filter)];
  const called = periodNamed(text, now) ? period.name : { zh: "最近四周", en: "Over the last four weeks" };
  const end = trendEnd(question, trend.whole, dimensionNames[trend.by]);
  const parts = [...(end ? [end.text] : []), ...told(metric, trend)];
  const language = languageIn(text);
  const args = sameAgain(metric, onlyLine(filter));
  return {
    text: {
      zh: `${unused.zh}${called.zh}（${when.zh}）${scope.zh}的${metric.name.zh}：${parts.map(({ zh }) => zh).join("；")}。`,
      en: `${unused.en}${called.en} (${when.en}), ${metric.name.en} of ${scope.en}: ${parts.map(({ en }) => en).join("; ")}.`,
    },
    rows: trend.points.slice(-mostShown).map(({ name, value, isPartial }) => ({
      label: isPartial ? { zh: `${name.zh}（不完整）`, en: `${name.en} (in part)` } : name,
      value: valueText(metric, value).en,
    })),
    evidence: [
      metricEvidence(question, {
        period: `${period.name.zh} ${period.name.en}`,
        from: when.en,
        ...factsOf(metric, trend),
        ...(end ? { end: end.fact } : {}),
        ...unused.facts,
        formula: metric.formula.en,
      }),
    ],
    choices: [choiceOf("metric_cause", args, language), choiceOf("set_alert", args, language)],
    ...mentionedBy(filter),
  };
};
