import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { chartedOf } from "../../agents/analyst/capability/charted.ts";
import { studyOf } from "../../agents/analyst/capability/study.ts";
import { dayMs } from "../../services/core/zone.ts";
import { freePort } from "../../services/launcher/ports.ts";
import { startPostgres } from "../../services/launcher/postgres.ts";
import { type Db, openDatabase } from "../../services/mes/database.ts";
import { refreshMeasured } from "../../services/mes/figures/measured.ts";
import { migrate } from "../../services/mes/migrate.ts";
import { seedDemoPlant } from "../../services/mes/seed/seed.ts";
import { median } from "./statistics.ts";
import { printTable } from "./table.ts";

/**
 * Capability and control charts on a busy plant: four testers, a unit a minute each, round the clock, eighteen steps a test.
 *
 *   node test/bench/capability.ts              # 28 days of it, 2.9 million values; --days for more of them
 */
const { values } = parseArgs({ options: { days: { type: "string", default: "28" } } });
const days = Number(values.days);
const until = new Date("2026-11-02T00:00:00Z");
const [stations, steps] = [4, 18];

/** The same values every time: PostgreSQL's own numbers by a seed, four of them summed to be nearly normal. */
const fill = async (db: Db): Promise<void> => {
  const tests = days * 24 * 60;
  await db.connection().execute(async (one) => {
    await sql`select setseed(0.5)`.execute(one);
    await sql`
      with products as (select array_agg(product_id order by product_id) as ids from work_master)
      insert into unit (id, product_id, status, changed_at)
      select 'B-' || s || '-' || n, ids[1 + ((n / 120 + s * 7) % cardinality(ids))], 'Passed', ${until}
      from generate_series(1, ${stations}::int) s, generate_series(1, ${tests}::int) n, products`.execute(
      one,
    );
    await sql`
      insert into unit_test (id, unit_id, station, time, result)
      select md5(s || '/' || n), 'B-' || s || '-' || n, 'FT-' || s,
        ${until}::timestamptz - make_interval(mins => ${tests}::int - n, secs => s), 'Passed'
      from generate_series(1, ${stations}::int) s, generate_series(1, ${tests}::int) n`.execute(one);
    await sql`
      insert into unit_measurement (test_id, step, value, unit, expected, lower_limit, upper_limit)
      select md5(s || '/' || n), 'STEP_' || step, 10 + random() + random() + random() + random(), 'V', 12, 9, 15
      from generate_series(1, ${stations}::int) s, generate_series(1, ${tests}::int) n,
        generate_series(1, ${steps}::int) step`.execute(one);
  });
  await sql`vacuum analyze unit, unit_test, unit_measurement, measured_due`.execute(db);
};

const milliseconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const folder = await mkdtemp(join(tmpdir(), "millwright-capability-"));
// PostgreSQL may run under another account, which has to enter this folder.
await chmod(folder, 0o755);
const postgres = await startPostgres({
  dataDir: join(folder, "pg"),
  port: await freePort(),
  throwAway: true,
});
const { db, pool, close } = openDatabase(postgres.url, { max: 2 });
try {
  await migrate(pool);
  await seedDemoPlant(db, 1);
  await fill(db);
  const summing = await milliseconds(() => refreshMeasured(db));
  await sql`vacuum analyze measured_hour`.execute(db);
  const stretch = { from: new Date(until.getTime() - 28 * dayMs), to: until };
  const { product_id: product } = await db
    .selectFrom("measured_hour")
    .select("product_id")
    .orderBy("product_id")
    .limit(1)
    .executeTakeFirstOrThrow();
  const one = { ...stretch, product, step: "STEP_3" };
  const asked = async (work: () => Promise<unknown>): Promise<string> => {
    const times: number[] = [];
    for (let run = 0; run < 5; run += 1) times.push(await milliseconds(work));
    return `${Math.round(median(times))} ms`;
  };
  printTable(
    ["what", "median of 5"],
    [
      ["all steps of all products, at each tester, with drifts", await asked(() => studyOf(db, stretch))],
      ["one product", await asked(() => studyOf(db, { ...stretch, product }))],
      ["one step with its histogram and control chart", await asked(() => chartedOf(db, one))],
      ["summing up all of it once", `${(summing / 1_000).toFixed(1)} s`],
    ],
  );
} finally {
  await close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
