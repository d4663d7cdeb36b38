import { sql } from "kysely";
import { pastTests } from "../../protocols/past-tests.ts";
import type { Db } from "../database.ts";

/** Tests of one statement. */
const atOnce = 1_000;

/**
 * Stores units that passed, as the simulator has written them, marked as simulated: column by column, as there are a hundred thousand
 * values. Gives how many units they are.
 */
export const storePastTests = (db: Db, written: string): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const tests = pastTests.parse(JSON.parse(written));
    for (let from = 0; from < tests.length; from += atOnce) {
      const own = tests.slice(from, from + atOnce);
      const [serials, times] = [own.map(({ serial }) => serial), own.map(({ time }) => time)];
      await sql`
        insert into unit (id, product_id, work_order_id, status, changed_at, simulated)
        select *, true from unnest(
          ${serials}::text[], ${own.map(({ product }) => product)}::text[], ${own.map(({ order }) => order)}::text[],
          ${own.map(() => "Passed")}::text[], ${times}::timestamptz[]
        )`.execute(tx);
      await sql`
        insert into unit_test (id, unit_id, station, time, result)
        select 'T-' || id, id, station, time, 'Passed' from unnest(
          ${serials}::text[], ${own.map(({ station }) => station)}::text[], ${times}::timestamptz[]
        ) as tested (id, station, time)`.execute(tx);
      const rows = own.flatMap(({ serial, readings }) =>
        readings.map((reading) => ({ ...reading, test: `T-${serial}` })),
      );
      await sql`
        insert into unit_measurement (test_id, step, value, unit, expected, lower_limit, upper_limit)
        select * from unnest(
          ${rows.map(({ test }) => test)}::text[], ${rows.map(({ step }) => step)}::text[],
          ${rows.map(({ value }) => value)}::float8[], ${rows.map(({ unit }) => unit)}::text[],
          ${rows.map(({ expected }) => expected)}::float8[], ${rows.map(({ lower }) => lower)}::float8[],
          ${rows.map(({ upper }) => upper)}::float8[]
        )`.execute(tx);
    }
    return tests.length;
  });
