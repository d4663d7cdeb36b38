import type { Knowledge } from "../../services/knowledge/knowledge.ts";
import { tellAlerts } from "../analyst/alerts/tell.ts";
import { tellCapability } from "../analyst/capability/answer.ts";
import { shiftsOf } from "../analyst/figures/shifts.ts";
import { inspectionStatus } from "../analyst/inspection/status.ts";
import { metricCause } from "../analyst/metric-cause.ts";
import { metricTrend } from "../analyst/metric-trend.ts";
import { metricValue } from "../analyst/metric-value.ts";
import { tellOutput } from "../analyst/output.ts";
import { setAlert } from "../analyst/set-alert.ts";
import { reportWindow } from "../analyst/shift-window.ts";
import { watchStep } from "../analyst/watch-step.ts";
import { lineStatus } from "../equipment/tools.ts";
import { createWhoIsThere } from "../operator/who-is-there.ts";
import { answerOf, createAskKnowledge } from "../process/ask-knowledge.ts";
import type { ProcessPolicy } from "../process/checks.ts";
import type { PlantDocuments } from "../process/instruction/passages.ts";
import { createInstructionStatus } from "../process/instruction-status.ts";
import { createWriteDocument } from "../process/tools.ts";
import type { RepairKnowledge } from "../repair/knowledge.ts";
import { tellTestFailures } from "../repair/test-failures.ts";
import { createDiagnoseUnit } from "../repair/tools.ts";
import { tellReceipts } from "../resource/expected-receipts.ts";
import { lookUp } from "../resource/look-up.ts";
import { tellRouting } from "../resource/routing.ts";
import { checkKit, createRequisition } from "../resource/tools.ts";
import { tellPatrol } from "../robot/patrol/findings.ts";
import { startCellRun } from "../robot/start-run.ts";
import type { ToolHandler } from "../runtime/context.ts";
import type { ToolName } from "../runtime/tool.ts";
import { compareOrders } from "../scheduler/answers/compare-orders.ts";
import { explainLate } from "../scheduler/answers/explain-late.ts";
import { lateOrders } from "../scheduler/answers/late-orders.ts";
import { createListOrders } from "../scheduler/answers/order-list.ts";
import { planChanges } from "../scheduler/answers/plan-changes.ts";
import { planStatus } from "../scheduler/answers/plan-status.ts";
import { plannedNext } from "../scheduler/answers/planned-next.ts";
import { promiseDate } from "../scheduler/answers/promise-date.ts";
import type { Desk } from "../scheduler/desk/desk.ts";
import type { Planning } from "../scheduler/desk/planning.ts";
import { createLineGaps } from "../scheduler/lines/line-gaps.ts";
import { lineLoad } from "../scheduler/lines/line-load.ts";
import { tellReadyOrders } from "../scheduler/material/ready-orders.ts";
import { shortMaterial } from "../scheduler/material/short-material.ts";
import { stuckOrders } from "../scheduler/material/stuck-orders.ts";
import { adoptRepair } from "../scheduler/proposals/adopt.ts";
import { cancelOrder } from "../scheduler/proposals/cancel-order.ts";
import { changeOrder } from "../scheduler/proposals/change-order.ts";
import { proposalImpact } from "../scheduler/proposals/proposal-impact.ts";
import { createMakePlan, orderStatus } from "../scheduler/tools.ts";
import { createWhatIfDown, createWhatIfLate } from "../scheduler/what-if/happening.ts";
import { createWhatIfOrder } from "../scheduler/what-if/order.ts";
import { createWhatIfShift } from "../scheduler/what-if/shift.ts";
import { toldAgain } from "../scheduler/what-if/told-again.ts";
import { createCanRelease } from "./can-release.ts";
import { createChecks } from "./checks.ts";
import { createOpenDecisions, whoDecided } from "./decisions.ts";
import { createCannotDo, help } from "./help.ts";
import { tellOverview } from "./overview.ts";
import { plannedWork } from "./planned-work.ts";
import { watchLine } from "./playbook/watch-line.ts";
import { shiftReport } from "./shift-report.ts";
import { stockAndCover } from "./stock-and-cover.ts";
import { holdOrder, releaseOrder, resumeOrder } from "./tools.ts";

