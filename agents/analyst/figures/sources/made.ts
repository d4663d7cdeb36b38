import { sql } from "kysely";
import type { Db } from "../../../../services/mes/database.ts";
import { binOf } from "../grid.ts";
import { keyAt } from "../keys.ts";
import { add, type Scope, type Table } from "../query.ts";

/** Pieces that were reported, and the time that they take by the routing. */
export const made = async (db: Db, scope: Scope, table: Table): Promise<void> => {
  const { from, to, cells, split, filter, isOfLines, kindOf } = scope;
  // One cell needs no moments.
  const isTimed = cells.length !== 1 || cells[0]!.from !== from.getTime() || cells[0]!.to !== to.getTime();
  const isByOrder = split === "order" || filter.order !== undefined;
  const { rows } = await sql<{
    line: string;
    product_id: string | null;
    work_order_id: string | null;
    is_final: boolean;
    bin: Date | null;
    good: string;
    scrap: string;
    planned: number | null;
    untimed: string | null;
  }>`
    select line, product_id, ${isByOrder ? sql`work_order_id` : sql`null::text as work_order_id`}, is_final,
      ${isTimed ? sql`date_bin(${binOf(scope.cells, scope)}::interval, time, timestamptz '2000-01-01Z')` : sql`null::timestamptz`} as bin,
      sum(good) as good, sum(scrap) as scrap, sum(planned_seconds) as planned,
      sum(good + scrap) filter (where planned_seconds is null) as untimed
    from figure_made
    where time >= ${from} and time < ${to}
      ${isOfLines ? sql`and line = any(${[...kindOf.keys()]}::text[])` : sql``}
      ${filter.product ? sql`and product_id = ${filter.product}` : sql``}
      ${filter.order ? sql`and work_order_id = ${filter.order}` : sql``}
    group by 1, 2, 3, 4, 5`.execute(db);
  for (const row of rows) {
    const moment = Math.max(from.getTime(), row.bin?.getTime() ?? 0);
    const key = keyAt(scope, row, moment);
    if (key === undefined) continue;
    const [good, scrap] = [Number(row.good), Number(row.scrap)];
    add(table, key, {
      good,
      scrap,
      planned: row.planned ?? 0,
      untimed: Number(row.untimed ?? 0),
      ...(row.is_final ? { finalGood: good, finalScrap: scrap } : {}),
    });
  }
};
