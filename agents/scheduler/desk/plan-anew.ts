import { countOverdue } from "../../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../../services/mes/queries/plans.ts";
import type { Check, ToolContext } from "../../runtime/context.ts";

/** What a new plan would take the place of. Whoever approves it gives up a plan that others work by. */
export const checkPlanAnew = async ({ db, clock }: ToolContext): Promise<Check> => {
  const now = clock.now();
  const plan = await latestPlan(db);
  if (!plan)
    return { status: "ok", summary: { zh: "现在还没有计划", en: "there is no plan yet" }, evidence: [] };
  const { version, late_orders: late } = plan;
  const overdue = await countOverdue(db, version, now);
  return {
    status: "ok",
    summary: {
      zh: `重新计算所有未完工单，替换现行计划版本 ${version}（延期工单 ${late} 个${overdue > 0 ? `，${overdue} 道工序过了开工时间还没下达` : ""}）`,
      en: `plans every open order anew, in place of plan version ${version} (${late} orders late${overdue > 0 ? `, ${overdue} operations overdue` : ""})`,
    },
    evidence: [
      {
        kind: "plan",
        id: `PLAN-${version}`,
        facts: { version, late, overdue },
        source: "plan",
        at: now.toISOString(),
      },
    ],
  };
};
