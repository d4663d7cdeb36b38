import { sql } from "kysely";
import type { Db } from "../../../services/mes/database.ts";
import type { DefectKind } from "../../../services/protocols/cfx/defect-kinds.ts";
import type { InspectionMethod, VerificationResult } from "../../../services/protocols/cfx/inspection.ts";

/** Boards of a line, by what they have in common. */
export interface Boards {
  readonly product_id: string;
  readonly panel_position: number;
  readonly work_order_id: string | null;
  readonly now: number;
  readonly before: number;
}

export interface FoundDefect {
  readonly id: string;
  readonly unit_id: string;
  readonly time: Date;
  readonly is_now: boolean;
  readonly kind: DefectKind;
  readonly verification: VerificationResult;
  readonly product_id: string;
  readonly panel_position: number;
  readonly designator: string | null;
  readonly feeder: string | null;
  readonly nozzle: string | null;
  readonly material_id: string | null;
  readonly work_order_id: string | null;
}

export interface Placed {
  readonly product_id: string;
  readonly designator: string;
  readonly material_id: string;
  readonly feeder: string | null;
  readonly nozzle: string | null;
}

export interface IssuedLot {
  readonly work_order_id: string;
  readonly material_id: string;
  readonly lot_id: string;
}

/** What is looked at, and what it is held against. */
export interface Stretch {
  readonly line: string;
  readonly method: InspectionMethod;
  readonly before: Date;
  readonly from: Date;
  readonly to: Date;
}

/**
 * What machines of one method called on a line's boards. False calls are among it: those of the last hours nobody has looked at yet, and
 * what is compared has to be alike. A board counts where it is looked at first: sent through again, what is wrong with it is no more.
 */
export const evidenceOf = async (db: Db, { line, method, before, from, to }: Stretch) => {
  const [boards, defects] = await Promise.all([
    sql<Boards>`
      select product_id, panel_position, work_order_id,
        count(*) filter (where time >= ${from})::int as now, count(*) filter (where time < ${from})::int as before
      from inspection where is_first and line = ${line} and method = ${method} and time >= ${before} and time <= ${to}
      group by 1, 2, 3`.execute(db),
    sql<FoundDefect>`
      select id, unit_id, time, time >= ${from} as is_now, kind, verification, product_id, panel_position, designator,
        feeder, nozzle, material_id, work_order_id
      from inspection_defect d where line = ${line} and method = ${method} and time >= ${before} and time <= ${to}
        and exists (select from inspection i where i.id = d.inspection_id and i.is_first)
      order by time, id`.execute(db),
  ]);
  const products = [...new Set(boards.rows.map(({ product_id }) => product_id))];
  const orders = [...new Set(boards.rows.flatMap(({ work_order_id }) => work_order_id ?? []))];
  const [parts, lots] = await Promise.all([
    sql<Placed>`
      select w.product_id, p.designator, b.material_id, s.feeder, s.nozzle
      from work_master w
      join bom_placement p on p.work_master_id = w.id
      join bom_item b using (work_master_id, segment, position)
      left join placement_setup s on s.line = ${line} and s.product_id = w.product_id and s.material_id = b.material_id
      where w.product_id = any(${products}::text[])
        and p.segment = (select min(segment) from bom_placement first where first.work_master_id = w.id)`.execute(
      db,
    ),
    sql<IssuedLot>`
      select distinct r.work_order_id, l.material_id, l.lot_id
      from material_requisition r join requisition_line l on l.requisition_id = r.id
      where r.work_order_id = any(${orders}::text[]) and r.issued_at is not null order by 1, 2, 3`.execute(
      db,
    ),
  ]);
  return { boards: boards.rows, defects: defects.rows, parts: parts.rows, lots: lots.rows };
};
export type Evidence = Awaited<ReturnType<typeof evidenceOf>>;
