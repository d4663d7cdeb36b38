import { sql } from "kysely";
import type { PlantClockSetting } from "../core/clock.ts";
import { createPlantClock, realTime } from "../core/clock.ts";
import type { Db, Tx } from "./database.ts";

/** The plant's time as the data store has it; wall time when nothing was set. */
export const readClock = async (db: Db | Tx): Promise<PlantClockSetting> => {
  const row = await db.selectFrom("plant_clock").selectAll().executeTakeFirst();
  if (!row) return realTime;
  return { plantAnchor: row.plant_anchor.getTime(), wallAnchor: row.wall_anchor.getTime(), speed: row.speed };
};

/** What the plant's clock shows at this moment. */
export const plantNow = async (db: Db | Tx): Promise<Date> => createPlantClock(await readClock(db)).now();

/** The same inside a statement, for what it writes. */
export const plantTime = sql<Date>`coalesce(
  (select plant_anchor + (now() - wall_anchor) * speed from plant_clock), now())`;

/** How far the plant's time has come: the latest event, or `start` when there is none after it. */
export const timeReached = async (db: Db | Tx, start: Date): Promise<Date> => {
  const latest = await db
    .selectFrom("event")
    .select((fields) => fields.fn.max("time").as("time"))
    .executeTakeFirst();
  return new Date(Math.max(start.getTime(), latest?.time?.getTime() ?? 0));
};

/** Lets the plant's time go on from where it stood. The time that the house was closed does not count. */
export const resumeClock = async (db: Db, start: Date, speed: number): Promise<PlantClockSetting> => {
  const plantAnchor = await timeReached(db, start);
  const setting = { plant_anchor: plantAnchor, wall_anchor: new Date(), speed };
  await db
    .insertInto("plant_clock")
    .values(setting)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(setting))
    .execute();
  return { plantAnchor: plantAnchor.getTime(), wallAnchor: setting.wall_anchor.getTime(), speed };
};
