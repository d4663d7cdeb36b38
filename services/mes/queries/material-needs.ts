import type { Db } from "../database.ts";
import { isUsable } from "./usable-lots.ts";

/** What segments of open orders need of a material by their bills that nobody has released or reserved; held orders are left out. */
export const openNeedsByBill = (db: Db, materialId: string) =>
  db
    .selectFrom("bom_item as b")
    .innerJoin("work_order as o", "o.work_master_id", "b.work_master_id")
    .leftJoin("standing_job as j", (join) =>
      join.onRef("j.work_order_id", "=", "o.id").onRef("j.segment", "=", "b.segment"),
    )
    .leftJoin("material_requisition as r", (join) =>
      join.onRef("r.work_order_id", "=", "o.id").onRef("r.segment", "=", "b.segment"),
    )
    .select(["o.id as order", "b.segment"])
    .select((fields) => fields("o.quantity", "*", fields.ref("b.quantity_per")).as("quantity"))
    .where("b.material_id", "=", materialId)
    .where("o.status", "not in", ["Completed", "Cancelled"])
    .where("o.held", "=", false)
    .where("j.id", "is", null)
    .where("r.id", "is", null)
    .execute();

/** Free pieces of a material in released lots that keep. */
export const freeOf = async (db: Db, materialId: string, now: Date): Promise<number> => {
  const row = await db
    .selectFrom("material_lot")
    .select((fields) =>
      fields.fn.sum<string | null>(fields("quantity", "-", fields.ref("reserved"))).as("free"),
    )
    .where("material_id", "=", materialId)
    .where(isUsable("material_lot", now))
    .executeTakeFirst();
  return Number(row?.free ?? 0);
};
