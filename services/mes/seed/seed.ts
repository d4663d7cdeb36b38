import { sql } from "kysely";
import { contentHash } from "../../core/ids.ts";
import type { Db, Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { advisoryLocks } from "../locks.ts";
import type { Database } from "../schema.ts";
import { seedCell, seedPatrol, seedRoadmap, seedUsers } from "./complete.ts";
import { seedInspection } from "./inspection.ts";
import { plantRows } from "./plant.ts";
import { insertAll } from "./rows-insert.ts";

/** What the plant begins with is part of its record too: a line that is down stays down in a replay until it is mended. */
const tellStates = async (tx: Tx) => {
  const lines = await tx.selectFrom("equipment").selectAll().where("state_code", "is not", null).execute();
  await appendEvents(
    tx,
    lines.map(({ id, state_code, state_reason, state_since }) => ({
      id: contentHash("seeded-state", id),
      type: "equipment.state",
      time: state_since!,
      source: "mes",
      objects: [{ id, type: "equipment", qualifier: "line" }],
      attributes: { code: state_code, reason: state_reason ?? "" },
    })),
  );
};

/** Fills an empty data store with the demonstration plant, all or nothing. Does nothing when there are orders. */
export const seedDemoPlant = (db: Db, seed: number): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${advisoryLocks.seed})`.execute(tx);
    if (await tx.selectFrom("work_order").select("id").limit(1).executeTakeFirst()) return false;
    for (const group of plantRows(seed))
      for (const [table, rows] of Object.entries(group))
        await insertAll(tx, table as keyof Database, rows as never);
    await tellStates(tx);
    await seedInspection(tx);
    await seedCell(tx);
    await seedRoadmap(tx);
    await seedPatrol(tx);
    await seedUsers(tx);
    return true;
  });
