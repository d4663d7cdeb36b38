import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importFolder } from "../../services/mes/import/import.ts";
import { kitOf } from "../../services/mes/queries/kit.ts";
import { orderById } from "../../services/mes/queries/orders.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

const example = join(import.meta.dirname, "../../services/mes/import/example");
let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

/** The example with some files changed. */
const changed = async (changes: Readonly<Record<string, (text: string) => string>>) => {
  const folder = await mkdtemp(join(tmpdir(), "millwright-import-"));
  await cp(example, folder, { recursive: true });
  for (const [name, change] of Object.entries(changes))
    await writeFile(join(folder, name), change(await readFile(join(folder, name), "utf8").catch(() => "")));
  return folder;
};
const orders = async () =>
  (await plant.db.selectFrom("work_order").select("id").where("id", "like", "WO-9%").execute()).length;

test("bad rows are named one by one, and nothing is written", async () => {
  const folder = await changed({
    "lots.csv": (text) =>
      `${text}LOT-9006,PCB-901,many,Released,A-01,\nLOT-9007,NOT-THERE,5,Released,A-01,\nLOT-9001,PCB-901,1,Released,A-01,\n`,
    "materials.csv": (text) => `${text}SUB-1,子板,Sub board,finished,pcs,Product\n`,
    "work_masters.csv": (text) => `${text}WM-SUB-1,SUB-1,1\n`,
    "segments.csv": (text) => `${text}WM-SUB-1,10,贴片,SMT,SMT,SMT-BOARD,1,,,\n`,
    "bom.csv": (text) => `${text}WM-BOARD-1,10,4,SUB-1,1\nWM-SUB-1,10,1,BOARD-1,1\n`,
    "work_orders.csv": (text) => text.replace("2026-11-05T17:00:00+08:00", "next week"),
    "colours.csv": () => "id\nred\n",
  });
  const { issues, rows } = await importFolder(plant.db, folder);
  const found = issues.map(({ file, row, column, code }) => `${file}:${row} ${column} ${code}`).sort();
  expect(found).toEqual(
    [
      "lots.csv:7 quantity wrong-value",
      "lots.csv:8 material_id unknown-reference",
      "lots.csv:9 id duplicate",
      "bom.csv:5 material_id cycle",
      "work_orders.csv:2 due_time wrong-value",
      "colours.csv:0  unknown-file",
    ].sort(),
  );
  for (const { message } of issues) expect(message.zh && message.en).toBeTruthy();
  expect(issues.find(({ code }) => code === "cycle")?.message.en).toContain("BOARD-1 → SUB-1 → BOARD-1");
  expect(rows).toEqual({});
  expect(await orders()).toBe(0);
});

test("a missing and an unknown column are named", async () => {
  const folder = await changed({ "tools.csv": (text) => text.replace("location", "place") });
  const { issues } = await importFolder(plant.db, folder);
  expect(issues.map(({ column, code }) => `${column} ${code}`).sort()).toEqual([
    "location missing-column",
    "place unknown-column",
  ]);
});

test("a dry run counts and writes nothing; the import writes, and again brings up to date", async () => {
  const dry = await importFolder(plant.db, example, { dryRun: true });
  expect(dry.issues).toEqual([]);
  expect(dry.rows["work_orders.csv"]).toBe(2);
  expect(await orders()).toBe(0);
  await importFolder(plant.db, example);
  expect(await orders()).toBe(2);
  const order = await orderById(plant.db, "WO-9001");
  const kit = await kitOf(plant.db, order, 10, new Date("2026-11-02T00:00:00Z"));
  // 120 controllers are asked for: 90 from stock, 30 of the alternate; the lot in quarantine is left alone.
  expect(kit.allocations.filter(({ substitutes }) => substitutes === "MCU-901")).toMatchObject([
    { materialId: "MCU-902", quantity: 30 },
  ]);
  const folder = await changed({
    "work_orders.csv": (text) =>
      text.replace("WO-9001,SO-9001,BOARD-1,WM-BOARD-1,120", "WO-9001,SO-9001,BOARD-1,WM-BOARD-1,99"),
  });
  await importFolder(plant.db, folder);
  expect((await orderById(plant.db, "WO-9001")).quantity).toBe(99);
});
