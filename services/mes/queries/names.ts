import type { Db, Tx } from "../database.ts";

/** Lines, in the order of the floor, and products that have a routing: what people of the plant name. */
export const namesOfPlant = async (db: Db | Tx) => {
  const [lines, products] = await Promise.all([
    db
      .selectFrom("equipment")
      .select(["id", "name_zh", "name_en", "process"])
      .where("level", "=", "WorkCenter")
      .orderBy("sort")
      .execute(),
    db.selectFrom("work_master").select("product_id").distinct().orderBy("product_id").execute(),
  ]);
  return {
    lines: lines.map(({ id, name_zh: nameZh, name_en: nameEn, process }) => ({
      id,
      nameZh,
      nameEn,
      process: process ?? "",
    })),
    products: products.map(({ product_id }) => product_id),
  };
};

/** Those of the ids that there are. */
export const existingIds = async (
  db: Db | Tx,
  table: "work_order" | "material",
  ids: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom(table).select("id").where("id", "in", ids).execute();
  return new Set(rows.map(({ id }) => id));
};
