import { stationState } from "../../protocols/sparkplug/names.ts";
import type { Tx } from "../database.ts";
import { type CellRunRow, cellRunId } from "../queries/cells.ts";
import { applyLineState } from "./line-state.ts";
import { applyJobReport } from "./machine.ts";

/**
 * Reports a run to the job order that it is of, as a line would: counts are those of all its runs. The job has ended when nothing
 * of it is left; a unit that was set aside is counted by no run, so that the next one takes it. A run of no job reports nothing.
 */
export const reportCellJob = async (
  tx: Tx,
  run: Pick<CellRunRow, "number" | "cell_id" | "job_order_id">,
  what: "Running" | "Ended" | "Interrupted",
  now: Date,
  reason?: string,
): Promise<void> => {
  if (run.job_order_id === null) return;
  const job = await tx
    .selectFrom("job_order")
    .selectAll()
    .where("id", "=", run.job_order_id)
    .executeTakeFirstOrThrow();
  const { good } = await tx
    .selectFrom("cell_run")
    .select((fields) => fields.fn.coalesce(fields.fn.sum<string>("good"), fields.lit(0)).as("good"))
    .where("job_order_id", "=", job.id)
    .executeTakeFirstOrThrow();
  const made = Number(good);
  const isDone = made + job.scrap >= job.quantity;
  const state = what === "Ended" && !isDone ? "Interrupted" : what;
  await applyJobReport(tx, job.equipment_id, {
    reportId: `${cellRunId(run.number)}/${what}`,
    jobOrderId: job.id,
    state,
    good: made,
    scrap: job.scrap,
    time: now.toISOString(),
    ...(what === "Running" ? { startTime: now.toISOString() } : {}),
    ...(state === "Ended" ? { endTime: now.toISOString() } : {}),
    ...(reason ? { reason } : {}),
  });
  await applyLineState(tx, job.equipment_id, {
    code: what === "Running" ? stationState.running : stationState.starved,
    reason: "",
    time: now,
  });
};
