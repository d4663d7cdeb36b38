import { askCellRun, type CellRunRequest } from "../../../agents/robot/ask-run.ts";
import { askJobRun } from "../../../agents/robot/cell-jobs.ts";
import type { Desk } from "../../../agents/scheduler/desk.ts";
import type { RepairWish } from "../../../agents/scheduler/repair.ts";
import { MillwrightError } from "../../core/errors.ts";
import { contentHash, deterministicId } from "../../core/ids.ts";
import { plantNow } from "../../mes/clock.ts";
import type { Db } from "../../mes/database.ts";
import { approvalOfCall } from "../../mes/queries/approvals.ts";
import { cellJobs, cellRunId, isTaken } from "../../mes/queries/cells.ts";
import type { Happening } from "../../mes/schema/plan.ts";
import type { Viewer } from "../session.ts";
import type { Workflows } from "./workflows.ts";

export interface RepairRequest extends Pick<RepairWish, "steady"> {
  readonly happening: Happening;
  readonly idempotencyKey: string;
  readonly conversationId?: string | undefined;
  readonly language: "zh" | "en";
}

export interface CellRunWish extends Pick<CellRunRequest, "cell" | "units" | "conversationId" | "language"> {
  readonly idempotencyKey: string;
}

export interface ProposalsDeps {
  readonly db: Db;
  /** Who works on whole plans. */
  readonly desk: Desk;
  readonly workflows: Workflows;
  /** Time to look for a better repair of a plan than the first one. */
  readonly repairMs: number;
}

/** What a request asks for; an order that is not entered yet is given its number only when it is proposed. */
const askedFor = (happening: Happening): object =>
  happening.kind === "rush" ? { ...happening, workOrderId: "" } : happening;

/** What a person asks for by a form and somebody then approves: repaired plans, runs of robot cells. */
export const createProposals = ({ db, desk, workflows, repairMs }: ProposalsDeps) => {
  /**
   * Repairs the plan in force after a happening, and proposes the repaired plan; gives its number when it waits for
   * approval. The same key proposes once.
   *
   * @throws MillwrightError IDEMPOTENCY_KEY_REUSED, and what `proposeRepair` throws.
   */
  const requestRepair = async (viewer: Viewer, request: RepairRequest): Promise<number> => {
    const { idempotencyKey: key, happening, conversationId, language, steady = false } = request;
    const proposal = await desk.ask("proposeRepair", {
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
    if (waits) await workflows.propose("adopt_repair", toolCallId);
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
      await workflows.propose("run_cell", toolCallId);
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
    await workflows.propose("run_cell", run.tool_call_id);
    return run.number;
  };
  return { requestRepair, requestCellRun, requestJobRun };
};
