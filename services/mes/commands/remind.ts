import { contentHash } from "../../core/ids.ts";
import type { JobCommand } from "../../protocols/job-control/job.ts";
import type { Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { promiseAgain } from "../outbox.ts";
import { enqueueJobCommand } from "./job-command.ts";
import { lockVehicle } from "./release.ts";

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

/** A vehicle with no order in hand and no load. */
export interface FreeVehicle {
  readonly vehicle: string;
  /** The order that it had last. */
  readonly orderId: string;
  /** Orders that it has refused: sent again they would be refused again. */
  readonly refused: readonly string[];
  readonly time: Date;
}

/**
 * Sends again what a vehicle that has come back should have in hand: it was away when that was sent, or has forgotten
 * it. The same order twice has no effect (VDA 5050 2.1, 6.6.4.3), so one that crosses with the vehicle's state does no harm.
 * False while an order for it is just being sent: whether it misses that one, only a later state can tell.
 */
export const remindVehicle = async (
  tx: Tx,
  { vehicle, orderId, refused, time }: FreeVehicle,
): Promise<boolean> => {
  await lockVehicle(tx);
  const missed = await tx
    .selectFrom("transport_order as t")
    .innerJoin("outbox as o", "o.id", "t.id")
    .innerJoin("material_requisition as r", "r.id", "t.requisition_id")
    .select(["t.id", "r.work_order_id", "o.sent_at"])
    .where("t.vehicle_id", "=", vehicle)
    .where("t.status", "in", ["Pending", "InTransit"])
    .where("t.id", "not in", [orderId, ...refused])
    .executeTakeFirst();
  if (!missed) return true;
  if (!missed.sent_at) return false;
  await promiseAgain(tx, missed.id);
  await appendEvents(tx, [
    {
      id: contentHash("transport-repeated", missed.id, time.getTime()),
      type: "transport.repeated",
      time,
      source: "mes",
      objects: [
        { id: missed.id, type: "transport_order", qualifier: "repeated" },
        { id: missed.work_order_id, type: "work_order", qualifier: "order" },
        { id: vehicle, type: "vehicle", qualifier: "carrier" },
      ],
    },
  ]);
  return true;
};
