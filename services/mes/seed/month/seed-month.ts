import { sql } from "kysely";
import type { Db } from "../../database.ts";
import { appendEvents } from "../../events.ts";
import { refreshFigures } from "../../figures/refresh.ts";
import type { Database } from "../../schema.ts";
import { insertAll } from "../rows-insert.ts";
import { demoEpoch } from "../time.ts";
import { type MonthOptions, monthOf } from "./month.ts";

/** Puts a month that lies behind the plant into its data store. Gives the number of its events; 0 where it is there already. */
export const seedMonth = async (db: Db, options: MonthOptions): Promise<number> => {
  const first = `WO-${options.firstNumber}`;
  if (await db.selectFrom("work_order").select("id").where("id", "=", first).executeTakeFirst()) return 0;
  const { events, ...rows } = await monthOf(db, options);
  await db.transaction().execute(async (tx) => {
    for (const [table, own] of Object.entries(rows))
      await insertAll(tx, table as keyof Database, own as never);
    await appendEvents(tx, events);
  });
  await sql`analyze`.execute(db);
  await refreshFigures(db);
  return events.length;
};

/** The four weeks before the demonstration begins. */
export const seedDemoMonth = (db: Db, seed: number): Promise<number> =>
  seedMonth(db, {
    seed,
    until: demoEpoch(),
    days: 28,
    ordersPerDay: 20,
    quantity: [2, 40],
    firstNumber: 301,
  });
