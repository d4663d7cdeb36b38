import { execFile } from "node:child_process";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sql } from "kysely";
import { endQuiet, lookAtLine } from "../../agents/analyst/inspection/watch.ts";
import type { Db } from "../mes/database.ts";
import { pastJobsOf, programsOf, takePastMessages } from "../mes/seed/inspection-history.ts";
import { demoEpoch } from "../mes/seed/time.ts";
import { projectRoot } from "./run.ts";

const run = promisify(execFile);
const hourMs = 3_600_000;
/** Hours before the demonstration of which nobody has looked at all calls yet. */
const unseenMs = 6 * hourMs;
/** Messages of a transaction. */
const atOnce = 40;
/** Before the demonstration begins, clusters are looked for at these hours. */
const looksBefore = [24, 12, 0];

/** Writes what the simulated inspection machines are programmed with. */
export const writePrograms = async (db: Db, file: string): Promise<void> => {
  await writeFile(file, JSON.stringify(await programsOf(db)));
};

const lookForClusters = async (db: Db): Promise<void> => {
  const places = await db
    .selectFrom("inspection_defect")
    .select(["line", "method"])
    .distinct()
    .where("line", "is not", null)
    .where("method", "in", ["AOI", "SPI"])
    .execute();
  for (const hours of looksBefore) {
    const now = new Date(demoEpoch().getTime() - hours * hourMs);
    for (const { line, method } of places) await lookAtLine(db, line!, method, now);
    await endQuiet(db, now);
  }
};

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
    await writeFile(jobs!, JSON.stringify(await pastJobsOf(db, "SMT")));
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
      await takePastMessages(db, lines);
      lines = [];
    }
    await takePastMessages(db, lines);
    await sql`analyze inspection, inspection_defect`.execute(db);
    await lookForClusters(db);
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from inspection`.execute(db);
    return rows[0]!.count;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
