import { contentHash } from "../../../core/ids.ts";
import type { Tx } from "../../database.ts";
import { appendEvents } from "../../events.ts";
import type { Release, ReleaseRequest } from "../release.ts";

/** What a release came to beside the job order. */
export interface Released extends Release {
  readonly quantity: number;
  /** Its kit was reserved for it. */
  readonly isReserved: boolean;
  /** From where its kit is brought; undefined where it lies at the line, or is on its way there. */
  readonly from: string | undefined;
  readonly to: string;
}

/** The events of a release: the job, and its kit and transport where they are new. */
export const recordRelease = async (
  tx: Tx,
  { workOrderId, equipmentId, actorId, toolCallId, now }: ReleaseRequest,
  { jobOrderId: id, requisitionId: requisition, transportOrderId: transport, ...released }: Released,
): Promise<void> => {
  const { segment, quantity, isSupplied, isReserved, from, to } = released;
  const objects = [
    { id: workOrderId, type: "work_order", qualifier: "order" },
    { id, type: "job_order", qualifier: "released" },
    { id: equipmentId, type: "equipment", qualifier: "line" },
    { id: actorId, type: "person", qualifier: "approver" },
  ];
  await appendEvents(tx, [
    {
      id: contentHash("release", id),
      type: "job.released",
      time: now,
      source: "steward",
      objects,
      attributes: { toolCallId, segment, quantity, ...(isSupplied ? { isSupplied } : {}) },
    },
    ...(isReserved
      ? [
          {
            id: contentHash("requisition", requisition),
            type: "requisition.created",
            time: now,
            source: "steward",
            objects: [{ id: requisition, type: "requisition", qualifier: "created" }, ...objects],
            attributes: { toolCallId },
          },
        ]
      : []),
    ...(from
      ? [
          {
            id: contentHash("transport", transport),
            type: "transport.ordered",
            time: now,
            source: "steward",
            objects: [{ id: transport, type: "transport_order", qualifier: "created" }, ...objects],
            attributes: { toolCallId, from, to },
          },
        ]
      : []),
  ]);
};
