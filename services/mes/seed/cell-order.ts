import { dayMs } from "../../core/zone.ts";
import { stationState } from "../../protocols/sparkplug/names.ts";
import { timeReached } from "../clock.ts";
import type { Db, Tx } from "../database.ts";
import { at, demoEpoch } from "./time.ts";

const centre = "TC-1";
const product = "RRU-5258";
const master = `WM-${product}`;
const document = `WI-FT-${product}`;
/** Units that come in from another plant and are tested here by robots. */
export const cellOrder = "WO-1401";

/**
 * Makes the demonstration's cell a work centre of the plan, with an order that is tested in it within a day of now; what is there
 * already stays, and so does a cell that people have tied to a work centre of their own.
 */
export const seedCellOrder = async (db: Db | Tx): Promise<void> => {
  const cell = await db.selectFrom("cell").selectAll().where("id", "=", centre).executeTakeFirst();
  if (!cell || cell.equipment_id !== null) return;
  const known = await db.selectFrom("equipment").select("id").where("id", "=", centre).executeTakeFirst();
  if (known) return;
  const now = await timeReached(db, demoEpoch());
  await db
    .insertInto("equipment")
    .values({
      id: centre,
      parent_id: "TEST",
      level: "WorkCenter",
      name_zh: "机器人测试单元",
      name_en: "Robot test cell",
      area: "TEST",
      process: "FT",
      calendar_id: "CAL-24",
      state_code: stationState.starved,
      state_reason: null,
      state_since: now,
      power_kw: 4,
      sort: 99,
    })
    .execute();
  await db
    .updateTable("cell")
    .set({
      equipment_id: centre,
      description: JSON.stringify({ ...cell.description, workCentre: centre }),
    })
    .where("id", "=", centre)
    .execute();
  await db
    .insertInto("material")
    .values({
      id: product,
      name_zh: "5G 射频单元",
      name_en: "5G radio unit",
      category: "finished",
      kind: "Product",
    })
    .execute();
  await db
    .insertInto("document")
    .values({
      id: document,
      version: 1,
      title_zh: "机器人功能测试作业指导书",
      title_en: "Functional test by robots: work instruction",
      status: "ACTIVE",
      changed_at: at(-30),
    })
    .execute();
  await db.insertInto("work_master").values({ id: master, product_id: product }).execute();
  await db
    .insertInto("work_master_segment")
    .values({
      work_master_id: master,
      segment: 40,
      name_zh: "功能测试",
      name_en: "Functional test",
      process: "FT",
      setup_family: "FT-ROBOT",
      tool_id: null,
      skill: null,
      document_id: document,
    })
    .execute();
  await db
    .insertInto("segment_equipment")
    .values({ work_master_id: master, segment: 40, equipment_id: centre, run_seconds: 300 })
    .execute();
  await db
    .insertInto("work_order")
    .values({
      id: cellOrder,
      sales_order_id: null,
      product_id: product,
      work_master_id: master,
      quantity: 4,
      priority: 2,
      release_time: now,
      due_time: new Date(now.getTime() + dayMs),
      status: "Waiting",
      hold_reason: null,
    })
    .execute();
};
