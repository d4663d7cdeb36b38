import { sql } from "kysely";
import type { Db } from "../../../../services/mes/database.ts";
import { binOf } from "../grid.ts";
import { keyAt } from "../keys.ts";
import { add, type Scope, type Table } from "../query.ts";

/** The stretch, and the filters that the data store takes over from the scope. */
const within = ({ from, to, isOfLines, kindOf, filter }: Scope) => sql`
  time >= ${from} and time < ${to} and method = 'AOI'
  ${isOfLines ? sql`and line = any(${[...kindOf.keys()]}::text[])` : sql``}
  ${filter.product ? sql`and product_id = ${filter.product}` : sql``}
  ${filter.order ? sql`and work_order_id = ${filter.order}` : sql``}`;

interface Row {
  readonly line: string | null;
  readonly product_id: string;
  readonly work_order_id: string | null;
  readonly bin: Date;
}

/**
 * Calls of AOI by their kind. A defect counts at the first inspection of its board alone: seen again at a later one it is no other. Without
 * the boards that they are divided by, which have no kind.
 */
export const called = async (db: Db, scope: Scope, table: Table): Promise<void> => {
  const { rows } = await sql<Row & { reason: string; defects: number; verified: number; rejected: number }>`
    select line, product_id, work_order_id, kind as reason,
      date_bin(${binOf(scope.cells, scope)}::interval, time, timestamptz '2000-01-01Z') as bin,
      count(*) filter (where verification <> 'DefectRejected'
        and exists (select from inspection i where i.id = d.inspection_id and i.is_first))::int as defects,
      count(*) filter (where verification <> 'NotVerifiedYet')::int as verified,
      count(*) filter (where verification = 'DefectRejected')::int as rejected
    from inspection_defect d where ${within(scope)} group by 1, 2, 3, 4, 5`.execute(db);
  for (const row of rows) {
    const key = keyAt(scope, row, Math.max(scope.from.getTime(), row.bin.getTime()));
    if (key === undefined) continue;
    add(table, key, { aoiDefects: row.defects, verifiedCalls: row.verified, falseCalls: row.rejected });
  }
};

/** Boards that came to AOI, and what could be wrong with them. */
export const inspected = async (db: Db, scope: Scope, table: Table): Promise<void> => {
  const isByOrder = scope.split === "order" || scope.filter.order !== undefined;
  const { rows } = await sql<Row & { opportunities: string; boards: number; passed: number }>`
    select line, product_id, ${isByOrder ? sql`work_order_id` : sql`null::text as work_order_id`},
      date_bin(${binOf(scope.cells, scope)}::interval, time, timestamptz '2000-01-01Z') as bin,
      coalesce(sum(opportunities) filter (where is_first), 0) as opportunities,
      count(*) filter (where is_first)::int as boards,
      count(*) filter (where is_first and (result = 'Passed' or not exists (
        select from inspection_defect d where d.inspection_id = i.id and d.verification <> 'DefectRejected')))::int as passed
    from inspection i where ${within(scope)} group by 1, 2, 3, 4`.execute(db);
  for (const row of rows) {
    const key = keyAt(scope, row, Math.max(scope.from.getTime(), row.bin.getTime()));
    if (key === undefined) continue;
    add(table, key, {
      opportunities: Number(row.opportunities),
      aoiBoards: row.boards,
      aoiPassed: row.passed,
    });
  }
};
