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

test("what only several columns or the data store can tell is checked before anything is written", async () => {
  await importFolder(plant.db, example);
  await plant.db.updateTable("material_lot").set({ reserved: 40 }).where("id", "=", "LOT-9001").execute();
  const folder = await mkdtemp(join(tmpdir(), "millwright-import-"));
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write(
    "segment_equipment.csv",
    "work_master_id,segment,equipment_id,run_seconds\nWM-BOARD-1,10,SMT-91,30\nWM-BOARD-1,99,SMT-91,30\n",
  );
  await write(
    "bom_alternates.csv",
    "work_master_id,segment,position,material_id,rank\nWM-BOARD-1,10,77,MCU-902,1\n",
  );
  await write(
    "calendar_shifts.csv",
    "calendar_id,weekday,start_minute,end_minute\nCAL-DAY,6,600,600\nCAL-DAY,0,600,700\n",
  );
  await write(
    "lots.csv",
    "id,material_id,quantity,status,location,expires_at\nLOT-9001,PCB-901,39,Released,A-01,\n",
  );
  // The product is in the data store only: the circle goes through what was imported before.
  await write("work_masters.csv", "id,product_id,version\nWM-PCB-901,PCB-901,1\n");
  await write(
    "segments.csv",
    "work_master_id,segment,name_zh,name_en,process,setup_family,batch_size,tool_id,skill,document_id\nWM-PCB-901,10,压合,Pressing,SMT,SMT-BOARD,1,,,\n",
  );
  await write(
    "bom.csv",
    "work_master_id,segment,position,material_id,quantity_per\nWM-PCB-901,10,1,BOARD-1,1\n",
  );
  for (const dryRun of [true, false]) {
    const { issues } = await importFolder(plant.db, folder, { dryRun });
    expect(issues.map(({ file, row, column, code }) => `${file}:${row} ${column} ${code}`).sort()).toEqual([
      "bom.csv:2 material_id cycle",
      "bom_alternates.csv:2 position unknown-reference",
      "calendar_shifts.csv:2 end_minute wrong-value",
      "lots.csv:2 quantity wrong-value",
      "segment_equipment.csv:3 segment unknown-reference",
    ]);
  }
  const written = await plant.db
    .selectFrom("work_master")
    .select("id")
    .where("id", "=", "WM-PCB-901")
    .execute();
  expect(written).toEqual([]);
});
