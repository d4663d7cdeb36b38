import { sql } from "kysely";
import type { Db } from "../../../../services/mes/database.ts";
import type { FigureStopTable } from "../../../../services/mes/schema/figure.ts";
import { keyAt } from "../keys.ts";
import { add, type Scope, type Table } from "../query.ts";

/** Breakdowns that began, and those that ended with the whole time that they took: each where it did. */
export const stops = async (db: Db, scope: Scope, table: Table): Promise<void> => {
  const { from, to, isOfLines, kindOf, filter } = scope;
  const { rows } = await sql<FigureStopTable>`
    select line, from_time, to_time, reason, work_order_id, product_id from figure_stop
    where (from_time >= ${from} and from_time < ${to} or to_time >= ${from} and to_time < ${to})
      ${isOfLines ? sql`and line = any(${[...kindOf.keys()]}::text[])` : sql``}
      ${filter.product ? sql`and product_id = ${filter.product}` : sql``}`.execute(db);
  for (const row of rows) {
    const [begin, end] = [row.from_time.getTime(), row.to_time?.getTime() ?? Number.POSITIVE_INFINITY];
    const placed = { ...row, reason: row.reason || "unknown" };
    const [begun, ended] = [keyAt(scope, placed, begin), keyAt(scope, placed, end)];
    if (begun !== undefined) add(table, begun, { failures: 1 });
    if (ended !== undefined) add(table, ended, { repaired: 1, repairSeconds: (end - begin) / 1_000 });
  }
};
