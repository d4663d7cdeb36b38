import type { Db, Tx } from "../database.ts";

/** Lots with stock that expire before a moment, those that have expired too, the soonest first. */
export const expiringLots = (db: Db | Tx, before: Date) =>
  db
    .selectFrom("material_lot as l")
    .innerJoin("material as m", "m.id", "l.material_id")
    .select(["l.id", "l.material_id", "l.quantity", "l.status", "l.location", "l.expires_at"])
    .select(["m.name_zh", "m.name_en"])
    .where("l.quantity", ">", 0)
    .where("l.expires_at", "<", before)
    .orderBy("l.expires_at")
    .orderBy("l.id")
    .execute();
