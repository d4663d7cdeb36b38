import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkInstruction } from "../../agents/process/instruction/check.ts";
import { compose } from "../../agents/process/instruction/compose.ts";
import type { Instruction } from "../../agents/process/instruction/model.ts";
import { noDocuments } from "../../agents/process/instruction/passages.ts";
import { instructionPage, type TitleBlock } from "../../agents/process/instruction/render/html.ts";
import { freePort } from "../../services/launcher/ports.ts";
import { startPostgres } from "../../services/launcher/postgres.ts";
import { type Db, openDatabase } from "../../services/mes/database.ts";
import { migrate } from "../../services/mes/migrate.ts";
import { segmentMaster } from "../../services/mes/queries/segment-master.ts";
import { createRandom } from "../../services/mes/seed/random.ts";
import { seedDemoPlant } from "../../services/mes/seed/seed.ts";
import { mutations } from "./documents/mutations.ts";
import { writePlants } from "./documents/plants.ts";
import { found, requiredOf } from "./documents/required.ts";
import { median } from "./statistics.ts";

/**
 * Work instructions of every segment of the demonstration plant and of random plants: how much of what the data store holds stands on
 * the printed page, which faults the check finds, and how long a document takes. `--plants N` (40), `--mutations N` (3) of each kind a
 * document, `--json FILE`.
 */
const { values } = parseArgs({
  options: {
    plants: { type: "string", default: "40" },
    mutations: { type: "string", default: "3" },
    json: { type: "string" },
  },
});

interface Segment {
  readonly workMasterId: string;
  readonly segment: number;
}

const block: TitleBlock = {
  documentId: "WI",
  version: 1,
  status: { zh: "草稿", en: "Draft" },
  title: { zh: "作业指导书", en: "Work instruction" },
  effective: "",
  writtenBy: "",
  approvedBy: "",
  history: [],
  stale: [],
};

const percent = (part: number, all: number) => `${((100 * part) / Math.max(1, all)).toFixed(2)} %`;

const measure = async (db: Db, segments: readonly Segment[]) => {
  const total = { documents: 0, required: 0, right: 0, refused: 0 };
  const [times, checks]: [number[], number[]] = [[], []];
  const written: { of: Segment; instruction: Instruction }[] = [];
  const missing: string[] = [];
  for (const of of segments) {
    const started = performance.now();
    const instruction = compose(await segmentMaster(db, of.workMasterId, of.segment));
    const page = instructionPage(instruction, block, "zh");
    const composed = performance.now();
    const problems = await checkInstruction(db, { ...of, equipmentId: null }, instruction, noDocuments);
    times.push(composed - started);
    checks.push(performance.now() - composed);
    const required = await requiredOf(db, of.workMasterId, of.segment);
    const { right, missing: lost } = found(page, required);
    total.documents += 1;
    total.required += required.length;
    total.right += right;
    total.refused += problems.length > 0 ? 1 : 0;
    for (const problem of problems.slice(0, 1))
      missing.push(`${of.workMasterId}/${of.segment}: ${problem.message.en}`);
    for (const row of lost) missing.push(`${of.workMasterId}/${of.segment}: ${row.join(" | ")}`);
    written.push({ of, instruction });
  }
  return {
    ...total,
    composeMs: median(times),
    checkMs: median(checks),
    slowestMs: Math.max(...times),
    written,
    missing,
  };
};

const spoil = async (db: Db, written: Awaited<ReturnType<typeof measure>>["written"], each: number) => {
  const rows: Record<string, { made: number; found: number }> = {};
  for (const [kind, change] of Object.entries(mutations)) {
    const row = { made: 0, found: 0 };
    for (const [index, { of, instruction }] of written.entries())
      for (let time = 0; time < each; time += 1) {
        const spoilt = change(instruction, createRandom(index * 131 + time));
        if (!spoilt) continue;
        row.made += 1;
        const problems = await checkInstruction(db, { ...of, equipmentId: null }, spoilt, noDocuments);
        if (problems.length > 0) row.found += 1;
      }
    rows[kind] = row;
  }
  return rows;
};

const folder = await mkdtemp(join(tmpdir(), "millwright-documents-"));
// PostgreSQL may run under another account, which has to enter this folder.
await chmod(folder, 0o755);
const postgres = await startPostgres({
  dataDir: join(folder, "pg"),
  port: await freePort(),
  throwAway: true,
});
const { db, pool, close } = openDatabase(postgres.url, { max: 6 });
try {
  await migrate(pool);
  await seedDemoPlant(db, 1);
  const demo = (
    await db
      .selectFrom("work_master_segment")
      .select(["work_master_id", "segment"])
      .orderBy("work_master_id")
      .orderBy("segment")
      .execute()
  ).map(({ work_master_id: workMasterId, segment }) => ({ workMasterId, segment }));
  const plants = await writePlants(
    db,
    Array.from({ length: Number(values.plants) }, (_, seed) => seed + 1),
  );
  const results = {
    "demonstration plant": await measure(db, demo),
    [`${values.plants} random plants`]: await measure(db, plants),
  };
  console.log(
    "| | documents | facts required | on the page | refused by the check | write, median | slowest | check, median |",
  );
  console.log("|---|--:|--:|--:|--:|--:|--:|--:|");
  for (const [name, row] of Object.entries(results))
    console.log(
      `| ${name} | ${row.documents} | ${row.required} | ${percent(row.right, row.required)} | ${row.refused} | ${row.composeMs.toFixed(1)} ms | ${row.slowestMs.toFixed(0)} ms | ${row.checkMs.toFixed(1)} ms |`,
    );
  for (const [name, { missing }] of Object.entries(results))
    for (const line of missing.slice(0, 10)) console.log(`${name}: ${line}`);
  const sample = Object.values(results).flatMap(({ written }) =>
    written.filter((_, index) => index % 8 === 0),
  );
  const spoilt = await spoil(db, sample, Number(values.mutations));
  console.log(`\nFaults put into ${sample.length} documents:\n\n| fault | made | found |\n|---|--:|--:|`);
  for (const [kind, { made, found: seen }] of Object.entries(spoilt))
    console.log(`| ${kind} | ${made} | ${seen} |`);
  if (values.json) {
    const rows = Object.fromEntries(
      Object.entries(results).map(([name, { written: _written, ...row }]) => [name, row]),
    );
    await writeFile(
      values.json,
      `${JSON.stringify({ node: process.version, results: rows, faults: spoilt }, null, 2)}\n`,
    );
  }
} finally {
  await close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
