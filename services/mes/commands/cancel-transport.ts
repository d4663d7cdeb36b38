import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import type { Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { lineAt } from "./release/kit-place.ts";
import { wakeTraffic } from "./roadmap.ts";

interface Act {
  readonly actorId: string;
  /** Plant time. */
  readonly now: Date;
}

/** Breaks off the job that waits for a kit which does not come, so that its order may be released again, or called off. */
const breakOff = async (
  tx: Tx,
  { workOrderId, segment, transport }: { workOrderId: string; segment: number; transport: string },
  { actorId, now }: Act,
): Promise<void> => {
  const job = await tx
    .updateTable("job_order")
    .set({ dispatch_status: "Aborted", changed_at: now })
    .where("work_order_id", "=", workOrderId)
    .where("segment", "=", segment)
    .where("dispatch_status", "=", "Dispatched")
    .returning(["id", "equipment_id", "quantity", "good", "scrap"])
    .executeTakeFirst();
  if (!job) return;
  const { good, scrap, quantity } = job;
  await appendEvents(tx, [
    {
      id: contentHash("job.withdrawn", job.id),
      type: "job.aborted",
      time: now,
      source: "mes",
      objects: [
        { id: job.id, type: "job_order", qualifier: "withdrawn" },
        { id: workOrderId, type: "work_order", qualifier: "order" },
        { id: job.equipment_id, type: "equipment", qualifier: "line" },
        { id: actorId, type: "person", qualifier: "actor" },
      ],
      attributes: { state: "Aborted", good, scrap, quantity, reason: transport },
    },
  ]);
};

/**
 * Calls a transport off that has not arrived: its vehicle is told to let go of it, and the job that waits for the kit is broken off.
 * What is reserved stays so for the order. A vehicle that has dropped the load by then has delivered it all the same. The same again
 * changes nothing.
 *
 * @throws MillwrightError NOT_FOUND; INVALID_TRANSITION for one that was delivered.
 */
export const cancelTransport = async (tx: Tx, id: string, act: Act): Promise<void> => {
  const transport = await tx
    .selectFrom("transport_order")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!transport) throw new MillwrightError("NOT_FOUND", { kind: "transport_order", id });
  const { status, vehicle_id: vehicle, from_station: from } = transport;
  if (status === "Cancelled") return;
  if (status === "Delivered")
    throw new MillwrightError("INVALID_TRANSITION", {
      kind: "transport_order",
      id,
      from: status,
      to: "Cancelled",
    });
  const requisition = await tx
    .selectFrom("material_requisition")
    .selectAll()
    .where("id", "=", transport.requisition_id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  await tx
    .updateTable("transport_order")
    .set({ status: "Cancelled", changed_at: act.now })
    .where("id", "=", id)
    .execute();
  await tx
    .updateTable("material_requisition")
    // A kit that was to go on from one line to another lies where it was.
    .set(requisition.issued_at ? { equipment_id: lineAt(from) } : { status: "Requested" })
    .where("id", "=", requisition.id)
    .where("status", "!=", "Cancelled")
    .execute();
  await appendEvents(tx, [
    {
      id: contentHash("transport.cancelled", id),
      type: "transport.cancelled",
      time: act.now,
      source: "mes",
      objects: [
        { id, type: "transport_order", qualifier: "cancelled" },
        { id: requisition.id, type: "requisition", qualifier: "load" },
        { id: requisition.work_order_id, type: "work_order", qualifier: "order" },
        ...(vehicle ? [{ id: vehicle, type: "vehicle", qualifier: "carrier" }] : []),
        { id: act.actorId, type: "person", qualifier: "actor" },
      ],
    },
  ]);
  await breakOff(
    tx,
    { workOrderId: requisition.work_order_id, segment: requisition.segment, transport: id },
    act,
  );
  await wakeTraffic(tx);
};
