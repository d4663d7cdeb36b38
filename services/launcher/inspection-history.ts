import { execFile } from "node:child_process";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sql } from "kysely";
import { dayMs } from "../core/zone.ts";
import { applyUnitsInspected } from "../mes/commands/inspection/units-inspected.ts";
import type { Db } from "../mes/database.ts";
import { demoEpoch } from "../mes/seed/time.ts";
import { envelope } from "../protocols/cfx/envelope.ts";
import { unitsInspected } from "../protocols/cfx/inspection.ts";
import { type InspectionPrograms, type PastJobs, pastMessage } from "../protocols/inspection/program.ts";
import { projectRoot } from "./run.ts";

const run = promisify(execFile);
/** Days before the demonstration that have inspections, and hours of them that nobody has looked at all calls yet. */
const days = 5;
const unseenMs = 6 * 3_600_000;
/** Messages of a transaction. */
const atOnce = 40;
const boardsOfPanel = 2;

/** What the inspection machines are programmed with, from the plant's own bills and set-ups. */
export const programsOf = async (db: Db): Promise<InspectionPrograms> => {
  const [parts, setups] = await Promise.all([
    sql<{ product: string; designator: string; material: string; category: string; x: number; y: number }>`
      select w.product_id as product, p.designator, b.material_id as material, m.category, p.x, p.y
      from work_master w
      join work_master_segment s on s.work_master_id = w.id and s.process = 'SMT'
      join bom_placement p on p.work_master_id = w.id and p.segment = s.segment
      join bom_item b on b.work_master_id = w.id and b.segment = p.segment and b.position = p.position
      join material m on m.id = b.material_id
      order by 1, p.position, 2`.execute(db),
    db
      .selectFrom("placement_setup")
      .select(["line", "product_id as product", "material_id as material", "feeder", "nozzle"])
      .execute(),
  ]);
  const boards = [...Map.groupBy(parts.rows, ({ product }) => product)].map(([product, own]) => ({
    product,
    panel: boardsOfPanel,
    parts: own.map(({ designator, material, category, x, y }) => ({ designator, material, category, x, y })),
  }));
  return { boards, setups };
};

/** Writes what the simulated inspection machines are programmed with. */
export const writePrograms = async (db: Db, file: string): Promise<void> => {
  await writeFile(file, JSON.stringify(await programsOf(db)));
};

const jobsOf = async (db: Db): Promise<PastJobs> => {
  const until = demoEpoch();
  const rows = await db
    .selectFrom("job_order as j")
    .innerJoin("work_order as o", "o.id", "j.work_order_id")
    .innerJoin("equipment as e", "e.id", "j.equipment_id")
    .selectAll("j")
    .select("o.product_id")
    .where("e.process", "=", "SMT")
    .where("j.actual_end", ">=", new Date(until.getTime() - days * dayMs))
    .where("j.actual_end", "<", until)
    .orderBy("j.actual_end")
    .execute();
  return rows.map((row) => ({
    jobOrderId: row.id,
    workOrderId: row.work_order_id,
    product: row.product_id,
    line: row.equipment_id,
    start: row.actual_start!.toISOString(),
    end: row.actual_end!.toISOString(),
    good: row.good,
    scrap: row.scrap,
  }));
};

const take = (db: Db, lines: readonly string[]): Promise<void> =>
  db.transaction().execute(async (tx) => {
    for (const line of lines) {
      const { endpoint, message } = pastMessage.parse(JSON.parse(line));
      const { UniqueID, TimeStamp, Source, MessageBody } = envelope.parse(message);
      await applyUnitsInspected(tx, {
        messageId: `${Source}/${UniqueID}`,
        machine: endpoint,
        time: new Date(TimeStamp),
        inspected: unitsInspected.parse(MessageBody),
        simulated: true,
      });
    }
  });

/**
 * Gives a demonstration plant without any inspection those of the days before, by the same messages and checks as the ones that
 * machines send: the simulator writes them. Gives how many boards were inspected; 0 where there are some already.
 */
export const importInspectionHistory = async (db: Db, seed: number): Promise<number> => {
  if (await db.selectFrom("inspection").select("id").limit(1).executeTakeFirst()) return 0;
  const folder = await mkdtemp(join(tmpdir(), "millwright-inspections-"));
  const [programs, jobs, out] = ["programs.json", "jobs.json", "messages.jsonl"].map((name) =>
    join(folder, name),
  );
  try {
    await writePrograms(db, programs!);
    await writeFile(jobs!, JSON.stringify(await jobsOf(db)));
    const until = new Date(demoEpoch().getTime() - unseenMs).toISOString();
    await run(process.execPath, [
      join(projectRoot, "simulators/inspection-history.ts"),
      ...[
        "--programs",
        programs!,
        "--jobs",
        jobs!,
        "--out",
        out!,
        "--verified-until",
        until,
        "--seed",
        String(seed),
      ],
    ]);
    const file = await open(out!);
    let lines: string[] = [];
    for await (const line of file.readLines()) {
      lines.push(line);
      if (lines.length < atOnce) continue;
      await take(db, lines);
      lines = [];
    }
    await take(db, lines);
    await sql`analyze inspection, inspection_defect`.execute(db);
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from inspection`.execute(db);
    return rows[0]!.count;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
