import { sql } from "kysely";
import { hourMs } from "../../core/zone.ts";
import { type RemoveBatch, type Removed, rowsOf } from "./removal.ts";

/** Hours of tests of one batch. */
const hours = 24;

/**
 * Removes what passed tests measured long ago, the oldest day first. What was summed of it by the hour stays, so that capability is told of
 * any stretch; tests stay, and what failed ones measured, from which repairs are learnt.
 */
export const removeMeasurements: RemoveBatch = async (tx, before): Promise<Removed> => {
  const { rows } = await sql<{ from: Date | null }>`
    select date_trunc('hour', min(time), 'UTC') as from from unit_test
    where result = 'Passed' and time >= coalesce((select time from measured_from), '-infinity')`.execute(tx);
  const from = rows[0]?.from;
  const last = new Date(Math.floor(before.getTime() / hourMs) * hourMs);
  if (!from || from >= last) return {};
  const to = new Date(Math.min(from.getTime() + hours * hourMs, last.getTime()));
  // An hour that is not summed up yet is waited for.
  const { rows: due } = await sql`select from measured_due where hour < ${to} limit 1`.execute(tx);
  if (due.length > 0) return {};
  await sql`
    insert into measured_from (time) values (${to})
    on conflict (sole) do update set time = excluded.time`.execute(tx);
  const removed = await rowsOf(
    tx,
    sql`delete from unit_measurement m using unit_test t
      where t.id = m.test_id and t.result = 'Passed' and t.time >= ${from} and t.time < ${to}`,
  );
  return removed > 0 ? { unit_measurement: removed } : {};
};
