import type { Db, Tx } from "../database.ts";

/** Lots with stock that may not be used: blocked, or in quarantine until they are inspected; the fullest first. */
export const unusableLots = (db: Db | Tx) =>
  db
    .selectFrom("material_lot as l")
    .innerJoin("material as m", "m.id", "l.material_id")
    .select(["l.id", "l.material_id", "l.quantity", "l.status", "l.location"])
    .select(["m.name_zh", "m.name_en"])
    .where("l.quantity", ">", 0)
    .where("l.status", "<>", "Released")
    .orderBy("l.quantity", "desc")
    .orderBy("l.id")
    .execute();
