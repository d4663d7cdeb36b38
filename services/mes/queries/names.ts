import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";
import { allCustomers } from "./sales-orders.ts";

/** Products that have a routing, those of most open orders first. */
export const plannedProducts = (db: Db | Tx) =>
  db
    .selectFrom("work_master as w")
    .innerJoin("material as m", "m.id", "w.product_id")
    .leftJoin("work_order as o", (join) =>
      join.onRef("o.product_id", "=", "w.product_id").on("o.status", "not in", ["Completed", "Cancelled"]),
    )
    .select(["m.id", "m.name_zh", "m.name_en"])
    .groupBy("m.id")
    .orderBy((fields) => fields.fn.count("o.id"), "desc")
    .orderBy("m.id")
    .execute();

/** Lines, in the order of the floor, products, as `plannedProducts`, and customers: what people of the plant name. */
export const namesOfPlant = async (db: Db | Tx) => {
  const [lines, products, customers] = await Promise.all([
    db
      .selectFrom("equipment")
      .select((line) => [
        ...(["id", "name_zh", "name_en", "process"] as const),
        // A tester may be the line itself, or a station of it.
        line
          .exists(
            line
              .selectFrom("unit_test as t")
              .innerJoin("equipment as s", "s.id", "t.station")
              .select("t.id")
              .where((at) =>
                at.or([
                  at("s.id", "=", at.ref("equipment.id")),
                  at("s.parent_id", "=", at.ref("equipment.id")),
                ]),
              ),
          )
          .as("tests"),
      ])
      .where("level", "=", "WorkCenter")
      .orderBy("sort")
      .execute(),
    plannedProducts(db),
    allCustomers(db),
  ]);
  return {
    lines: lines.map(({ id, name_zh: nameZh, name_en: nameEn, process, tests }) => ({
      id,
      nameZh,
      nameEn,
      process: process ?? "",
      tests: Boolean(tests),
    })),
    products: products.map(({ id }) => id),
    customers,
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

/** Ids there are that are spelled so, whatever the case of their letters. @param spelled In small letters. */
export const idsSpelled = async (
  db: Db | Tx,
  table: "work_order" | "material",
  spelled: readonly string[],
): Promise<readonly string[]> => {
  if (spelled.length === 0) return [];
  const rows = await db
    .selectFrom(table)
    .select("id")
    .where(sql<boolean>`lower(id) = any(${spelled})`)
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
};
