import { sql } from "kysely";
import { cellColumn, momentsIn } from "../in-cell.ts";
import { keyAt } from "../keys.ts";
import { add, type Scope, type Table } from "../query.ts";
import { type Reading, rowsOf, stretchEnd, stretchStart } from "../reading.ts";
import { isOfOrders, type Narrowed, whole, within } from "../within.ts";

interface Made {
  readonly line: string;
  readonly product_id: string | null;
  readonly work_order_id: string | null;
  readonly is_final: boolean;
  readonly cell: number | null;
  readonly good: string;
  readonly scrap: string;
  readonly planned: number | null;
  readonly untimed: string | null;
}

/** Pieces that were reported, and the time that they take by the routing. */
export const made = async (reading: Reading, scope: Scope, table: Table): Promise<void> => {
  const isByOrder = isOfOrders(scope);
  const statement = (of: Narrowed) => sql<Made>`
    select line, product_id, ${isByOrder ? sql`work_order_id` : sql`null::text as work_order_id`}, is_final,
      ${cellColumn(scope)} as cell,
      sum(good) as good, sum(scrap) as scrap, sum(planned_seconds) as planned,
      sum(good + scrap) filter (where planned_seconds is null) as untimed
    from figure_made
    where time >= ${stretchStart} and time < ${stretchEnd} ${within(of)}
    group by 1, 2, 3, 4, 5`;
  const momentOf = momentsIn(scope);
  for (const row of await rowsOf(reading, scope, statement(scope), statement(whole))) {
    const key = keyAt(scope, row, momentOf(row.cell));
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
