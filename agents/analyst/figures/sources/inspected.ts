import { type RawBuilder, sql } from "kysely";
import { cellColumn, momentsIn } from "../in-cell.ts";
import { keyAt } from "../keys.ts";
import { add, type Scope, type Table } from "../query.ts";
import { type Reading, rowsOf, stretchEnd, stretchStart } from "../reading.ts";
import { isOfOrders, type Narrowed, whole, within } from "../within.ts";

/** The stretch, and the filters that the data store takes over from the scope. */
const isIn = (of: Narrowed): RawBuilder<unknown> =>
  sql`time >= ${stretchStart} and time < ${stretchEnd} and method = 'AOI' ${within(of)}`;

interface Row {
  readonly line: string | null;
  readonly product_id: string;
  readonly work_order_id: string | null;
  readonly cell: number | null;
}

/**
 * Calls of AOI by their kind. A defect counts at the first inspection of its board alone: seen again at a later one it is no other. Without
 * the boards that they are divided by, which have no kind.
 */
export const called = async (reading: Reading, scope: Scope, table: Table): Promise<void> => {
  const isByMaterial = scope.split === "material";
  const statement = (of: Narrowed) => sql<
    Row & { reason: string; material: string | null; defects: number; verified: number; rejected: number }
  >`
    select line, product_id, work_order_id, kind as reason,
      ${isByMaterial ? sql`material_id` : sql`null::text`} as material, ${cellColumn(scope)} as cell,
      count(*) filter (where verification <> 'DefectRejected'
        and exists (select from inspection i where i.id = d.inspection_id and i.is_first))::int as defects,
      count(*) filter (where verification <> 'NotVerifiedYet')::int as verified,
      count(*) filter (where verification = 'DefectRejected')::int as rejected
    from inspection_defect d where ${isIn(of)} group by 1, 2, 3, 4, 5, 6`;
  const momentOf = momentsIn(scope);
  for (const row of await rowsOf(reading, scope, statement(scope), statement(whole))) {
    const key = keyAt(scope, row, momentOf(row.cell));
    if (key === undefined) continue;
    add(table, key, { aoiDefects: row.defects, verifiedCalls: row.verified, falseCalls: row.rejected });
  }
};

/** Boards that came to AOI, and what could be wrong with them. */
export const inspected = async (reading: Reading, scope: Scope, table: Table): Promise<void> => {
  const isByOrder = isOfOrders(scope);
  const statement = (of: Narrowed) => sql<Row & { opportunities: string; boards: number; passed: number }>`
    select line, product_id, ${isByOrder ? sql`work_order_id` : sql`null::text as work_order_id`},
      ${cellColumn(scope)} as cell,
      coalesce(sum(opportunities) filter (where is_first), 0) as opportunities,
      count(*) filter (where is_first)::int as boards,
      count(*) filter (where is_first and (result = 'Passed' or not exists (
        select from inspection_defect d where d.inspection_id = i.id and d.verification <> 'DefectRejected')))::int as passed
    from inspection i where ${isIn(of)} group by 1, 2, 3, 4`;
  const momentOf = momentsIn(scope);
  for (const row of await rowsOf(reading, scope, statement(scope), statement(whole))) {
    const key = keyAt(scope, row, momentOf(row.cell));
    if (key === undefined) continue;
    add(table, key, {
      opportunities: Number(row.opportunities),
      aoiBoards: row.boards,
      aoiPassed: row.passed,
    });
  }
};
