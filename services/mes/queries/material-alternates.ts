import { sql } from "kysely";
import type { Db } from "../database.ts";
import { isUsable } from "./usable-lots.ts";

/** A material that a bill lets stand in for another. */
export interface AlternateStock {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Products whose bill allows it. */
  readonly products: readonly string[];
  /** Pieces in released lots that keep, less what is reserved. */
  readonly free: number;
}

/** What the newest bills of products allow in place of a material, that of which most is free first. */
export const alternatesOf = async (db: Db, materialId: string, now: Date): Promise<AlternateStock[]> => {
  const rows = await db
    .with("newest", (cte) =>
      cte
        .selectFrom("work_master")
        .distinctOn("product_id")
        .select(["id", "product_id"])
        .orderBy("product_id")
        .orderBy("version", "desc")
        .orderBy("id", "desc"),
    )
    .selectFrom("bom_item as b")
    .innerJoin("newest as w", "w.id", "b.work_master_id")
    .innerJoin("bom_alternate as a", (join) =>
      join
        .onRef("a.work_master_id", "=", "b.work_master_id")
        .onRef("a.segment", "=", "b.segment")
        .onRef("a.position", "=", "b.position"),
    )
    .innerJoin("material as m", "m.id", "a.material_id")
    .select(["m.id", "m.name_zh", "m.name_en", "w.product_id"])
    .select((fields) =>
      fields
        .selectFrom("material_lot as l")
        .select(sql<string | null>`sum(l.quantity - l.reserved)`.as("free"))
        .whereRef("l.material_id", "=", "m.id")
        .where(isUsable("l", now))
        .as("free"),
    )
    .where("b.material_id", "=", materialId)
    .where("m.id", "<>", materialId)
    .distinct()
    .orderBy("m.id")
    .orderBy("w.product_id")
    .execute();
  return [...Map.groupBy(rows, ({ id }) => id).values()]
    .map(([first, ...more]) => ({
      id: first!.id,
      nameZh: first!.name_zh,
      nameEn: first!.name_en,
      products: [first!, ...more].map(({ product_id }) => product_id),
      free: Number(first!.free ?? 0),
    }))
    .sort((a, b) => b.free - a.free || a.id.localeCompare(b.id));
};
