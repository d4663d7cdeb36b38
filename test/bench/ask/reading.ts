import { plantDayTime } from "../../../agents/runtime/format.ts";
import { isMetric, metricOf } from "../../../agents/runtime/metrics/catalogue.ts";
import { conditionIn, toldRole, windowIn } from "../../../agents/runtime/spoken/asked/condition.ts";
import { asksForBadShare } from "../../../agents/runtime/spoken/asked/named-metrics.ts";
import { compareOf, readFigure } from "../../../agents/runtime/spoken/asked/question.ts";
import { endOf } from "../../../agents/runtime/spoken/asked/rank.ts";
import type { PlantNames } from "../../../agents/runtime/spoken/reading.ts";
import { periodBefore, periodIn } from "../../../agents/runtime/spoken/times/period.ts";
import { askedAt, periodOf, type Question } from "./questions.ts";

type Written = Record<string, string>;

const iso = ({ from, to }: { readonly from: Date; readonly to: Date }) =>
  `${from.toISOString()}~${to.toISOString()}`;

/** What a question was read as, in the form that the expected queries are compared in. */
const readAs = (text: string, plant: PlantNames, metric?: string): Written => {
  const now = askedAt();
  const asked = readFigure(text, plant, now, plantDayTime(now));
  const named = metric ?? asked.metrics[0]?.id ?? "none";
  // As an answer takes it: a scrap rate is told of the quality ratio.
  const id = named === "scrap" && asksForBadShare(text) ? "quality" : named;
  const period = asked.period ?? periodIn("", now);
  const compare = isMetric(id) ? compareOf(metricOf(id), asked, period) : undefined;
  const condition = isMetric(id) ? conditionIn(text, metricOf(id).unit) : undefined;
  const found: Record<string, string | undefined> = {
    metric: id,
    lines: asked.lines.join(",") || undefined,
    kind: asked.kind,
    product: asked.product,
    family: asked.family,
    shift: asked.shift,
    split: asked.split,
    ...(asked.ranking && isMetric(id)
      ? { top: String(asked.ranking.count), order: endOf(asked.ranking, metricOf(id)) }
      : {}),
    period: iso(period),
    compare: compare ? iso(compare) : undefined,
    ...(condition
      ? {
          [condition.kind]: condition.kind === "limits" ? "1" : String(condition.threshold),
          window: windowIn(text),
          role: toldRole(text),
        }
      : {}),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Written;
};

/** The query that a question means, in the same form. */
export const meantAs = ({ tool, metric, query }: Question): Written => {
  const period = query["period"] ? periodOf(query["period"]) : periodOf("11-25~now");
  const { compare } = query;
  const before =
    compare === "before" ? periodBefore({ ...period, days: 1, name: { zh: "", en: "" } }) : undefined;
  const month = /^11-01~now$/.test(query["period"] ?? "");
  return {
    ...query,
    metric,
    period: iso(period),
    ...(compare
      ? {
          compare: iso(
            before
              ? month
                ? periodBefore({ ...period, months: 1, name: { zh: "", en: "" } })
                : before
              : periodOf(compare),
          ),
        }
      : {}),
    ...(tool === "alert" ? { window: query["window"] ?? "day" } : {}),
  };
};

/** The names of the fields that a reading has otherwise than it should. */
export const differences = (question: Question, plant: PlantNames): string[] => {
  const [read, meant] = [readAs(question.text, plant), meantAs(question)];
  const compared = new Set([...Object.keys(read), ...Object.keys(meant)]);
  // An alert watches; it looks at no period of the past. A cause is split by what it comes of, a trend by time.
  const left = { alert: ["period", "split", "top", "order"], cause: ["split"], trend: [], value: [] }[
    question.tool
  ];
  return [...compared]
    .filter((name) => !(left as string[]).includes(name) && read[name] !== meant[name])
    .map((name) => `${name}: ${read[name] ?? "-"} for ${meant[name] ?? "-"}`);
};
