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

/**
 * Lines that have tests of units on record; a tester may be the line itself, or a station of it. From one tester to the next by the
 * index: they are few, and their tests may be millions.
 */
const testedAt = async (db: Db | Tx): Promise<ReadonlySet<string | null>> => {
  const { rows } = await sql<{ id: string; line: string | null }>`
    with recursive tester as (
      select min(station) as station from unit_test
      union all
      select (select min(station) from unit_test where station > tester.station) from tester where station is not null
    )
    select e.id, e.parent_id as line from tester join equipment e on e.id = tester.station`.execute(db);
  return new Set(rows.flatMap(({ id, line }) => [id, line]));
};

/** Lines, in the order of the floor, products, as `plannedProducts`, and customers: what people of the plant name. */
export const namesOfPlant = async (db: Db | Tx) => {
  const [lines, tested, products, customers] = await Promise.all([
    db
      .selectFrom("equipment")
      .select(["id", "name_zh", "name_en", "process"])
      .where("level", "=", "WorkCenter")
      .orderBy("sort")
      .execute(),
    testedAt(db),
    plannedProducts(db),
    allCustomers(db),
  ]);
  return {
    lines: lines.map(({ id, name_zh: nameZh, name_en: nameEn, process }) => ({
      id,
      nameZh,
      nameEn,
      process: process ?? "",
      tests: tested.has(id),
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
