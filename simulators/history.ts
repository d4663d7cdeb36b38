import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { demoHistory, waitingUnits } from "./faults/demo-history.ts";
import { historyOf } from "./faults/history.ts";
import { caseRecords, catalogueRecords, type Records } from "./faults/records.ts";
import { createPlantFaults } from "./faults/unit.ts";

const usage = "Usage: node simulators/history.ts --out FOLDER [--seed N] [--count UNITS]";

const field = (value: string | number | boolean | null): string => {
  const text = value === null ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Writes the demonstration plant's repairs of the months before as CSV files that `npm run import` reads. */
const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { out: { type: "string" }, seed: { type: "string" }, count: { type: "string" } },
  });
  if (!values.out) throw new Error(usage);
  const seed = Number(values.seed ?? 1);
  const span = { ...demoHistory, count: Number(values.count ?? demoHistory.count) };
  const cases = [...historyOf(createPlantFaults(seed), seed, span)];
  const records: Records = { ...catalogueRecords(span.products), ...caseRecords(cases, waitingUnits) };
  await mkdir(values.out, { recursive: true });
  for (const [name, rows] of Object.entries(records)) {
    const columns = Object.keys(rows[0] ?? {});
    const lines = rows.map((row) => columns.map((column) => field(row[column] ?? null)).join(","));
    await writeFile(join(values.out, name), `${[columns.join(","), ...lines].join("\n")}\n`);
  }
  console.log(`${cases.length} units in ${values.out}`);
};

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
