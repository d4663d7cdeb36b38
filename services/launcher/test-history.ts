import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import type { Db } from "../mes/database.ts";
import { pastJobsOf } from "../mes/seed/inspection-history.ts";
import { storePastTests } from "../mes/seed/past-tests.ts";
import { inFolder, simulate } from "./simulated.ts";

/**
 * Gives a demonstration plant in which no unit has passed a test those that did in the month before, with what was measured of them, as
 * the simulator tells; the worker sums them up by the hour, which the start need not wait for. Gives how many there are; 0 where there are some already.
 */
export const importTestHistory = async (db: Db, seed: number): Promise<number> => {
  const passed = db.selectFrom("unit_test").select("id").where("result", "=", "Passed").limit(1);
  if (await passed.executeTakeFirst()) return 0;
  return inFolder(async (folder) => {
    const [jobs, out] = [join(folder, "jobs.json"), join(folder, "tests.json")];
    await writeFile(jobs, JSON.stringify(await pastJobsOf(db, "FT")));
    await simulate("test-history.ts", { jobs, out, seed });
    const tests = await storePastTests(db, await readFile(out, "utf8"));
    await sql`analyze unit, unit_test, unit_measurement`.execute(db);
    return tests;
  });
};
