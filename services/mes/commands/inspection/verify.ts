import { MillwrightError } from "../../../core/errors.ts";
import { contentHash } from "../../../core/ids.ts";
import type { VerificationResult } from "../../../protocols/cfx/inspection.ts";
import type { Tx } from "../../database.ts";
import { appendEvents } from "../../events.ts";

/**
 * What a person says of a machine's call: a defect, a false call, or a matter of the process. Said again otherwise it is corrected;
 * every word is an event.
 *
 * @throws MillwrightError NOT_FOUND.
 */
export const verifyDefect = async (
  tx: Tx,
  {
    id,
    verification,
    actorId,
    actId,
    now,
  }: {
    readonly id: string;
    readonly verification: Exclude<VerificationResult, "NotVerifiedYet">;
    readonly actorId: string;
    readonly actId: string;
    readonly now: Date;
  },
): Promise<void> => {
  const row = await tx
    .updateTable("inspection_defect")
    .set({ verification, verified_by: actorId, verified_at: now })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "defect", id });
  await appendEvents(tx, [
    {
      id: contentHash("defect-verified", actId),
      type: "defect.verified",
      time: now,
      source: "inspection",
      objects: [
        { id: row.unit_id, type: "unit", qualifier: "inspected" },
        { id, type: "defect", qualifier: "verified" },
        ...(row.line ? [{ id: row.line, type: "equipment", qualifier: "line" }] : []),
        { id: actorId, type: "person", qualifier: "actor" },
      ],
      attributes: {
        verification,
        kind: row.kind,
        designator: row.designator,
        product: row.product_id,
        confirmed: verification === "DefectConfirmed" ? 1 : 0,
        rejected: verification === "DefectRejected" ? 1 : 0,
      },
    },
  ]);
};
