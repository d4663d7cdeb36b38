import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { askCellRun, type CellRunRequest } from "../../agents/robot/ask-run.ts";
import { askJobRun } from "../../agents/robot/cell-jobs.ts";
import type { Decision } from "../../agents/runtime/activities.ts";
import { corrects, takesBack } from "../../agents/runtime/spoken/goes-on.ts";
import { isToolName, type ToolName, toolNamed } from "../../agents/runtime/tool.ts";
import { onDesk } from "../../agents/scheduler/desk.ts";
import type { RepairWish } from "../../agents/scheduler/repair.ts";
import { say, stop } from "../../workflows/conversation.ts";
import { awaitProposal, type DispatchOutcome, decide } from "../../workflows/dispatch.ts";
import { workflowIds } from "../../workflows/ids.ts";
import {
  type ErrorDetails,
  type ErrorShape,
  fromShape,
  isErrorCode,
  MillwrightError,
} from "../core/errors.ts";
import { contentHash, deterministicId } from "../core/ids.ts";
import type { PersonRole } from "../core/roles.ts";
import { plantNow } from "../mes/clock.ts";
import type { Db } from "../mes/database.ts";
import { originNow } from "../mes/origin.ts";
import { approvalById, approvalOfCall, lastAskedFor } from "../mes/queries/approvals.ts";
import { cellJobs, cellRunId, isTaken } from "../mes/queries/cells.ts";
import { addMessage, requireConversation } from "../mes/queries/conversations.ts";
import { latestPlanVersion } from "../mes/queries/plans.ts";
import { proposalByNumber } from "../mes/queries/proposals.ts";
import { toolCallById } from "../mes/queries/runs.ts";
import type { Happening } from "../mes/schema/plan.ts";
import { decisionLeave } from "./leave.ts";
import type { Viewer } from "./session.ts";

export interface CommandDeps {
  readonly db: Db;
  readonly temporal: Client;
  readonly taskQueue: string;
  readonly temporalAddress: string;
  /** Time to look for a better repair of a plan than the first one. */
  readonly repairMs: number;
  /** Tools that nobody approves who asked for what they do. */
  readonly fourEyes: ReadonlySet<string>;
}

export interface RepairRequest extends Pick<RepairWish, "steady"> {
  readonly happening: Happening;
  readonly idempotencyKey: string;
  readonly conversationId?: string | undefined;
  readonly language: "zh" | "en";
}

export interface CellRunWish extends Pick<CellRunRequest, "cell" | "units" | "conversationId" | "language"> {
  readonly idempotencyKey: string;
}

/** What a request asks for; an order that is not entered yet is given its number only when it is proposed. */
const askedFor = (happening: Happening): object =>
  happening.kind === "rush" ? { ...happening, workOrderId: "" } : happening;

export interface DecideInput {
  readonly approvalId: string;
  readonly argsHash: string;
  readonly planVersion: number;
  readonly decision: "approve" | "reject";
}

const policyOf = (tool: string) => (isToolName(tool) ? toolNamed(tool).policy : undefined);
/** Whether an approval holds only as long as the plan that it was given for is in force. */
const isOfPlan = (tool: string): boolean => {
  const policy = policyOf(tool);
  return policy?.kind === "confirm" && policy.ofPlan === true;
};
const checksOf = (tool: string) => {
  const policy = policyOf(tool);
  return policy?.kind === "confirm" ? policy.checks : [];
};

/** The failure's catalogue error, if it carries one. */
const catalogued = (error: unknown): MillwrightError | undefined => {
  for (let cause = error; cause instanceof Error; cause = cause.cause as Error | undefined)
    if (cause instanceof ApplicationFailure && isErrorCode(cause.type))
      return new MillwrightError(cause.type, (cause.details?.[0] as ErrorDetails | undefined) ?? {});
  return undefined;
};

