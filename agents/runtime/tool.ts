import {
  capability,
  metricCause,
  metricTrend,
  metricValue,
  openAlerts,
  output,
  setAlert,
  watchStep,
} from "./tool/analyst.ts";
import type { ToolDefinition } from "./tool/definition.ts";
import {
  cannotDo,
  canRelease,
  help,
  holdOrder,
  openDecisions,
  overview,
  releaseOrder,
  resumeOrder,
  shiftReport,
  whoDecided,
} from "./tool/dispatcher.ts";
import { inspectionStatus, patrolStatus } from "./tool/inspection.ts";
import {
  diagnoseUnit,
  lineStatus,
  runCell,
  testFailures,
  testUnits,
  watchLine,
  whoIsThere,
} from "./tool/plant.ts";
import { askKnowledge, instructionStatus, routing, writeDocument } from "./tool/process.ts";
import { checkKit, createRequisition, expectedReceipts, lookUp, stockStatus } from "./tool/resource.ts";
import {
  adoptRepair,
  cancelOrder,
  changeOrder,
  compareOrders,
  expediteOrder,
  explainLate,
  lateOrders,
  lineGaps,
  lineLoad,
  listOrders,
  makePlan,
  moveOrder,
  orderStatus,
  planChanges,
  plannedNext,
  plannedWork,
  planStatus,
  proposalImpact,
  readyOrders,
  shortMaterial,
  stuckOrders,
} from "./tool/scheduler.ts";
import { promiseDate, whatIfDown, whatIfLate, whatIfOrder, whatIfShift } from "./tool/what-if.ts";

export {
  isLineWord,
  lineWords,
  mostDays,
  mostHours,
  mostMinutesDown,
  mostPieces,
  type ToolArgument,
  type ToolArguments,
} from "./tool/arguments.ts";
export type {
  CheckRole,
  Evidence,
  ToolDefinition,
} from "./tool/definition.ts";

/**
 * The closed set of tools: the one definition behind grammar, validation, policy, console card and listing.
 *
 * A model is offered them in this order.
 */
export const tools = [
  releaseOrder,
  makePlan,
  explainLate,
  lateOrders,
  orderStatus,
  lineStatus,
  checkKit,
  createRequisition,
  holdOrder,
  resumeOrder,
  cancelOrder,
  moveOrder,
  changeOrder,
  stockStatus,
  expediteOrder,
  planStatus,
  lineLoad,
  output,
  metricValue,
  metricTrend,
  metricCause,
  setAlert,
  readyOrders,
  shortMaterial,
  diagnoseUnit,
  lookUp,
  whoIsThere,
  writeDocument,
  instructionStatus,
  routing,
  inspectionStatus,
  patrolStatus,
  overview,
  shiftReport,
  plannedNext,
  plannedWork,
  canRelease,
  whoDecided,
  openDecisions,
  help,
  adoptRepair,
  proposalImpact,
  stuckOrders,
  listOrders,
  compareOrders,
  planChanges,
  testFailures,
  capability,
  watchStep,
  expectedReceipts,
  whatIfOrder,
  runCell,
  testUnits,
  watchLine,
  openAlerts,
  lineGaps,
  promiseDate,
  whatIfDown,
  whatIfLate,
  whatIfShift,
  askKnowledge,
  cannotDo,
] as const satisfies readonly ToolDefinition[];

export type ToolName = (typeof tools)[number]["name"];

/** What a sentence may come to: the tools that a model chooses from. */
export const spokenTools: readonly ToolDefinition[] = (tools as readonly ToolDefinition[]).filter(
  ({ spoken = true }) => spoken,
);

const byName = new Map<string, ToolDefinition>(tools.map((tool) => [tool.name, tool]));

export const isToolName = (name: unknown): name is ToolName => typeof name === "string" && byName.has(name);

/** Tools that are about a governed metric. */
const ofMetrics: ReadonlySet<string> = new Set(["metric_value", "metric_trend", "metric_cause", "set_alert"]);
export const takesMetric = (name: ToolName): boolean => ofMetrics.has(name);

/** Tools that take the moment until which something is asked for as their `by`. */
const untilDeadline: ReadonlySet<string> = new Set([
  "promise_date",
  "late_orders",
  "list_orders",
  "expedite_order",
  "change_order",
  "line_load",
  "line_gaps",
]);
/** Tools that take the moment until which something lasts or does not come. */
const untilEnd: ReadonlySet<string> = new Set(["what_if_down", "what_if_late"]);
export const takesDeadline = (name: ToolName): boolean => untilDeadline.has(name);
/** Tools that take the day on which something is to be. */
const onDay: ReadonlySet<string> = new Set(["what_if_shift"]);
export const takesDate = (name: ToolName): boolean =>
  untilDeadline.has(name) || untilEnd.has(name) || onDay.has(name);

export const toolNamed = (name: ToolName): ToolDefinition => byName.get(name)!;
