import { sql } from "kysely";
import type { Db } from "../../../services/mes/database.ts";
import { discoveries } from "../statistics/association.ts";
import type { FigureFilter, Stretch } from "./query.ts";

/** A time that a line stood still. */
export interface Stop {
  readonly line: string;
  readonly from: Date;
  readonly minutes: number;
  readonly reason: string;
  readonly order: string | null;
}

/** The longest stops of lines in a stretch. */
export const longestStops = async (
  db: Db,
  { from, to }: Stretch,
  { lines, reason }: { readonly lines?: readonly string[] | undefined; readonly reason?: string | undefined },
  most = 5,
): Promise<Stop[]> => {
  const { rows } = await sql<{
    line: string;
    from_time: Date;
    minutes: number;
    reason: string;
    work_order_id: string | null;
  }>`
    select line, from_time, reason, work_order_id,
      extract(epoch from least(coalesce(to_time, ${to}), ${to}) - greatest(from_time, ${from}))::double precision / 60 as minutes
    from figure_span
    where code = 5300 and from_time < ${to} and coalesce(to_time, 'infinity') > ${from}
      ${lines?.length ? sql`and line = any(${[...lines]}::text[])` : sql``}
      ${reason ? sql`and reason = ${reason}` : sql``}
    order by minutes desc, from_time limit ${most}`.execute(db);
  return rows.map(({ line, from_time, minutes, reason: told, work_order_id }) => ({
    line,
    from: from_time,
    minutes,
    reason: told,
    order: work_order_id,
  }));
};

/** A lot whose orders have more scrap than other orders of the same product. */
export interface SuspectLot {
  readonly lot: string;
  readonly material: string;
  readonly product: string;
  readonly orders: number;
  readonly pieces: number;
  readonly scrap: number;
  /** Shares of scrap with the lot and without it. */
  readonly rate: number;
  readonly otherRate: number;
  /** Chance of so great a difference where the lot has nothing to do with it. */
  readonly chance: number;
}

const [leastPieces, leastOrders] = [200, 2];

/** Upper tail of chi-square with one degree of freedom. */
const chiTail = (value: number): number => {
  const z = Math.sqrt(value);
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 2 * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
};

/**
 * Lots that go with scrap: of the jobs of a stretch, those that used a lot beside those of the same product and step that did
 * not (chi-square of the two shares, at least 200 pieces and two orders, and of all lots looked at those that Benjamini and
 * Hochberg let stand at 1 %). It is an association: what else those jobs have in common is not ruled out.
 */
export const suspectLots = async (
  db: Db,
  { from, to }: Stretch,
  { lines, product, family }: FigureFilter,
): Promise<SuspectLot[]> => {
  const { rows } = await sql<{
    lot: string;
    material: string;
    product: string;
    orders: string;
    good: string;
    scrap: string;
    all_good: string;
    all_scrap: string;
  }>`
    with job as (
      select m.job_id, m.work_order_id, m.product_id, f.segment, sum(m.good) as good, sum(m.scrap) as scrap
      from figure_made m join figure_job f on f.id = m.job_id
      where m.time >= ${from} and m.time < ${to}
        ${lines?.length ? sql`and m.line = any(${[...lines]}::text[])` : sql``}
        ${product ? sql`and m.product_id = ${product}` : sql``}
        ${family ? sql`and m.product_id like ${`${family}%`}` : sql``}
      group by 1, 2, 3, 4
    ), every as (
      select product_id, segment, sum(good) as good, sum(scrap) as scrap from job group by 1, 2
    ), used as (
      select distinct job.job_id, job.work_order_id, job.product_id, job.segment, job.good, job.scrap,
        l.lot_id, l.material_id
      from job join material_requisition r on r.work_order_id = job.work_order_id and r.segment = job.segment
      join requisition_line l on l.requisition_id = r.id
    )
    select used.lot_id as lot, min(used.material_id) as material, used.product_id as product,
      count(distinct used.work_order_id) as orders, sum(used.good) as good, sum(used.scrap) as scrap,
      min(every.good) as all_good, min(every.scrap) as all_scrap
    from used join every on every.product_id = used.product_id and every.segment = used.segment
    group by used.lot_id, used.product_id, used.segment`.execute(db);
  const looked = rows.flatMap((row) => {
    const [good, scrap] = [Number(row.good), Number(row.scrap)];
    const [otherGood, otherScrap] = [Number(row.all_good) - good, Number(row.all_scrap) - scrap];
    const [own, other] = [good + scrap, otherGood + otherScrap];
    if (own < leastPieces || other < leastPieces || Number(row.orders) < leastOrders) return [];
    const all = own + other;
    const share = (scrap + otherScrap) / all;
    if (share === 0 || share === 1) return [];
    // With Yates's correction, as scrap is rare.
    const gap = Math.max(0, Math.abs(scrap - own * share) - 0.5);
    const chi = (gap * gap) / (share * (1 - share)) / ((own * other) / all);
    return [
      {
        lot: row.lot,
        material: row.material,
        product: row.product,
        orders: Number(row.orders),
        pieces: own,
        scrap,
        rate: scrap / own,
        otherRate: otherScrap / other,
        chance: chiTail(chi),
      },
    ];
  });
  const held = discoveries(
    looked.map(({ chance }) => chance),
    0.01,
  );
  return looked
    .filter(({ rate, otherRate }, index) => held[index] && rate > otherRate)
    .sort((a, b) => a.chance - b.chance);
};
