import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";

/** What a plan begins and ends within a stretch of time. */
export interface StretchOfPlan {
  /** Those that begin in it, in the plan's order. */
  readonly operations: readonly {
    readonly order: string;
    readonly product: string;
    readonly quantity: number;
    readonly line: string;
    readonly start: Date;
    readonly setupSeconds: number;
  }[];
  /** Orders whose last operation ends in it, on one of the lines. */
  readonly orders: readonly { readonly id: string; readonly isLate: boolean }[];
}

/** @param lines Ids of those that are asked about. */
export const plannedWithin = async (
  db: Db | Tx,
  version: number,
  { from, to, lines }: { readonly from: Date; readonly to: Date; readonly lines: readonly string[] },
): Promise<StretchOfPlan> => {
  const operations = await db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .select([
      "p.work_order_id as order",
      "o.product_id as product",
      "o.quantity",
      "p.equipment_id as line",
      "p.start_time as start",
      "p.setup_seconds as setupSeconds",
    ])
    .where("p.version", "=", version)
    .where("p.start_time", ">=", from)
    .where("p.start_time", "<", to)
    .where("p.equipment_id", "in", lines.length > 0 ? lines : [""])
    .orderBy("p.start_time")
    .orderBy("p.work_order_id")
    .execute();
  const { rows } = await sql<{ id: string; isLate: boolean }>`
    select o.id, last.end_time > o.due_time as "isLate"
    from (
      select distinct on (work_order_id) work_order_id, end_time, equipment_id
      from plan_operation where version = ${version} order by work_order_id, segment desc
    ) last
    join work_order o on o.id = last.work_order_id
    where last.end_time >= ${from} and last.end_time < ${to} and last.equipment_id = any(${[...lines]})
    order by o.id`.execute(db);
  return { operations, orders: rows };
};