export interface HandlerDeps {
  /** Who works on whole plans. */
  readonly desk: Desk;
  readonly planning: Pick<Planning, "makePlan">;
  /** Time to look for a better repair of a plan than the first one. */
  readonly repairMs: number;
  /** What the repair expert has learnt. */
  readonly repairs: RepairKnowledge;
  /** What the plant's documents say. */
  readonly knowledge: Knowledge;
  /** The plant's documents in force, which work instructions cite. */
  readonly documents: PlantDocuments;
  readonly staleInstructions: ProcessPolicy["staleInstructions"];
}

/** Who does what: every tool has exactly one handler. */
export const createHandlers = ({
  desk,
  planning,
  repairMs,
  repairs,
  knowledge,
  documents,
  staleInstructions,
}: HandlerDeps): Readonly<Record<ToolName, ToolHandler>> => ({
  release_order: releaseOrder,
  make_plan: createMakePlan(planning, desk),
  explain_late: (context) => explainLate(context, desk),
  late_orders: (context) => lateOrders(context, desk),
  order_status: orderStatus,
  line_status: lineStatus,
  check_kit: checkKit,
  create_requisition: createRequisition,
  hold_order: holdOrder,
  resume_order: resumeOrder,
  stock_status: (context) => stockAndCover(context, desk),
  adopt_repair: (context) => adoptRepair(context, desk),
  proposal_impact: proposalImpact,
  stuck_orders: stuckOrders,
  list_orders: createListOrders({ shiftsOf, windowOf: reportWindow }),
  compare_orders: compareOrders,
  plan_changes: (context) => planChanges(context, desk),
  expedite_order: (context) => adoptRepair(context, desk),
  cancel_order: (context) => cancelOrder(context, desk),
  move_order: (context) => adoptRepair(context, desk),
  change_order: (context) => changeOrder(context, desk),
  plan_status: (context) => planStatus(context, desk),
  line_load: (context) => lineLoad(context, desk, shiftsOf),
  line_gaps: createLineGaps(shiftsOf),
  promise_date: (context) => promiseDate(context, desk),
  what_if_down: toldAgain(createWhatIfDown(repairMs, desk)),
  what_if_late: toldAgain(createWhatIfLate(repairMs, desk)),
  what_if_order: toldAgain(createWhatIfOrder(repairMs, desk)),
  what_if_shift: toldAgain(createWhatIfShift(repairMs, shiftsOf, desk)),
  output: tellOutput,
  metric_value: metricValue,
  metric_trend: metricTrend,
  metric_cause: metricCause,
  set_alert: setAlert,
  watch_step: watchStep,
  watch_line: watchLine,
  ready_orders: tellReadyOrders,
  short_material: (context) => shortMaterial(context, desk),
  diagnose_unit: createDiagnoseUnit(repairs, (context, least) => answerOf(knowledge, context, least)),
  test_failures: tellTestFailures,
  capability: tellCapability,
  expected_receipts: tellReceipts,
  ask_knowledge: createAskKnowledge(knowledge),
  look_up: lookUp,
  who_is_there: createWhoIsThere(shiftsOf, reportWindow),
  run_cell: startCellRun,
  test_units: startCellRun,
  write_document: createWriteDocument(documents),
  routing: tellRouting,
  instruction_status: createInstructionStatus(documents),
  inspection_status: inspectionStatus,
  patrol_status: tellPatrol,
  overview: tellOverview,
  shift_report: shiftReport,
  planned_next: plannedNext,
  planned_work: plannedWork,
  can_release: createCanRelease(createChecks(repairMs, { documents, staleInstructions }, desk)),
  who_decided: whoDecided,
  open_decisions: createOpenDecisions(documents),
  open_alerts: tellAlerts,
  help,
  cannot_do: createCannotDo(knowledge),
});
