import { MillwrightError } from "../../../core/errors.ts";
import { contentHash } from "../../../core/ids.ts";
import type { Tx } from "../../database.ts";
import { appendEvents } from "../../events.ts";

interface Act {
  readonly id: string;
  readonly actorId: string;
  readonly actId: string;
  readonly now: Date;
}

const openFinding = async (tx: Tx, id: string) => {
  const row = await tx
    .selectFrom("patrol_finding")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row || row.status === "Closed") throw new MillwrightError("NOT_FOUND", { kind: "open finding", id });
  return row;
};

const record = (
  tx: Tx,
  type: string,
  { id, actorId, actId, now }: Act,
  attributes: Record<string, unknown>,
) =>
  appendEvents(tx, [
    {
      id: contentHash(type, actId),
      type,
      time: now,
      source: "patrol",
      objects: [
        { id, type: "patrol_finding", qualifier: "about" },
        { id: actorId, type: "person", qualifier: "actor" },
      ],
      attributes,
    },
  ]);

/** Gives a finding to somebody, or takes it. @throws MillwrightError NOT_FOUND for a person or a finding that is not open. */
export const assignFinding = async (
  tx: Tx,
  { personId, ...act }: Act & { readonly personId: string },
): Promise<void> => {
  const row = await openFinding(tx, act.id);
  const person = await tx.selectFrom("app_user").select("id").where("id", "=", personId).executeTakeFirst();
  if (!person) throw new MillwrightError("NOT_FOUND", { kind: "person", id: personId });
  await tx
    .updateTable("patrol_finding")
    .set({ status: "Assigned", assigned_to: personId, assigned_at: act.now })
    .where("id", "=", act.id)
    .execute();
  await record(tx, "patrol.assigned", act, { to: personId, kind: row.kind, severity: row.severity });
};

/** Puts a finding away, with what was done. @throws MillwrightError NOT_FOUND for one that is not open. */
export const closeFinding = async (
  tx: Tx,
  { note, ...act }: Act & { readonly note: string },
): Promise<void> => {
  const row = await openFinding(tx, act.id);
  await tx
    .updateTable("patrol_finding")
    .set({ status: "Closed", closed_by: act.actorId, closed_at: act.now, note: note || null })
    .where("id", "=", act.id)
    .execute();
  await record(tx, "patrol.closed", act, { note, kind: row.kind, severity: row.severity });
};
