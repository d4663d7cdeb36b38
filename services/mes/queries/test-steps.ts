import { sql } from "kysely";
import type { Db } from "../database.ts";

/** What is measured of the products of each family. */
export const testSteps = (db: Db) =>
  db
    .selectFrom("test_step")
    .select(["family", "step", "name_zh", "name_en"])
    .orderBy("family")
    .orderBy("sort")
    .execute();

/** Limits of the steps of a family, as its latest test was held to them. */
export const stepLimits = async (db: Db, family: string) => {
  const { rows } = await sql<{
    readonly step: string;
    readonly lower_limit: number | null;
    readonly upper_limit: number | null;
  }>`
    select m.step, m.lower_limit, m.upper_limit from unit_measurement m
    where m.test_id = (
      select t.id from product_family f
      join unit u on u.product_id = f.product_id
      join unit_test t on t.unit_id = u.id
      where f.family = ${family}
      order by t.time desc limit 1)`.execute(db);
  return rows;
};
