import { generateKeyPairSync } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { freePort } from "../../../services/launcher/ports.ts";
import { startPostgres } from "../../../services/launcher/postgres.ts";
import { sealAudit, verifyAudit } from "../../../services/mes/audit/chain.ts";
import { toldEntries } from "../../../services/mes/audit/told.ts";
import { type TrailFilter, type TrailPosition, trailPage } from "../../../services/mes/audit/trail.ts";
import { type Db, openDatabase } from "../../../services/mes/database.ts";
import { migrate } from "../../../services/mes/migrate.ts";
import { atMost, type Row } from "../report.ts";
import { percentile } from "../statistics.ts";

/** Events of two years: of ten one is an act of a person; one of fifty people does half of them, one did two in all. */
const fill = (db: Db, rows: number) =>
  sql`insert into event (id, type, time, source, objects, attributes)
    select 'e' || i,
      case when i % 10 > 0 then 'equipment.state' when i % 1000 = 0 then 'content.refused' when i = 770 then 'cell.described'
        when i % 20 = 0 then 'approval.approved' else 'job.released' end,
      timestamptz '2024-11-20' + i * interval '63 seconds', 'bench',
      case when i % 10 > 0 then jsonb_build_array(jsonb_build_object('id', 'SMT-' || i % 6, 'type', 'equipment', 'qualifier', 'line'))
        else jsonb_build_array(jsonb_build_object('id', 'WO-' || (i / 10) % 20000, 'type', 'work_order', 'qualifier', 'order'),
          jsonb_build_object('id', 'SMT-' || i % 6, 'type', 'equipment', 'qualifier', 'line'),
          jsonb_build_object('id', case when i in (770, 880) then 'rare' when i % 40 = 0 then 'often' else 'p' || (i / 10) % 50 end,
            'type', 'person', 'qualifier', 'approver')) end,
      jsonb_build_object('quantity', i % 500, 'reason', 'as planned')
    from generate_series(1, ${rows}) i`.execute(db);

const month = { from: new Date("2025-03-01T00:00:00Z"), to: new Date("2025-04-01T00:00:00Z") };
const asked: readonly (readonly [string, TrailFilter])[] = [
  ["all acts", {}],
  ["who does half of them", { person: "often" }],
  ["who did two", { person: "rare" }],
  ["who did none", { person: "nobody" }],
  ["one order", { subject: "WO-77" }],
  ["one line, of very many acts", { subject: "SMT-2" }],
  ["a kind", { kind: "approvals" }],
  ["a kind of one act", { kind: "cells" }],
  ["a month", month],
  ["a month, a person and a kind", { ...month, person: "often", kind: "approvals" }],
];
const pageRows = 51;
const times = 40;

/** How long a page of the audit takes among so many events, and how long the whole chain takes to seal and to check. */
export const measureAudit = async (rows: number): Promise<Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), "millwright-audit-"));
  await chmod(folder, 0o711);
  const postgres = await startPostgres({
    dataDir: join(folder, "pg"),
    port: await freePort(),
    throwAway: true,
  });
  const { db, pool, close } = openDatabase(postgres.url, { max: 4 });
  try {
    await migrate(pool);
    await fill(db, rows);
    await sql`vacuum analyze event`.execute(db);
    const found: Row[] = [];
    const page = async (filter: TrailFilter, after?: TrailPosition) => {
      const started = performance.now();
      const entries = await toldEntries(db, await trailPage(db, filter, pageRows, after));
      return { ms: performance.now() - started, entries };
    };
    for (const [name, filter] of asked) {
      await page(filter);
      const taken: number[] = [];
      for (let time = 0; time < times; time += 1) taken.push((await page(filter)).ms);
      found.push(atMost(`audit, ${name}: 95th percentile of a page, ms`, percentile(taken, 0.95), 150));
    }
    let after: TrailPosition | undefined;
    const deep: number[] = [];
    for (let time = 0; time < 200; time += 1) {
      const { ms, entries } = await page({}, after);
      const last = entries.at(-1);
      if (!last) break;
      after = { micros: last.micros, seq: last.seq };
      deep.push(ms);
    }
    found.push(atMost("audit, page 150 to 200: 95th percentile, ms", percentile(deep.slice(150), 0.95), 150));
    const { privateKey } = generateKeyPairSync("ed25519");
    let started = performance.now();
    await sealAudit(db, privateKey);
    found.push({
      measure: "events sealed a second",
      value: (rows / (performance.now() - started)) * 1_000,
      target: "-",
    });
    started = performance.now();
    const { broken } = await verifyAudit(db, privateKey);
    if (broken) throw new Error(`the chain is broken: ${JSON.stringify(broken)}`);
    found.push({
      measure: "events checked a second",
      value: (rows / (performance.now() - started)) * 1_000,
      target: "-",
    });
    return found;
  } finally {
    await close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
};
