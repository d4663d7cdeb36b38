import type { Insertable } from "kysely";
import type { PersonRole } from "../../../services/core/roles.ts";
import type { AlertRuleTable } from "../../../services/mes/schema/figure.ts";
import { metricOf } from "../../runtime/metrics/catalogue.ts";
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
