import { sql } from "kysely";
import { minuteMs } from "../../../services/core/zone.ts";
import type { Db } from "../../../services/mes/database.ts";
import { refreshFigures } from "../../../services/mes/figures/refresh.ts";
import { discoveries } from "../statistics/association.ts";
import type { FigureFilter, Stretch } from "./query.ts";

/** A time that a line was broken down, as far as it lies in a stretch. */
export interface Stop {
  readonly line: string;
  /** When it began, be it before the stretch. */
  readonly since: Date;
  readonly from: Date;
  readonly to: Date;
  readonly minutes: number;
  /** The last one that was told; empty where none was. */
  readonly reason: string;
  readonly order: string | null;
}

/**
 * The longest stops of lines in a stretch.
 *
 * @param reason Only stops of which it was told at some time.
 * @param most All of them where null.
 */
export const longestStops = async (
  db: Db,
  { from, to }: Stretch,
  { lines, reason }: { readonly lines?: readonly string[] | undefined; readonly reason?: string | undefined },
  most: number | null = 5,
): Promise<Stop[]> => {
  await refreshFigures(db);
  const { rows } = await sql<Omit<Stop, "minutes">>`
    select line, from_time as since, greatest(from_time, ${from}) as from, least(coalesce(to_time, 'infinity'), ${to}) as to,
      reason, work_order_id as order
    from figure_stop as stop
    where from_time < ${to} and coalesce(to_time, 'infinity') > ${from}
      ${lines?.length ? sql`and line = any(${[...lines]}::text[])` : sql``}
      ${
        reason
          ? sql`and exists (
              select from figure_span as span where span.line = stop.line and span.code is not null
                and coalesce(nullif(span.reason, ''), 'unknown') = ${reason} and span.from_time >= stop.from_time and span.from_time < coalesce(stop.to_time, 'infinity'))`
          : sql``
      }
    order by least(coalesce(to_time, 'infinity'), ${to}) - greatest(from_time, ${from}) desc, from_time, line
    limit ${most}`.execute(db);
  return rows.map((row) => ({ ...row, minutes: (row.to.getTime() - row.from.getTime()) / minuteMs }));
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
