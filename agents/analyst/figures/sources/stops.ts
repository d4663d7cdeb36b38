import { sql } from "kysely";
import type { FigureStopTable } from "../../../../services/mes/schema/figure.ts";
import { keyAt } from "../keys.ts";
import { add, type Scope, type Table } from "../query.ts";
import { type Reading, rowsOf, stretchEnd, stretchStart } from "../reading.ts";
import { type Narrowed, whole, within } from "../within.ts";

const stopsOf = (of: Narrowed) => sql<FigureStopTable>`
  select line, from_time, to_time, reason, work_order_id, product_id from figure_stop
  where (from_time >= ${stretchStart} and from_time < ${stretchEnd} or to_time >= ${stretchStart} and to_time < ${stretchEnd})
    ${within(of)}`;

/** Breakdowns that began, and those that ended with the whole time that they took: each where it did. */
export const stops = async (reading: Reading, scope: Scope, table: Table): Promise<void> => {
  for (const row of await rowsOf(reading, scope, stopsOf(scope), stopsOf(whole))) {
    const [begin, end] = [row.from_time.getTime(), row.to_time?.getTime() ?? Number.POSITIVE_INFINITY];
    const placed = { ...row, reason: row.reason || "unknown" };
    const [begun, ended] = [keyAt(scope, placed, begin), keyAt(scope, placed, end)];
    if (begun !== undefined) add(table, begun, { failures: 1 });
    if (ended !== undefined) add(table, ended, { repaired: 1, repairSeconds: (end - begin) / 1_000 });
  }
};
