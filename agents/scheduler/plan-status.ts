import { MillwrightError } from "../../services/core/errors.ts";
import { latestPlan } from "../../services/mes/queries/plans.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolContext, ToolResult } from "../runtime/context.ts";
import { formatPercent, formatPlantTime, languageIn } from "../runtime/format.ts";
import type { Desk } from "./desk.ts";
import { overdueOf } from "./overdue.ts";
import { tellReason } from "./reason.ts";

const mostShown = 5;

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
  const apart = await desk.ask("factsApart");
  const [first] = apart;
  const more = apart.length - 1;
  const contradiction = {
    zh: first ? `现场报来的情况有矛盾：${first.zh}${more > 0 ? `，另有 ${more} 处` : ""}。` : "",
    en: first
      ? ` What was reported cannot all be so: ${first.en}${more > 0 ? `, and ${more} more` : ""}.`
      : "",
  };
  return {
    text: {
      zh: `现行计划是版本 ${version}（${since} 排定），没有改动：按期率 ${onTime}，延期工单 ${late} 个，利用率 ${utilisation}。${overdue ? `${overdue.text.zh}。` : ""}${contradiction.zh}`,
      en: `Plan version ${version} of ${since} is in force and stays as it is: ${onTime} of orders on time, ${late} late, utilisation ${utilisation}.${overdue ? ` ${overdue.text.en}.` : ""}${contradiction.en}`,
    },
    rows: [
      { label: { zh: "排产原因", en: "Made because" }, value: reason[language] },
      ...apart
        .slice(0, mostShown)
        .map((one) => ({ label: { zh: "矛盾", en: "Contradiction" }, value: one[language] })),
    ],
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
          contradictions: apart.length,
          contradiction: first?.en ?? null,
        },
        source: "plan",
        at: now.toISOString(),
      },
      ...(overdue ? [overdue.evidence] : []),
    ],
    choices: [choiceOf("late_orders", {}, language), choiceOf("make_plan", {}, language)],
  };
};
