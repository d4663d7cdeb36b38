import { MillwrightError } from "../../services/core/errors.ts";
import { contentHash } from "../../services/core/ids.ts";
import { reportCellJob } from "../../services/mes/commands/cell-job.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { cellRunId, cellRunOf, holdCell } from "../../services/mes/queries/cells.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { requireFree, requireUnchanged, subjectRun } from "./check.ts";

/** Begins the run that was approved: from now on its workflow drives the cell. @throws MillwrightError CELL_STOPPED, CELL_BUSY, CELL_CHANGED. */
export const startCellRun: ToolHandler = async (context) => {
  const { db, clock, actorId, toolCallId } = context;
  const now = clock.now();
  const { number } = await subjectRun(context);
  const run = await db.transaction().execute(async (tx) => {
    const asked = await cellRunOf(tx, number);
    await holdCell(tx, asked.cell_id);
    const current = await cellRunOf(tx, number);
    if (current.status === "Running" || current.status === "Completed") return current;
    if (current.status !== "Proposed")
      throw new MillwrightError("NOT_FOUND", { kind: "proposed cell run", id: cellRunId(number) });
    await requireFree(tx, current);
    await requireUnchanged(tx, current);
    await tx
      .updateTable("cell_run")
      .set({ status: "Running", started_at: now })
      .where("number", "=", number)
      .execute();
    await reportCellJob(tx, current, "Running", now);
    await appendEvents(tx, [
      {
        id: contentHash("cell.run.started", toolCallId),
        type: "cell.run.started",
        time: now,
        source: "robot",
        objects: [
          { id: cellRunId(number), type: "cell_run", qualifier: "run" },
          { id: current.cell_id, type: "cell", qualifier: "cell" },
          { id: actorId, type: "person", qualifier: "approver" },
        ],
        attributes: { toolCallId, units: current.units, plannedSeconds: current.makespan_s },
      },
    ]);
    return current;
  });
  const id = cellRunId(number);
  const units = run.units.length;
  return {
    text: {
      zh: `${run.cell_id} 开始执行 ${id}，共 ${units} 台。`,
      en: `${run.cell_id} begins ${id} with ${units} units.`,
    },
    evidence: [
      {
        kind: "job",
        id,
        label: run.cell_id,
        facts: { units, steps: run.planned.length },
        source: "cell_run",
        at: now.toISOString(),
      },
    ],
    follows: { cellRun: number },
  };
};
