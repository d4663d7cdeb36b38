import { sql } from "kysely";
import { contentHash } from "../../core/ids.ts";
import { demoCell } from "../../protocols/cell/demo.ts";
import { saveCell } from "../commands/cells.ts";
import type { Db, Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { hashPassword } from "../password.ts";
import type { Database } from "../schema.ts";
import { users } from "./catalogue.ts";
import { demoSite } from "./equipment.ts";
import { plantRows } from "./plant.ts";
import { insertAll } from "./rows-insert.ts";
import { demoEpoch } from "./time.ts";

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

/** Password of every demonstration user; it opens a plant that is made up. */
export const demoPassword = "millwright";

/** Fills an empty data store with the demonstration plant, all or nothing. Does nothing when there are orders. */
export const seedDemoPlant = (db: Db, seed: number): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(7310003)`.execute(tx);
    if (await tx.selectFrom("work_order").select("id").limit(1).executeTakeFirst()) return false;
    for (const group of plantRows(seed))
      for (const [table, rows] of Object.entries(group))
        await insertAll(tx, table as keyof Database, rows as never);
    await tellStates(tx);
    await saveCell(tx, {
      value: demoCell(),
      site: demoSite,
      actId: "seed/cell",
      actorId: "seed",
      now: demoEpoch(),
    });
    const password_hash = await hashPassword(demoPassword);
    await insertAll(
      tx,
      "app_user",
      users.map((user) => ({
        id: user.id,
        name_zh: user.zh,
        name_en: user.en,
        title_zh: user.titleZh,
        title_en: user.titleEn,
        roles: [...user.roles],
        password_hash,
      })),
    );
    return true;
  });
