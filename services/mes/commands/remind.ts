import type { JobCommand } from "../../protocols/job-control/job.ts";
import type { Tx } from "../database.ts";
import { promiseAgain } from "../outbox.ts";
import { enqueueJobCommand } from "./job-command.ts";

/**
 * What a line may have missed while it was away, or forgotten: the commands of its open jobs. A line that knows a job
 * only reports it again; one that does not goes on from the pieces that are counted already.
 */
export const remindLine = async (tx: Tx, line: string, now: Date): Promise<void> => {
  const jobs = await tx
    .selectFrom("job_order as j")
    .innerJoin("work_order as o", "o.id", "j.work_order_id")
    .select(["j.id", "j.dispatch_status", "o.held"])
    .where("j.equipment_id", "=", line)
    .where("j.dispatch_status", "in", ["Ready", "Running", "Suspended"])
    .orderBy("j.planned_start")
    .orderBy("j.id")
    .execute();
  // Two births can bear one time: a line that starts again may start its clock again. The later one is told all the same.
  const remind = async (id: string, command: JobCommand["command"]) =>
    promiseAgain(tx, await enqueueJobCommand(tx, id, command, `born/${now.getTime()}`, now));
  for (const { id, dispatch_status: status, held } of jobs) {
    if (!held) await remind(id, "StoreAndStart");
    if (!held && status === "Suspended") await remind(id, "Resume");
    if (held && status === "Running") await remind(id, "Pause");
  }
};
