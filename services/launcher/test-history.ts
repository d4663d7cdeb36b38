import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sql } from "kysely";
import type { Db } from "../mes/database.ts";
import { pastJobsOf } from "../mes/seed/inspection-history.ts";
import { storePastTests } from "../mes/seed/past-tests.ts";
import { projectRoot } from "./run.ts";

const run = promisify(execFile);

/**
 * Gives a demonstration plant in which no unit has passed a test those that did in the month before, with what was measured of them, as
 * the simulator tells; the worker sums them up by the hour, which the start need not wait for. Gives how many there are; 0 where there are some already.
 */
export const importTestHistory = async (db: Db, seed: number): Promise<number> => {
  const passed = db.selectFrom("unit_test").select("id").where("result", "=", "Passed").limit(1);
  if (await passed.executeTakeFirst()) return 0;
  const folder = await mkdtemp(join(tmpdir(), "millwright-tests-"));
  const [jobs, out] = ["jobs.json", "tests.json"].map((name) => join(folder, name)) as [string, string];
  try {
    await writeFile(jobs, JSON.stringify(await pastJobsOf(db, "FT")));
    const script = join(projectRoot, "simulators/test-history.ts");
    await run(process.execPath, [script, "--jobs", jobs, "--out", out, "--seed", String(seed)]);
    const tests = await storePastTests(db, await readFile(out, "utf8"));
    await sql`analyze unit, unit_test, unit_measurement`.execute(db);
    return tests;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
