import { sql } from "kysely";
import type { Tx } from "../database.ts";
import { createRandom } from "./random.ts";
import { insertAll } from "./rows-insert.ts";

/** Solder joints of a part, by its category. */
const joints: Readonly<Record<string, number>> = {
  capacitor: 2,
  resistor: 2,
  inductor: 2,
  powerAmplifier: 7,
  transceiver: 64,
  fpga: 484,
  memory: 78,
  powerModule: 12,
  clock: 10,
  connector: 20,
};
const chips = new Set(["capacitor", "resistor", "inductor"]);

/** X-ray stands beside the lines and sees the boards of all of them. */
const besideLines = { id: "AXI-1", zh: "X 射线检测 1", en: "X-ray inspection 1" };

/** The inspection machines of the demonstration's SMT lines, how many joints its parts have, and what places them. Once. */
export const seedInspection = async (tx: Tx): Promise<void> => {
  const there = await tx
    .selectFrom("equipment")
    .select("id")
    .where("id", "=", besideLines.id)
    .executeTakeFirst();
  if (there) return;
  const lines = await tx
    .selectFrom("equipment")
    .selectAll()
    .where("process", "=", "SMT")
    .where("level", "=", "WorkCenter")
    .orderBy("sort")
    .execute();
  if (lines.length === 0) return;
  const machine = {
    state_code: null,
    state_reason: null,
    state_since: null,
    process: null,
  };
  const unit = { ...machine, level: "WorkUnit" as const, calendar_id: null };
  await insertAll(tx, "equipment", [
    ...lines.flatMap(({ id, area, name_zh, name_en }) => [
      {
        ...unit,
        id: `${id}-SPI`,
        parent_id: id,
        area,
        name_zh: `${name_zh}锡膏检测`,
        name_en: `${name_en} SPI`,
      },
      {
        ...unit,
        id: `${id}-AOI`,
        parent_id: id,
        area,
        name_zh: `${name_zh}光学检测`,
        name_en: `${name_en} AOI`,
      },
    ]),
    {
      ...unit,
      id: besideLines.id,
      parent_id: lines[0]!.area,
      area: lines[0]!.area,
      name_zh: besideLines.zh,
      name_en: besideLines.en,
    },
  ]);
  for (const [category, count] of Object.entries(joints))
    await tx.updateTable("material").set({ terminations: count }).where("category", "=", category).execute();
  const { rows } = await sql<{ line: string; product_id: string; material_id: string; category: string }>`
    select distinct e.equipment_id as line, w.product_id, b.material_id, m.category
    from work_master w
    join segment_equipment e on e.work_master_id = w.id
    join bom_item b on b.work_master_id = w.id and b.segment = e.segment
    join material m on m.id = b.material_id
    where e.equipment_id = any(${lines.map(({ id }) => id)}::text[])
    order by 1, 2, 3`.execute(tx);
  const setups = [...Map.groupBy(rows, ({ line, product_id }) => `${line}/${product_id}`).values()].flatMap(
    (own, index) => {
      const random = createRandom(29_000 + index);
      const slots = random.sample(
        Array.from({ length: Math.max(60, own.length) }, (_, slot) => slot + 1),
        own.length,
      );
      return own.map(({ category, ...key }, at) => ({
        ...key,
        feeder: `F-${String(slots[at]).padStart(2, "0")}`,
        nozzle: `N-${chips.has(category) ? random.int(1, 6) : random.int(7, 10)}`,
      }));
    },
  );
  await insertAll(tx, "placement_setup", setups);
};
