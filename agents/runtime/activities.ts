import type { ErrorShape } from "../../services/core/errors.ts";
import type { PersonRole } from "../../services/core/roles.ts";
import type { PlanReason } from "../../services/mes/schema/plan.ts";
import type { CheckRole, ToolName } from "./tool.ts";

/**
 * What the workflows may ask the agents to do. Arguments and results are ids and small facts only: prompts, plans,
 * evidence and text live in the database, never in a workflow's history. Every one may be repeated without effect.
 */
export interface StewardActivities {
  /** Reads one message, has the model choose a tool, checks the choice, and stores the run. */
  interpret(input: InterpretInput): Promise<Interpretation>;
  /** One role's check of a proposed call, stored as a step with its evidence. */
  check(input: { readonly toolCallId: string; readonly role: CheckRole }): Promise<CheckResult>;
  /** Turns the checks into a proposal that waits for a person, or says why it cannot be done. */
  propose(input: { readonly toolCallId: string }): Promise<Proposal>;
  /** Claims the decision for one person; what was decided before stands. */
  recordDecision(input: Decision): Promise<RecordedDecision>;
  /** Acts, and answers in the conversation. */
  executeTool(input: { readonly toolCallId: string }): Promise<{
    readonly outcome: "done" | "failed";
    /** What has begun and goes on in a workflow of its own. */
    readonly follows?: { readonly cellRun: string };
  }>;
  /** Says in the conversation that a proposal was rejected or has expired. */
  closeProposal(input: {
    readonly toolCallId: string;
    readonly reason: "rejected" | "expired" | "stopped";
  }): Promise<void>;
  /** Says in the conversation what kept a call from being done, and ends it. */
  failCall(input: { readonly toolCallId: string; readonly error: ToldError }): Promise<void>;
  /** Ends the run of a message that was stopped by the person or could not be answered. */
  endRun(
    input: InterpretInput &
      ({ readonly reason: "stopped" } | { readonly reason: "failed"; readonly error: ToldError }),
  ): Promise<void>;
}

/** What an activity that will not be tried again failed with. */
export type ToldError = Pick<ErrorShape, "code" | "details">;

export interface PlanningRequest {
  /** The same request stores one plan. */
  readonly requestId: string;
  readonly reason: PlanReason;
}

export interface PlanningActivities {
  /** Plans all open work and stores the plan; gives its version. */
  makePlan(input: PlanningRequest): Promise<{ readonly version: number }>;
}

export interface CellActivities {
  /** Drives a run until it is over, or for a while; whoever takes over goes on from what is stored. */
  driveCell(input: { readonly run: string }): Promise<{ readonly over: boolean }>;
}

export interface PlaybookActivities {
  /** Does the next step of a playbook's run, or says what it waits for. */
  advancePlaybook(input: { readonly runId: string }): Promise<PlaybookAdvance>;
  /** Stores what became of an act that a step proposed. */
  recordPlaybookAct(input: {
    readonly runId: string;
    readonly stepId: string;
    readonly outcome: string;
  }): Promise<void>;
  /** Ends a run that cannot go on. */
  failPlaybook(input: { readonly runId: string; readonly error: ToldError }): Promise<void>;
}

export type PlaybookAdvance =
  | { readonly kind: "again" | "finished" }
  /** Nothing to do before so many milliseconds of wall time have passed, or somebody wakes the run. */
  | { readonly kind: "wait"; readonly ms: number }
  | {
      readonly kind: "propose";
      readonly stepId: string;
      readonly toolCallId: string;
      readonly checks: readonly CheckRole[];
    };

export interface InterpretInput {
  readonly conversationId: string;
  readonly messageId: string;
}

export type Interpretation =
  | {
      readonly outcome: "call";
      readonly runId: string;
      readonly toolCallId: string;
      readonly tool: ToolName;
      /** Absent when the tool may run at once. */
      readonly confirm?: { readonly checks: readonly CheckRole[] };
    }
  | { readonly outcome: "choices" | "refused" | "failed"; readonly runId: string };

export interface CheckResult {
  readonly stepId: string;
  readonly status: "ok" | "warn" | "fail";
}

export type Proposal =
  | {
      readonly outcome: "proposed";
      readonly approvalId: string;
      readonly argsHash: string;
      readonly planVersion: number;
      readonly role: PersonRole;
      /** Wall time, ms since the Unix epoch. */
      readonly expiresAt: number;
    }
  | { readonly outcome: "refused" };

export interface Decision {
  readonly approvalId: string;
  readonly argsHash: string;
  readonly planVersion: number;
  readonly decision: "approve" | "reject";
  readonly actorId: string;
  readonly actorRoles: readonly PersonRole[];
  /** Number of the place that it was decided from, for the audit. */
  readonly origin?: string;
}

export interface RecordedDecision {
  readonly decision: "approve" | "reject";
  readonly actorId: string;
  /** Wall time, ISO 8601. */
  readonly decidedAt: string;
}
