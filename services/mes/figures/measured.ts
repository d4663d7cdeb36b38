import { type RawBuilder, sql } from "kysely";
import { every } from "../../core/every.ts";
import type { Logger } from "../../core/log.ts";
import type { Db, Tx } from "../database.ts";
import type { StretchOfTime } from "../queries/stretch.ts";

/** Hours of stations that are taken at once; whoever stores a test of one of them waits so long. */
const mostAtOnce = 200;

/** What counts of a test: it came to an end, and it was the unit's first at its station. */
export const firstTest = (test: string) => {
  const of = (column: string) => sql.ref(`${test}.${column}`);
  return sql<boolean>`${of("result")} in ('Passed', 'Failed') and not exists (
    select from unit_test earlier
    where earlier.unit_id = ${of("unit_id")} and earlier.station = ${of("station")}
      and earlier.result in ('Passed', 'Failed') and (earlier.time, earlier.id) < (${of("time")}, ${of("id")})
  )`;
};

/** Neither of them can be summed; no station that is taken sends one, but a table may hold it. */
export const isNumber = (value: string) =>
  sql<boolean>`${sql.ref(value)} not in ('NaN', 'Infinity', '-Infinity')`;

/** Takes hours that are due, the latest first; what others have in hand is left to them. */
const takeHours = async (tx: Tx, within: RawBuilder<boolean>): Promise<number> => {
  const { rows } = await sql<{ station: string; hour: Date }>`
    delete from measured_due where (station, hour) in (
      select station, hour from measured_due where ${within}
      order by hour desc, station limit ${mostAtOnce} for update skip locked
    ) returning station, hour`.execute(tx);
  if (rows.length === 0) return 0;
  const due = sql`(
    select station, hour from unnest(
      ${rows.map(({ station }) => station)}::text[], ${rows.map(({ hour }) => hour)}::timestamptz[]
    ) as taken (station, hour)
    where hour >= coalesce((select time from measured_from), '-infinity')
  )`;
  await sql`delete from measured_hour h using ${due} due where h.station = due.station and h.hour = due.hour`.execute(
    tx,
  );
  await sql`
    insert into measured_hour (
      product_id, step, station, hour, "values", mean, squares, least, greatest, ranges, range_sum, first_value, last_value,
      inside, inside_mean, inside_squares, unit, lower_limit, upper_limit
    )
    with tested as materialized (
      select t.id, t.station, due.hour, u.product_id,
        dense_rank() over (order by due.hour, t.station, u.product_id) as place,
        row_number() over (order by t.time, t.id) as nth
      from ${due} due
      join unit_test t on t.station = due.station and t.time >= due.hour and t.time < due.hour + interval '1 hour'
      join unit u on u.id = t.unit_id
      where ${firstTest("t")}
    ), measured as (
      select t.place, t.nth, m.step collate "C" as step, m.value, m.unit, m.lower_limit, m.upper_limit,
        m.value >= coalesce(m.lower_limit, '-Infinity') and m.value <= coalesce(m.upper_limit, 'Infinity') as is_inside,
        abs(m.value - lag(m.value) over (partition by t.place, m.step collate "C" order by t.nth)) as range
      from tested t join unit_measurement m on m.test_id = t.id
      where ${isNumber("m.value")}
    ), summed as (
      select place, step, count(*) as "values", avg(value) as mean, var_pop(value) * count(*) as squares,
        min(value) as least, max(value) as greatest, count(range) as ranges, coalesce(sum(range), 0) as range_sum,
        (min(array[nth, value]))[2] as first_value, (max(array[nth, value]))[2] as last_value,
        count(*) filter (where is_inside) as inside, avg(value) filter (where is_inside) as inside_mean,
        var_pop(value) filter (where is_inside) * count(*) filter (where is_inside) as inside_squares, max(unit) as unit,
        (max(array[nth, lower_limit]))[2] as lower_limit, (max(array[nth, upper_limit]))[2] as upper_limit
      from measured group by place, step
    )
    select t.product_id, s.step, t.station, t.hour, s."values", s.mean, s.squares, s.least, s.greatest, s.ranges, s.range_sum,
      s.first_value, s.last_value,
      s.inside, s.inside_mean, s.inside_squares, s.unit, s.lower_limit, s.upper_limit
    from summed s join (select distinct place, product_id, station, hour from tested) t using (place)`.execute(
    tx,
  );
  return rows.length;
};

/**
 * Brings what tests measured in a stretch up to date, hour by hour: all that is due, or what somebody is about to ask for. Gives how many
 * hours of stations there were.
 */
export const refreshMeasured = async (
  db: Db,
  { from, to }: Partial<StretchOfTime> = {},
  closed?: AbortSignal,
): Promise<number> => {
  const within = sql<boolean>`hour > ${from ?? sql`'-infinity'`}::timestamptz - interval '1 hour'
    and hour < ${to ?? sql`'infinity'`}::timestamptz`;
  let done = 0;
  while (!closed?.aborted) {
    // Whoever asks asks often, and seldom is much due.
    const { rows } = await sql`select from measured_due where ${within} limit 1`.execute(db);
    if (rows.length === 0) break;
    const count = await db.transaction().execute((tx) => takeHours(tx, within));
    if (count === 0) break;
    done += count;
  }
  return done;
};

const everyMs = 60_000;

/** Keeps what tests measured summed up until it is closed, so that nobody who asks waits for what came in meanwhile. */
export const keepMeasured = (db: Db, log: Logger): { close(): Promise<void> } =>
  every(
    everyMs,
    async (closed) => {
      await refreshMeasured(db, {}, closed);
    },
    (error) => log.warn({ error: error.message }, "measurements could not be summed up"),
  );
