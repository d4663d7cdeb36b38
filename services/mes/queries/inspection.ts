import { type Selectable, sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import type { DefectKind } from "../../protocols/cfx/defect-kinds.ts";
import type { InspectionMethod } from "../../protocols/cfx/inspection.ts";
import type { Db, Tx } from "../database.ts";
import type { BoardSide, DefectClusterTable, InspectionDefectTable } from "../schema/inspection.ts";

export { defectKindName } from "../../protocols/cfx/defect-kinds.ts";
export type { InspectionMethod } from "../../protocols/cfx/inspection.ts";

export type DefectRow = Selectable<InspectionDefectTable>;
export type ClusterRow = Selectable<DefectClusterTable>;

/** What is looked at. */
export interface InspectionScope {
  readonly from: Date;
  readonly to: Date;
  readonly method: InspectionMethod;
  readonly line?: string | undefined;
  readonly product?: string | undefined;
}

const within = ({ from, to, method, line, product }: InspectionScope) => sql`
  time >= ${from} and time < ${to} and method = ${method}
  ${line ? sql`and line = ${line}` : sql``} ${product ? sql`and product_id = ${product}` : sql``}`;

export interface CallCounts {
  readonly calls: number;
  /** Of them not rejected by a person. */
  readonly defects: number;
  readonly rejected: number;
  readonly verified: number;
}
const counts = sql`
  count(*)::int as calls,
  count(*) filter (where verification <> 'DefectRejected')::int as defects,
  count(*) filter (where verification = 'DefectRejected')::int as rejected,
  count(*) filter (where verification <> 'NotVerifiedYet')::int as verified`;

const atFirst = sql`exists (select from inspection i where i.id = d.inspection_id and i.is_first)`;

export interface InspectionTotals extends CallCounts {
  readonly boards: number;
  /** At the first inspections of boards. */
  readonly first: number;
  readonly firstPassed: number;
  readonly firstDefects: number;
  readonly opportunities: number;
}

export const inspectionTotals = async (db: Db, scope: InspectionScope): Promise<InspectionTotals> => {
  const [boards, calls] = await Promise.all([
    sql<{ boards: number; first: number; passed: number; opportunities: string }>`
      select count(*)::int as boards, count(*) filter (where is_first)::int as first,
        count(*) filter (where is_first and (result = 'Passed' or not exists (
          select from inspection_defect d where d.inspection_id = i.id and d.verification <> 'DefectRejected')))::int as passed,
        coalesce(sum(opportunities) filter (where is_first), 0) as opportunities
      from inspection i where ${within(scope)}`.execute(db),
    sql<CallCounts & { firstDefects: number }>`
      select ${counts}, count(*) filter (where verification <> 'DefectRejected' and ${atFirst})::int as "firstDefects"
      from inspection_defect d where ${within(scope)}`.execute(db),
  ]);
  const { boards: all, first, passed, opportunities } = boards.rows[0]!;
  return { ...calls.rows[0]!, boards: all, first, firstPassed: passed, opportunities: Number(opportunities) };
};

/** Calls by kind and line. */
export const callsByKind = async (db: Db, scope: InspectionScope) => {
  const { rows } = await sql<CallCounts & { kind: DefectKind; line: string | null }>`
    select kind, line, ${counts} from inspection_defect where ${within(scope)} group by 1, 2 order by 3 desc, 1, 2`.execute(
    db,
  );
  return rows;
};

/** Products that were looked at, those with most defects first. */
export const productsInspected = async (db: Db, { product: _all, ...scope }: InspectionScope) => {
  const { rows } = await sql<{ product_id: string; boards: number; defects: number }>`
    select i.product_id, i.boards, coalesce(d.defects, 0)::int as defects
    from (select product_id, count(*)::int as boards from inspection where ${within(scope)} group by 1) i
    left join (
      select product_id, count(*) filter (where verification <> 'DefectRejected') as defects
      from inspection_defect where ${within(scope)} group by 1
    ) d using (product_id)
    order by 3 desc, 2 desc, 1`.execute(db);
  return rows;
};

export interface InspectedPlace extends CallCounts {
  readonly designator: string;
  readonly material_id: string | null;
  readonly x: number;
  readonly y: number;
  readonly side: BoardSide;
}

/** Every place of a product's board, with what was called there; places without a call are drawn too. */
export const placesOf = async (db: Db, scope: InspectionScope & { readonly product: string }) => {
  const { rows } = await sql<InspectedPlace>`
    with board as (
      select p.designator, b.material_id, p.x, p.y, p.side
      from work_master w
      join bom_placement p on p.work_master_id = w.id
      join bom_item b using (work_master_id, segment, position)
      where w.id = (select id from work_master where product_id = ${scope.product} order by version desc limit 1)
        and p.segment = (select min(segment) from bom_placement first where first.work_master_id = w.id)
    ), called as (
      select designator, max(material_id) as material_id, avg(x) as x, avg(y) as y, max(side) as side, ${counts}
      from inspection_defect where ${within(scope)} and designator is not null group by 1
    )
    select coalesce(b.designator, c.designator) as designator, coalesce(b.material_id, c.material_id) as material_id,
      coalesce(b.x, c.x) as x, coalesce(b.y, c.y) as y, coalesce(b.side, c.side) as side,
      coalesce(c.calls, 0) as calls, coalesce(c.defects, 0) as defects, coalesce(c.rejected, 0) as rejected,
      coalesce(c.verified, 0) as verified
    from board b full join called c using (designator)
    where coalesce(b.x, c.x) is not null
    order by 1`.execute(db);
  return rows;
};

/** Boards at their first inspection and their defects by stretches of so many minutes, from the beginning of the scope. */
export const defectsOverTime = async (db: Db, scope: InspectionScope, minutes: number) => {
  const bin = sql`date_bin(make_interval(mins => ${minutes}), time, ${scope.from})`;
  const { rows } = await sql<{ from: Date; looked: number; found: number }>`
    select i.bin as from, i.looked, coalesce(d.found, 0)::int as found
    from (select ${bin} as bin, count(*)::int as looked from inspection where ${within(scope)} and is_first group by 1) i
    left join (
      select ${bin} as bin, count(*) as found from inspection_defect d
      where ${within(scope)} and ${atFirst} and verification <> 'DefectRejected' group by 1
    ) d using (bin)
    order by 1`.execute(db);
  return rows;
};

/** Calls that nobody has looked at, the latest first, and how many there are. */
export const waitingCalls = async (db: Db, limit: number, line?: string) => {
  let waiting = db.selectFrom("inspection_defect").where("verification", "=", "NotVerifiedYet");
  if (line) waiting = waiting.where("line", "=", line);
  const [rows, { count }] = await Promise.all([
    waiting.selectAll().orderBy("time", "desc").orderBy("id").limit(limit).execute(),
    waiting.select((fields) => fields.fn.countAll<string>().as("count")).executeTakeFirstOrThrow(),
  ]);
  return { rows, count: Number(count) };
};

/** What was called on a board by any machine, the latest first. */
export const defectsOfUnit = (db: Db | Tx, unitId: string): Promise<DefectRow[]> =>
  db
    .selectFrom("inspection_defect")
    .selectAll()
    .where("unit_id", "=", unitId)
    .orderBy("time", "desc")
    .orderBy("id")
    .limit(200)
    .execute();

/** Clusters that are open, the newest first; with all of them, those that are over or closed behind them. */
export const clusters = (
  db: Db | Tx,
  { all, limit }: { all: boolean; limit: number },
): Promise<ClusterRow[]> => {
  const rows = db
    .selectFrom("defect_cluster")
    .selectAll()
    .orderBy((where) => where("status", "=", "Open"), "desc")
    .orderBy("last_at", "desc")
    .limit(limit);
  return (all ? rows : rows.where("status", "=", "Open")).execute();
};

/** The product on whose boards most of a cluster's defects are. */
export const boardOfCluster = async (db: Db, cluster: ClusterRow): Promise<string | null> => {
  const row = await db
    .selectFrom("inspection_defect")
    .select(["product_id", (fields) => fields.fn.countAll<string>().as("count")])
    .where("line", "=", cluster.line)
    .where("method", "=", cluster.method)
    .where("kind", "=", cluster.kind)
    .where("designator", "in", cluster.designators)
    .where("time", ">=", cluster.first_at)
    .where("time", "<=", cluster.last_at)
    .groupBy("product_id")
    .orderBy("count", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.product_id ?? null;
};

/** @throws MillwrightError NOT_FOUND. */
export const imageById = async (db: Db, id: string) => {
  const row = await db.selectFrom("inspection_image").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "image", id });
  return row;
};
