import { MillwrightError } from "../../../services/core/errors.ts";
import { latestPlan } from "../../../services/mes/queries/plans.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolContext, ToolResult } from "../../runtime/context.ts";
import { formatPercent, formatPlantTime, languageIn } from "../../runtime/format.ts";
import type { Desk } from "../desk/desk.ts";
import { tellReason } from "../desk/reason.ts";
import { tellFactsApart } from "./facts-apart.ts";
import { tellOrdersSince } from "./orders-since.ts";
import { overdueOf } from "./overdue.ts";

/** How the plan in force is; it stays as it is. @throws MillwrightError PLAN_MISSING. */
export const planStatus = async ({ db, clock, text }: ToolContext, desk: Desk): Promise<ToolResult> => {
  const now = clock.now();
  const plan = await latestPlan(db);
  if (!plan) throw new MillwrightError("PLAN_MISSING");
  const { version, late_orders: late } = plan;
  const since = formatPlantTime(plan.plant_time);
  const [onTime, utilisation] = [formatPercent(plan.on_time_rate), formatPercent(plan.utilisation)];
  const reason = tellReason(plan.reason);
  const overdue = await overdueOf(db, version, now);
  const language = languageIn(text);
  const orders = await desk.ask("ordersSince", now);
  const changed = tellOrdersSince(orders);
  const apart = await tellFactsApart(desk, language);
  return {
    text: {
      zh: `现行计划仍是版本 ${version}（${since} 排定）：按期率 ${onTime}，延期工单 ${late} 个，利用率 ${utilisation}。${changed ? `${changed.zh}。` : ""}${overdue ? `${overdue.text.zh}。` : ""}${apart.text.zh}`,
      en: `Plan version ${version} of ${since} is still in force: ${onTime} of orders on time, ${late} late, utilisation ${utilisation}.${changed ? ` ${changed.en}.` : ""}${overdue ? ` ${overdue.text.en}.` : ""}${apart.text.en}`,
    },
    rows: [{ label: { zh: "排产原因", en: "Made because" }, value: reason[language] }, ...apart.rows],
    evidence: [
      {
        kind: "plan",
        id: `PLAN-${version}`,
        facts: {
          version,
          since,
          onTime,
          late,
          utilisation,
          ...(changed
            ? { ordersAdded: orders.added, ordersChanged: orders.changed, ordersDropped: orders.dropped }
            : {}),
          ...apart.facts,
        },
        source: "plan",
        at: now.toISOString(),
      },
      ...(overdue ? [overdue.evidence] : []),
    ],
    choices: [choiceOf("late_orders", {}, language), choiceOf("make_plan", {}, language)],
  };
};
