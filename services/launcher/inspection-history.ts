import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { endQuiet, lookAtLine } from "../../agents/analyst/inspection/watch.ts";
import type { Db } from "../mes/database.ts";
import { pastJobsOf, programsOf, takePastMessages } from "../mes/seed/inspection-history.ts";
import { demoEpoch } from "../mes/seed/time.ts";
import { inFolder, simulate } from "./simulated.ts";

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
  return inFolder(async (folder) => {
    const [programs, jobs, out] = [
      join(folder, "programs.json"),
      join(folder, "jobs.json"),
      join(folder, "messages.jsonl"),
    ];
    await writePrograms(db, programs);
    await writeFile(jobs, JSON.stringify(await pastJobsOf(db, "SMT")));
    const until = new Date(demoEpoch().getTime() - unseenMs).toISOString();
    await simulate("inspection-history.ts", { programs, jobs, out, "verified-until": until, seed });
    const file = await open(out);
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
  });
};
