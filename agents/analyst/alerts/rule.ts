import type { Insertable } from "kysely";
import type { Bilingual } from "../../../services/core/errors.ts";
import { type PersonRole, roleSaid } from "../../../services/core/roles.ts";
import type { AlertRuleTable } from "../../../services/mes/schema/figure.ts";
import { metricOf } from "../../runtime/metrics/catalogue.ts";
import type { Metric, MetricId } from "../../runtime/metrics/metric.ts";
import {
  conditionIn,
  saysAnyLine,
  saysShare,
  toldRole,
  windowIn,
} from "../../runtime/spoken/asked/condition.ts";
import { asksForBadShare } from "../../runtime/spoken/asked/named-metrics.ts";
import type { ShiftName } from "../../runtime/spoken/asked/shift.ts";
import type { FigureFilter } from "../figures/query.ts";
import type { FigureQuestion } from "../figures/read.ts";
import { scopeText, valueText } from "../figures/tell.ts";

/** Stands in a rule for each line for itself. */
export const eachLine = "*";

/** A rule that watches a figure. */
export type AlertRule = Omit<
  Insertable<AlertRuleTable>,
  "id" | "created_by" | "created_at" | "is_active" | "judged_until"
>;

/** Who is told where nobody is named. */
const usualRole: PersonRole = "manager";

/** The rule that a sentence asks for; without a threshold the figure's own control limits are watched. */
export const ruleIn = ({ metric: asked, filter }: FigureQuestion, text: string): AlertRule => {
  const said = conditionIn(text, asked.unit);
  // Scrap is counted in pieces: so much of all that is made is watched by the ratio of the good ones.
  const isShareOfScrap = asked.id === "scrap" && saysShare(text);
  const metric = isShareOfScrap ? metricOf("quality") : asked;
  const isBadShare = metric.id === "quality" && (isShareOfScrap || asksForBadShare(text));
  // A scrap rate above two percent is a quality ratio below 98.
  const condition =
    said?.threshold !== undefined && isBadShare
      ? {
          kind: said.kind === "above" ? ("below" as const) : ("above" as const),
          threshold: 100 - said.threshold,
        }
      : (said ?? { kind: "limits" as const, threshold: undefined });
  const [line] = filter.lines ?? [];
  return {
    metric: metric.id,
    line: line ?? (saysAnyLine(text) ? eachLine : null),
    kind: filter.kind ?? null,
    product: filter.product ?? null,
    family: filter.family ?? null,
    shift: filter.shift ?? null,
    condition: condition.kind,
    threshold: condition.threshold ?? null,
    period: windowIn(text),
    role: toldRole(text) ?? usualRole,
  };
};

/** What a rule narrows its figure to. */
export const filterOf = ({ line, kind, product, family, shift }: AlertRule): FigureFilter => ({
  lines: line && line !== eachLine ? [line] : [],
  kind: kind ?? undefined,
  ...(product ? { product } : {}),
  ...(family ? { family } : {}),
  ...(shift ? { shift: shift as ShiftName } : {}),
});

const periodNames: Readonly<Record<AlertRule["period"], Bilingual>> = {
  hour: { zh: "每小时", en: "per hour" },
  shift: { zh: "每班", en: "per shift" },
  day: { zh: "每天", en: "per day" },
};
const conditionText = (metric: Metric, { condition, threshold }: AlertRule): Bilingual => {
  if (condition === "limits") return { zh: "超出自身控制限", en: "beyond its control limits" };
  const bound = valueText(metric, threshold ?? undefined);
  return condition === "below"
    ? { zh: `低于 ${bound.zh}`, en: `below ${bound.en}` }
    : { zh: `高于 ${bound.zh}`, en: `above ${bound.en}` };
};

/** A rule in words: "SMT-2 的OEE，每天，低于 80.0%，通知厂长". */
export const ruleText = (rule: AlertRule): Bilingual => {
  const metric = metricOf(rule.metric as MetricId);
  const lines = scopeText(filterOf(rule));
  const each = rule.kind
    ? { zh: `任一${lines.zh}`, en: `any of the ${lines.en}` }
    : { zh: "任一产线", en: "any line" };
  const scope = rule.line === eachLine ? each : lines;
  const [condition, period] = [conditionText(metric, rule), periodNames[rule.period]];
  const role = roleSaid(rule.role);
  return {
    zh: `${scope.zh}的${metric.name.zh}${period.zh}${condition.zh}时通知${role.zh}`,
    en: `tell the ${role.en} when the ${metric.name.en} of ${scope.en} is ${condition.en} ${period.en}`,
  };
};
