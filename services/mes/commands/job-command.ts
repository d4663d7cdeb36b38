import { type JobCommand, jobCommand } from "../../protocols/job-control/job.ts";
import { lineDevice, metricNames } from "../../protocols/sparkplug/names.ts";
import { encodePayload } from "../../protocols/sparkplug/payload.ts";
import { formatTopic } from "../../protocols/sparkplug/topic.ts";
import type { Tx } from "../database.ts";
import { enqueue } from "../outbox.ts";
import { isCell } from "../queries/cells.ts";
import { siteOf } from "../queries/sites.ts";

/** Promises a command about a job to its line. The cause makes the command's id, which is returned: it is given once. */
export const enqueueJobCommand = async (
  tx: Tx,
  jobOrderId: string,
  command: JobCommand["command"],
  cause: string,
  now: Date,
): Promise<string> => {
  const job = await tx
    .selectFrom("job_order as j")
    .innerJoin("work_order as o", "o.id", "j.work_order_id")
    .innerJoin("work_master_segment as s", (join) =>
      join.onRef("s.work_master_id", "=", "o.work_master_id").onRef("s.segment", "=", "j.segment"),
    )
    .innerJoin("segment_equipment as e", (join) =>
      join
        .onRef("e.work_master_id", "=", "s.work_master_id")
        .onRef("e.segment", "=", "s.segment")
        .onRef("e.equipment_id", "=", "j.equipment_id"),
    )
    .leftJoin("setup_time as t", (join) =>
      join.onRef("t.process", "=", "s.process").onRef("t.to_family", "=", "s.setup_family"),
    )
    .select([
      "j.equipment_id",
      "j.work_order_id",
      "j.segment",
      "j.quantity",
      "j.good",
      "j.scrap",
      "o.product_id",
      "o.work_master_id",
      "s.setup_family",
      "s.batch_size",
      "e.run_seconds",
    ])
    .select((fields) => fields.fn.max("t.seconds").as("setup_seconds"))
    .where("j.id", "=", jobOrderId)
    .groupBy(["j.id", "o.id", "s.work_master_id", "s.segment", "e.run_seconds"])
    .executeTakeFirstOrThrow();
  const commandId = `${jobOrderId}/${command}/${cause}`;
  // A cell is told steps, by a run of the job: agents/robot/cell-jobs.ts.
  if (await isCell(tx, job.equipment_id)) return commandId;
  const body = jobCommand.parse({
    command,
    commandId,
    jobOrderId,
    workOrderId: job.work_order_id,
    workMasterId: job.work_master_id,
    segment: job.segment,
    materialId: job.product_id,
    quantity: job.quantity,
    cycleTimeS: job.run_seconds,
    batchSize: job.batch_size,
    setupTimeS: job.setup_seconds ?? 0,
    setupFamily: job.setup_family,
    made: { good: job.good, scrap: job.scrap },
  } satisfies JobCommand);
  const metrics = [{ name: metricNames.jobCommand, type: "String" as const, value: JSON.stringify(body) }];
  await enqueue(tx, {
    id: commandId,
    topic: formatTopic({
      type: "DCMD",
      group: await siteOf(tx, job.equipment_id),
      node: job.equipment_id,
      device: lineDevice,
    }),
    payload: encodePayload({ timestamp: now.getTime(), metrics }),
  });
  return commandId;
};
