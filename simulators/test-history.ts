import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { pastJobs } from "../services/protocols/inspection/program.ts";
import { passedRecords } from "./faults/passed-records.ts";
import { createPlantFaults } from "./faults/unit.ts";

const usage = "Usage: node simulators/test-history.ts --jobs FILE --out FILE [--seed N]";

/** Writes the units that passed their test in past jobs of test lines, with what was measured, as JSON. */
const main = async (): Promise<void> => {
  const option = { type: "string" } as const;
  const { values } = parseArgs({ options: { jobs: option, out: option, seed: option } });
  if (!values.jobs || !values.out) throw new Error(usage);
  const jobs = pastJobs.parse(JSON.parse(await readFile(values.jobs, "utf8")));
  const passed = passedRecords(createPlantFaults(Number(values.seed ?? 1)), jobs);
  await writeFile(values.out, JSON.stringify(passed));
};

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
