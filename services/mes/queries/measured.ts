import { sql } from "kysely";
import { hourMs } from "../../core/zone.ts";
import type { Db, Tx } from "../database.ts";
import { firstTest, isNumber } from "../figures/measured.ts";

/** Which measurements are wanted. A stretch begins with the full hour in which it begins. */
export interface MeasuredWanted {
  readonly from: Date;
  readonly to: Date;
  readonly product?: string | undefined;
  readonly step?: string | undefined;
  readonly station?: string | undefined;
}

/** Where the last part of a stretch begins, by which a drift is told: its last quarter. */
const lateFrom = ({ from, to }: MeasuredWanted): Date =>
  new Date(from.getTime() + 0.75 * (to.getTime() - from.getTime()));

const hourOf = (time: Date): Date => new Date(Math.floor(time.getTime() / hourMs) * hourMs);

const narrowed = ({ product, step, station }: MeasuredWanted, table: string) => sql`
  ${product === undefined ? sql`` : sql`and ${sql.ref(`${table}.product_id`)} = ${product}`}
  ${step === undefined ? sql`` : sql`and ${sql.ref(`${table}.step`)} = ${step}`}
  ${station === undefined ? sql`` : sql`and ${sql.ref(`${table}.station`)} = ${station}`}`;

/** A step of a product at a station, summed over a stretch. */
export interface MeasuredRow {
  readonly product_id: string;
  readonly step: string;
  readonly station: string;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly sort: number | null;
  readonly unit: string;
  readonly lower_limit: number | null;
  readonly upper_limit: number | null;
  /** How many different limits the tests were held to. */
  readonly limits: number;
  readonly first_hour: Date;
  readonly last_hour: Date;
  readonly values: number;
  readonly mean: number;
  readonly squares: number;
  readonly least: number;
  readonly greatest: number;
  readonly ranges: number;
  readonly range_sum: number;
  readonly inside: number;
  /** Of the values within limits, before the last quarter of the stretch and in it. */
  readonly early: number;
  readonly early_mean: number | null;
  readonly early_squares: number | null;
  readonly late: number;
  readonly late_mean: number | null;
  /** Hours before the last quarter and in it, and how the means of those before vary. */
  readonly early_hours: number;
  readonly late_hours: number;
  readonly hours_variance: number | null;
}

/** What was measured, by product, step and station. The hours are up to date (`refreshMeasured`). */
export const measuredBy = async (db: Db | Tx, wanted: MeasuredWanted): Promise<MeasuredRow[]> => {
  // Sums of squares are about a value near all of them: great levels take nothing off small spreads.
  const { rows } = await sql<MeasuredRow>`
    with own as (
      select h.*, h.hour >= ${lateFrom(wanted)} as is_late,
        abs(h.first_value - lag(h.last_value) over (partition by h.product_id, h.step, h.station order by h.hour)) as step_in,
        first_value(h.mean) over (partition by h.product_id, h.step, h.station order by h.hour) as about
      from measured_hour h
      where h.hour >= ${hourOf(wanted.from)} and h.hour < ${wanted.to} ${narrowed(wanted, "h")}
    ), summed as (
      select product_id, step, station, min(about) as about, min(hour) as first_hour, max(hour) as last_hour,
        sum("values")::int as "values", sum("values" * (mean - about)) / sum("values") as off,
        sum(squares + "values" * (mean - about) ^ 2) as squares, min(least) as least, max(greatest) as greatest,
        (sum(ranges) + count(step_in))::int as ranges, sum(range_sum) + coalesce(sum(step_in), 0) as range_sum, sum(inside)::int as inside,
        coalesce(sum(inside) filter (where not is_late), 0)::int as early,
        sum(inside * (inside_mean - about)) filter (where not is_late) as early_sum,
        sum(inside_squares + inside * (inside_mean - about) ^ 2) filter (where not is_late) as early_squares,
        coalesce(sum(inside) filter (where is_late), 0)::int as late,
        sum(inside * (inside_mean - about)) filter (where is_late) as late_sum,
        count(inside_mean) filter (where not is_late)::int as early_hours,
        count(inside_mean) filter (where is_late)::int as late_hours,
        var_samp(inside_mean) filter (where not is_late) as hours_variance,
        count(distinct (lower_limit, upper_limit))::int as limits,
        (max(array[extract(epoch from hour)::double precision, lower_limit]))[2] as lower_limit,
        (max(array[extract(epoch from hour)::double precision, upper_limit]))[2] as upper_limit,
        max(unit) as unit
      from own group by 1, 2, 3
    )
    select s.product_id, s.step, s.station, t.name_zh, t.name_en, t.sort,
      case when coalesce(t.unit, '') = '' then s.unit else t.unit end as unit,
      s.lower_limit, s.upper_limit, s.limits, s.first_hour, s.last_hour, s."values", s.about + s.off as mean,
      greatest(0, s.squares - s."values" * s.off ^ 2) as squares, s.least, s.greatest, s.ranges, s.range_sum, s.inside,
      s.early, s.about + s.early_sum / nullif(s.early, 0) as early_mean,
      greatest(0, s.early_squares - s.early_sum ^ 2 / nullif(s.early, 0)) as early_squares,
      s.late, s.about + s.late_sum / nullif(s.late, 0) as late_mean, s.early_hours, s.late_hours, s.hours_variance
    from summed s
    left join product_family f on f.product_id = s.product_id
    left join test_step t on t.family = f.family and t.step = s.step
    order by s.product_id, t.sort, s.step, s.station`.execute(db);
  return rows;
};

/** Whether a step of a product was ever measured, at a tester or at any. */
export const isMeasured = async (
  db: Db | Tx,
  {
    product,
    step,
    station,
  }: { readonly product: string; readonly step: string; readonly station: string | null },
): Promise<boolean> =>
  (await db
    .selectFrom("measured_hour")
    .select("hour")
    .where("product_id", "=", product)
    .where("step", "=", step)
    .$if(station !== null, (at) => at.where("station", "=", station!))
    .limit(1)
    .executeTakeFirst()) !== undefined;

export interface MeasuredValue {
  readonly time: Date;
  readonly unit_id: string;
  readonly test_id: string;
  readonly station: string;
  readonly value: number;
}

/** The latest values of a step of a product, in their order. Only hours that have some of it are looked into. */
export const measuredValues = async (
  db: Db | Tx,
  wanted: MeasuredWanted & { readonly product: string; readonly step: string },
  most: number,
): Promise<MeasuredValue[]> => {
  const { rows } = await sql<MeasuredValue>`
    select t.time, t.unit_id, t.id as test_id, t.station, m.value
    from measured_hour h
    join unit_test t on t.station = h.station and t.time >= h.hour and t.time < h.hour + interval '1 hour'
    join unit u on u.id = t.unit_id and u.product_id = h.product_id
    join unit_measurement m on m.test_id = t.id and m.step = h.step
    where h.hour >= ${hourOf(wanted.from)} and h.hour < ${wanted.to} ${narrowed(wanted, "h")}
      and ${firstTest("t")} and ${isNumber("m.value")}
    order by t.time desc, t.id desc limit ${most}`.execute(db);
  return rows.reverse();
};
