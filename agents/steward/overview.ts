import { openAlerts } from "../../services/mes/queries/alerts.ts";
import { pendingApprovals } from "../../services/mes/queries/approvals.ts";
import { waitingUnits } from "../../services/mes/queries/units.ts";
import { tellOutput } from "../analyst/output.ts";
import { lineStatus } from "../equipment/tools.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolContext, ToolHandler } from "../runtime/context.ts";
import { languageIn } from "../runtime/format.ts";
import { lateOrders } from "../scheduler/answers/late-orders.ts";

/** So many units are counted; more is "many" to whoever takes a shift over. */
const mostUnits = 1_000;

/** How the plant is, all in all: what was made, what is late, which lines stand, what waits for a person. */
export const tellOverview: ToolHandler = async (context) => {
  const { db, clock, text } = context;
  const now = clock.now();
  const of = (args: ToolContext["args"]) => ({ ...context, args });
  const [made, late, lines, units, alerts, approvals] = await Promise.all([
    tellOutput(of({ line: "all" })),
    lateOrders({ ...of({}), text: languageIn(text) === "zh" ? "延期" : "late" }),
    lineStatus(of({ line: "all" })),
    waitingUnits(db, mostUnits),
    openAlerts(db),
    pendingApprovals(db),
  ]);
  const failed = units.filter(({ status }) => status === "Failed").length;
  const language = languageIn(text);
  return {
    text: {
      zh: `${made.text.zh}${late.text.zh}${lines.text.zh}等维修 ${failed} 个单元，未解除的预警 ${alerts.length} 个，等批准的提案 ${approvals.length} 个。`,
      en: `${made.text.en} ${late.text.en} ${lines.text.en} ${failed} units wait for repair, ${alerts.length} alerts are open, ${approvals.length} proposals wait for approval.`,
    },
    rows: late.rows ?? [],
    evidence: [
      ...made.evidence,
      ...late.evidence,
      ...lines.evidence,
      {
        kind: "plan",
        id: "WAITING",
        facts: { units: failed, alerts: alerts.length, approvals: approvals.length },
        source: "unit",
        at: now.toISOString(),
      },
    ],
    choices: [
      ...(late.choices ?? []),
      choiceOf("late_orders", {}, language),
      choiceOf("diagnose_unit", {}, language),
      choiceOf("line_load", {}, language),
    ],
  };
};
