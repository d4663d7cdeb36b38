import { sql } from "kysely";
import type { Db } from "../../../services/mes/database.ts";
import { familyOf } from "../../runtime/spoken/reading.ts";
import { discoveries } from "../statistics/association.ts";
import { scrapAmong } from "../statistics/jobs.ts";
import type { FigureFilter, Stretch } from "./query.ts";

/** A lot whose jobs have more scrap than other jobs of the same product. */
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

interface Job {
  readonly id: string;
  readonly work_order_id: string;
  readonly product_id: string;
  readonly segment: number;
  readonly pieces: number;
  readonly scrap: number;
}

interface Issued {
  readonly work_order_id: string;
  readonly segment: number;
  readonly lot_id: string;
  readonly material_id: string;
  /** Of all that was issued for its place in the bill, 0 to 1. */
  readonly share: number;
}

const [leastPieces, leastOrders] = [200, 2];

const stepOf = ({ work_order_id, segment }: Pick<Job, "work_order_id" | "segment">): string =>
  `${work_order_id}/${segment}`;

/** The jobs of a stretch with what they made, and the lots that were issued for them. */
const jobsAndLots = async (db: Db, { from, to }: Stretch, { lines, product, family }: FigureFilter) => {
  const { rows } = await sql<Job>`
    select m.job_id as id, m.work_order_id, m.product_id, f.segment,
      sum(m.good + m.scrap)::int as pieces, sum(m.scrap)::int as scrap
    from figure_made m join figure_job f on f.id = m.job_id
    where m.time >= ${from} and m.time < ${to}
      ${lines?.length ? sql`and m.line = any(${[...lines]}::text[])` : sql``}
      ${product ? sql`and m.product_id = ${product}` : sql``}
    group by 1, 2, 3, 4 having sum(m.good + m.scrap) > 0 order by 1`.execute(db);
  const jobs = rows.filter((job) => !family || familyOf(job.product_id) === family);
  const issued = await sql<Issued>`
    select r.work_order_id, r.segment, l.lot_id, min(l.material_id) as material_id,
      sum(l.quantity)::double precision
        / sum(sum(l.quantity)) over (partition by r.work_order_id, r.segment, coalesce(l.substitutes, l.material_id)) as share
    from material_requisition r join requisition_line l on l.requisition_id = r.id
    where r.work_order_id = any(${[...new Set(jobs.map((job) => job.work_order_id))]}::text[])
      and r.issued_at is not null
    group by r.work_order_id, r.segment, l.lot_id, coalesce(l.substitutes, l.material_id)
    order by l.lot_id`.execute(db);
  return { jobs, issued: issued.rows };
};

/**
 * Lots that go with scrap: of the jobs of a stretch, those that used a lot beside those of the same product and step that did
 * not, job by job (at least 200 pieces and two orders, and of all lots looked at those that Benjamini and Hochberg let stand at 1 %).
 * Of a job with several lots of one material each has the pieces that its quantity is enough for. It is an association: what else those
 * jobs have in common is not ruled out.
 */
export const suspectLots = async (db: Db, stretch: Stretch, filter: FigureFilter): Promise<SuspectLot[]> => {
  const { jobs, issued } = await jobsAndLots(db, stretch, filter);
  const issuedFor = Map.groupBy(issued, stepOf);
  const alike = Map.groupBy(jobs, ({ product_id, segment }) => `${product_id}/${segment}`);
  const looked = [...alike.values()].flatMap((own): (SuspectLot | undefined)[] => {
    const among = scrapAmong(own);
    const allPieces = own.reduce((sum, { pieces }) => sum + pieces, 0);
    const lots = Map.groupBy(
      own.flatMap((job, index) => (issuedFor.get(stepOf(job)) ?? []).map((one) => ({ ...one, job, index }))),
      ({ lot_id }) => lot_id,
    );
    // Lots that were issued for the same jobs in the same shares go with the same scrap.
    const chances = new Map<string, number>();
    return [...lots].flatMap(([lot, uses]): (SuspectLot | undefined)[] => {
      // A lot that was issued for two places of a bill counts as one of them.
      const suspected = [...new Map(uses.map(({ index, share }) => [index, { index, share }])).values()];
      const told = among.toldOf(suspected);
      const orders = new Set(uses.map(({ job }) => job.work_order_id)).size;
      const without = allPieces - told.pieces;
      if (told.pieces < leastPieces || without < leastPieces || orders < leastOrders) return [];
      // With no more scrap than the others it is no suspect, and yet one of those that were looked at.
      if (told.rate <= told.otherRate) return [undefined];
      const key = suspected.map(({ index, share }) => `${index} ${share}`).join();
      const chance = chances.get(key) ?? among.chanceOf(suspected, told);
      chances.set(key, chance);
      const [{ material_id: material, job }] = uses as [(typeof uses)[number]];
      const { pieces, scrap, rate, otherRate } = told;
      return [
        {
          ...{ lot, material, product: job.product_id, orders, rate, otherRate, chance },
          ...{ pieces: Math.round(pieces), scrap: Math.round(scrap) },
        },
      ];
    });
  });
  const held = discoveries(
    looked.map((one) => one?.chance ?? 1),
    0.01,
  );
  return looked
    .filter((one, index): one is SuspectLot => one !== undefined && held[index]!)
    .sort((a, b) => a.chance - b.chance || (a.lot < b.lot ? -1 : 1));
};
