import type { Cell, Recipe } from "../../../protocols/cell/description.ts";
import type { Bilingual } from "../lib/language.ts";
import { type DecisionLeave, decisionFields } from "../lib/leave.ts";

export type StepState = "waiting" | "commanded" | "running" | "done" | "failed";

/** A step of a unit. Times are seconds since the run began. */
export interface RunStep {
  readonly id: string;
  readonly unit: string;
  readonly step: string;
  readonly kind: string;
  readonly robots: readonly string[];
  readonly from: string | null;
  readonly at: string;
  /** By the plan in force. */
  readonly start: number;
  readonly duration: number;
  /** By the plan that was approved. */
  readonly firstStart: number | null;
  readonly firstRobots: readonly string[] | null;
  readonly state: StepState;
  readonly attempt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly reason: string | null;
}

export interface Failure {
  readonly step: string;
  readonly attempt: number;
  readonly at: number;
  readonly reason: string | null;
}

export interface SetUp {
  readonly step: string;
  readonly at: string;
  readonly what: string;
  readonly instead: string | null;
  readonly doneAt: string | null;
  readonly doneBy: string | null;
}

export interface RunApproval {
  readonly id: string;
  readonly argsHash: string;
  readonly planVersion: number;
  readonly may: DecisionLeave;
  readonly status: string;
  readonly expiresAt: string;
  readonly decidedBy: string | null;
}

export type RunStatus = "Asked" | "Proposed" | "Running" | "Completed" | "Failed" | "Aborted" | "Rejected";

/** Steps whose robots the cell has not told to stand still. */
export const openSteps = (run: { readonly steps: readonly RunStep[] } | null): readonly RunStep[] =>
  run?.steps.filter(({ state }) => state === "commanded" || state === "running") ?? [];

/** A run without its steps, as the list of runs shows it. */
export interface RunRow {
  readonly id: string;
  readonly status: RunStatus;
  readonly askedAt: string;
  readonly units: readonly { readonly id: string; readonly product: string }[];
}

/** A unit whose tester failed with it in it. */
export interface Stranded {
  readonly unit: string;
  readonly from: string;
  readonly to: string | null;
  readonly doneAt: string | null;
  readonly doneBy: string | null;
}

/** A job order of the plan that is at the cell. */
export interface CellJob {
  readonly id: string;
  readonly workOrderId: string;
  readonly productId: string;
  readonly good: number;
  readonly quantity: number;
  readonly held: boolean;
  readonly lastRun: string | null;
  readonly lastStatus: RunStatus | null;
}

export interface CellRun extends RunRow {
  readonly jobOrder: string | null;
  readonly good: number;
  readonly stranded: readonly Stranded[];
  readonly steps: readonly RunStep[];
  readonly failures: readonly Failure[];
  readonly setUps: readonly SetUp[];
  readonly makespan: number | null;
  readonly bound: number | null;
  readonly replans: number;
  readonly robotsOut: readonly string[];
  readonly requestedBy: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly reason: string | null;
  readonly approval: RunApproval | null;
}

export interface CellView {
  readonly id: string;
  readonly name: Bilingual;
  readonly description: Cell;
  readonly recipes: readonly Recipe[];
  readonly version: number;
  readonly online: boolean;
  readonly stopped: string | null;
  readonly stoppedBy: string | null;
  readonly stoppedAt: string | null;
  readonly inside: readonly { readonly person: string; readonly since: string }[];
  readonly amInside: boolean;
  readonly jobs: readonly CellJob[];
  readonly run: CellRun | null;
  readonly latest: readonly CellRun[];
  readonly history: readonly RunRow[];
}

export const cellsQuery = "query Cells { cells { id name { zh en } stopped } }";

const row = "id status askedAt units";
const run = `${row} jobOrder good stranded { unit from to doneAt doneBy } makespan bound replans robotsOut requestedBy startedAt endedAt reason
  steps { id unit step kind robots from at start duration firstStart firstRobots state attempt startedAt endedAt reason }
  failures { step attempt at reason }
  setUps { step at what instead doneAt doneBy }
  approval { id argsHash planVersion status expiresAt decidedBy may ${decisionFields} }`;

export const cellQuery = `query Cell($id: ID!) { cell(id: $id) {
  id name { zh en } description recipes version online stopped stoppedBy stoppedAt inside { person since } amInside
  jobs { id workOrderId productId good quantity held lastRun lastStatus }
  run { ${run} } latest: runs(first: 1) { ${run} } history: runs(first: 12) { ${row} } } }`;

/** The cell that a run was planned for; it does not change, so it is read once. */
export const describedQuery = "query CellRunDescribed($id: ID!) { cellRun(id: $id) { description } }";

export const runQuery = `query CellRun($id: ID!) { cellRun(id: $id) { ${run} } }`;

export interface Wait {
  readonly step: string;
  readonly edge: "start" | "end";
  readonly minS: number;
}

/** What steps wait for changes with the plan only, so it is read apart from how far they are. */
export const waitsQuery =
  "query CellWaits($id: ID!) { cellRun(id: $id) { steps { id waits { step edge minS } } } }";

export const stopMutation =
  "mutation Stop($id: ID!, $key: String!) { stopCell(id: $id, idempotencyKey: $key) { cell { stopped } } }";

export const resetMutation = `mutation Reset($id: ID!, $reason: String!, $goOn: Boolean!, $seenStill: Boolean!, $key: String!) {
  resetCell(id: $id, reason: $reason, goOn: $goOn, seenStill: $seenStill, idempotencyKey: $key) { cell { stopped } } }`;

export const enterMutation =
  "mutation Enter($id: ID!, $key: String!) { enterCell(id: $id, idempotencyKey: $key) { cell { amInside } } }";

export const leaveMutation = `mutation Leave($id: ID!, $person: String, $key: String!) {
  leaveCell(id: $id, person: $person, idempotencyKey: $key) { cell { amInside } } }`;

export const proposeMutation = `mutation Propose($cell: ID!, $units: [CellUnitsInput!]!, $key: String!, $language: Language) {
  proposeCellRun(cell: $cell, units: $units, idempotencyKey: $key, language: $language) { id } }`;

export const jobMutation = `mutation ProposeJob($job: ID!, $key: String!, $language: Language) {
  proposeCellJob(job: $job, idempotencyKey: $key, language: $language) { id } }`;

export const seeToMutation = `mutation SeeTo($run: ID!, $unit: String!, $to: String, $key: String!) {
  seeToCellUnit(run: $run, unit: $unit, to: $to, idempotencyKey: $key) { id } }`;

export const confirmMutation = `mutation Confirm($run: ID!, $at: String!, $what: String!, $key: String!) {
  confirmCellSetUp(run: $run, at: $at, what: $what, idempotencyKey: $key) { id } }`;

export const decideMutation = `mutation Decide($id: ID!, $argsHash: String!, $planVersion: Int!, $approve: Boolean!) {
  decideApproval(approvalId: $id, argsHash: $argsHash, planVersion: $planVersion, approve: $approve) }`;

export const changeoverQuery =
  "query Changeover($id: ID!, $from: String!, $to: String!) { cellChangeover(id: $id, from: $from, to: $to) }";

export const saveMutation =
  "mutation Save($description: JSON!, $key: String!) { saveCell(description: $description, idempotencyKey: $key) { cell { id version } } }";