/** What a person can set going; used alike by GraphQL and the socket gateway. */
export const createCommands = ({
  db,
  temporal,
  taskQueue,
  temporalAddress,
  repairMs,
  fourEyes,
}: CommandDeps) => {
  const ids = workflowIds(taskQueue);
  const reach = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof MillwrightError) throw error;
      const known = catalogued(error);
      if (known) throw known;
      if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError) throw error;
      throw new MillwrightError("TEMPORAL_UNAVAILABLE", { address: temporalAddress }, { cause: error });
    }
  };

  const sendMessage = async (
    viewer: Viewer,
    message: { conversationId: string; messageId: string; text: string },
  ) => {
    const { conversationId, messageId, text } = message;
    // Stored first: from here on it is not lost, whatever happens to the rest.
    const isNew = await db
      .transaction()
      .execute((tx) =>
        addMessage(tx, { id: messageId, conversationId, userId: viewer.id, actor: viewer.nameZh, text }),
      );
    if (isNew && (takesBack(text) || corrects(text))) await takeBack(viewer, conversationId);
    await reach(() =>
      temporal.workflow.executeUpdateWithStart(say, {
        args: [{ messageId }],
        updateId: messageId,
        startWorkflowOperation: new WithStartWorkflowOperation("conversation", {
          workflowId: ids.conversation(conversationId),
          taskQueue,
          args: [{ conversationId }],
          workflowIdConflictPolicy: "USE_EXISTING",
        }),
      }),
    );
    return { messageId };
  };

  /** Rejects what the person asked for last in a conversation and nobody has decided; it stays where he or she may not decide it. */
  const takeBack = async (viewer: Viewer, conversationId: string): Promise<void> => {
    const open = await lastAskedFor(db, conversationId, viewer.id);
    if (!open) return;
    const { id: approvalId, args_hash: argsHash, plan_version: planVersion } = open;
    await decideApproval(viewer, { approvalId, argsHash, planVersion, decision: "reject" }).catch((error) => {
      if (!(error instanceof MillwrightError)) throw error;
    });
  };

  const stopMessage = async (
    viewer: Viewer,
    { conversationId, messageId }: { conversationId: string; messageId: string },
  ) => {
    await requireConversation(db, conversationId, viewer.id);
    await reach(() =>
      temporal.workflow.getHandle(ids.conversation(conversationId)).signal(stop, { messageId }),
    );
    return { messageId };
  };

  /** @throws MillwrightError of the approval family when the answer is late, changed, or by the wrong person. */
  const decideApproval = async (viewer: Viewer, input: DecideInput) => {
    const approval = await approvalById(db, input.approvalId);
    const alreadyDecided = (row: typeof approval) =>
      row.status === "Expired"
        ? new MillwrightError("APPROVAL_EXPIRED", { time: row.expires_at.toISOString() })
        : new MillwrightError("APPROVAL_ALREADY_DECIDED", {
            decision: row.status,
            actor: row.decided_by ?? "-",
            time: row.decided_at?.toISOString() ?? "-",
          });
    if (approval.status !== "Pending") throw alreadyDecided(approval);
    const { user_id: askedBy } = await toolCallById(db, approval.tool_call_id);
    const { refusal } = decisionLeave({ ...approval, askedBy }, viewer, fourEyes)[input.decision];
    if (refusal === "FORBIDDEN") throw new MillwrightError("FORBIDDEN", { role: approval.role });
    if (refusal) throw new MillwrightError(refusal, { act: approval.tool, person: viewer.id });
    const ofPlan = isOfPlan(approval.tool);
    if (ofPlan && input.decision === "approve") {
      const actual = await latestPlanVersion(db);
      const expected = approval.plan_version;
      if (actual !== expected) throw new MillwrightError("APPROVAL_PLAN_CHANGED", { expected, actual });
    }
    const origin = await originNow(db);
    const decision: Decision = {
      ...input,
      actorId: viewer.id,
      actorRoles: viewer.roles as readonly PersonRole[],
      ...(origin ? { origin } : {}),
    };
    try {
      const handle = temporal.workflow.getHandle(ids.dispatch(approval.tool_call_id));
      const recorded = await reach(() => handle.executeUpdate(decide, { args: [decision] }));
      // Whoever decides about a plan is told only when it is in force, or why it is not after all.
      if (ofPlan) {
        const outcome = await reach(() => handle.result() as Promise<DispatchOutcome>);
        if (outcome === "failed") {
          const { result } = await toolCallById(db, approval.tool_call_id);
          throw fromShape(result as unknown as ErrorShape);
        }
      }
      return recorded;
    } catch (error) {
      // Somebody was quicker: tell who, from the row that they left.
      const late =
        error instanceof WorkflowNotFoundError ||
        (error instanceof MillwrightError && error.code === "APPROVAL_ALREADY_DECIDED");
      if (late) throw alreadyDecided(await approvalById(db, input.approvalId));
      throw error;
    }
  };

  /** Starts a call's checks, unless they are started; comes back when it waits for approval or is refused. */
  const awaitProposalOf = (tool: ToolName, toolCallId: string) =>
    reach(() =>
      temporal.workflow.executeUpdateWithStart(awaitProposal, {
        args: [],
        updateId: toolCallId,
        startWorkflowOperation: new WithStartWorkflowOperation("dispatch", {
          workflowId: ids.dispatch(toolCallId),
          taskQueue,
          args: [{ toolCallId, checks: checksOf(tool) }],
          workflowIdConflictPolicy: "USE_EXISTING",
        }),
      }),
    );

  /**
   * Repairs the plan in force after a happening, and proposes the repaired plan; gives its number when it waits for
   * approval. The same key proposes once.
   *
   * @throws MillwrightError IDEMPOTENCY_KEY_REUSED, and what `proposeRepair` throws.
   */
  const requestRepair = async (viewer: Viewer, request: RepairRequest): Promise<number> => {
    const { idempotencyKey: key, happening, conversationId, language, steady = false } = request;
    const proposal = await onDesk(db, "proposeRepair", {
      requestId: deterministicId("repair", viewer.id, key),
      happening,
      steady,
      budgetMs: repairMs,
      actor: viewer,
      conversationId,
      language,
      now: await plantNow(db),
    });
    if (contentHash(askedFor(proposal.happening)) !== contentHash(askedFor(happening)))
      throw new MillwrightError("IDEMPOTENCY_KEY_REUSED", { key });
    const { tool_call_id: toolCallId, number } = proposal;
    // Repeated after a fall: whatever was not started yet is started now.
    const waits = proposal.status === "Proposed" && !(await approvalOfCall(db, toolCallId));
    if (waits) await awaitProposalOf("adopt_repair", toolCallId);
    return number;
  };

  /**
   * Asks for units to be tested in a cell; gives the run's number when it is planned and waits for approval, or is refused.
   * The same key asks once.
   *
   * @throws MillwrightError NOT_FOUND, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED.
   */
  const requestCellRun = async (viewer: Viewer, request: CellRunWish): Promise<string> => {
    const { idempotencyKey: key, ...wish } = request;
    const run = await askCellRun(db, {
      ...wish,
      requestId: deterministicId("cell-run", viewer.id, key),
      actor: viewer,
      now: await plantNow(db),
    });
    const counted = wish.units.flatMap(({ product, count }) => Array.from({ length: count }, () => product));
    const products = run.units.map(({ product }) => product);
    if (run.cell_id !== wish.cell || counted.join() !== products.join())
      throw new MillwrightError("IDEMPOTENCY_KEY_REUSED", { key });
    const { tool_call_id: toolCallId, number } = run;
    // Repeated after a fall: whatever was not started yet is started now.
    if (run.status === "Asked" || (run.status === "Proposed" && !(await approvalOfCall(db, toolCallId))))
      await awaitProposalOf("run_cell", toolCallId);
    return number;
  };

  /**
   * Asks for the next run of a job order at a cell; gives the run's number when it waits for approval, or is refused.
   *
   * @throws MillwrightError NOT_FOUND for a job that waits at no cell, CELL_BUSY, INVALID_INPUT.
   */
  const requestJobRun = async (viewer: Viewer, id: string): Promise<string> => {
    const job = (await cellJobs(db)).find((one) => one.id === id);
    if (!job) throw new MillwrightError("NOT_FOUND", { kind: "job order at a cell", id });
    if (await isTaken(db, job.cell_id))
      throw new MillwrightError("CELL_BUSY", { cell: job.cell_id, run: job.run ? cellRunId(job.run) : "-" });
    const run = await askJobRun(
      db,
      { ...job, released_by: viewer.id },
      { now: await plantNow(db), language: "zh" },
    );
    await awaitProposalOf("run_cell", run.tool_call_id);
    return run.number;
  };

  /** Answers a proposed plan. @throws MillwrightError as `decideApproval`, NOT_FOUND. */
  const decideProposal = async (
    viewer: Viewer,
    { number, argsHash, approve }: { number: number; argsHash: string; approve: boolean },
  ): Promise<void> => {
    const { tool_call_id: toolCallId, base_version: planVersion } = await proposalByNumber(db, number);
    const approval = await approvalOfCall(db, toolCallId);
    if (!approval) throw new MillwrightError("NOT_FOUND", { kind: "approval", id: String(number) });
    await decideApproval(viewer, {
      approvalId: approval.id,
      argsHash,
      planVersion,
      decision: approve ? "approve" : "reject",
    });
  };

  const requestPlan = async (requestId: string, reason: string) =>
    reach(() =>
      temporal.workflow.start("planning", {
        workflowId: ids.planning(requestId),
        taskQueue,
        args: [{ requestId, reason: { kind: "asked", text: reason } }],
        workflowIdConflictPolicy: "USE_EXISTING",
      }),
    );

  return {
    sendMessage,
    stopMessage,
    decideApproval,
    requestPlan,
    requestRepair,
    requestCellRun,
    requestJobRun,
    decideProposal,
  };
};
export type Commands = ReturnType<typeof createCommands>;
