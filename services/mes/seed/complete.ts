import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import { demoCell } from "../../protocols/cell/demo.ts";
import { demoRoutes } from "../../protocols/patrol/demo.ts";
import { demoRoadmap } from "../../protocols/roadmap/demo.ts";
import { saveCell } from "../commands/cells.ts";
import { saveRoute } from "../commands/patrol/route.ts";
import { saveRoadmap } from "../commands/roadmap.ts";
import type { Db, Tx } from "../database.ts";
import { hashPassword } from "../password.ts";
import { currentRoadmap } from "../queries/traffic.ts";
import { users } from "./catalogue.ts";
import { seedCellOrder } from "./cell-order.ts";
import { demoSite, vehicles } from "./equipment.ts";
import { seedInspection } from "./inspection.ts";
import { demoEpoch } from "./time.ts";

/** Password of every demonstration user; it opens a plant that is made up. */
const demoPassword = "millwright";

/** The demonstration's users, those that are there already left as they are. */
export const seedUsers = async (tx: Db | Tx): Promise<void> => {
  const there = await tx.selectFrom("app_user").select("id").execute();
  const missing = users.filter(({ id }) => !there.some((user) => user.id === id));
  // A hash takes its time by design.
  if (missing.length === 0) return;
  const password_hash = await hashPassword(demoPassword);
  await tx
    .insertInto("app_user")
    .values(
      missing.map((user) => ({
        id: user.id,
        name_zh: user.zh,
        name_en: user.en,
        title_zh: user.titleZh,
        title_en: user.titleEn,
        roles: [...user.roles],
        password_hash,
      })),
    )
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
};

/** The demonstration's robot cell, where there is none. */
export const seedCell = async (tx: Tx): Promise<void> => {
  if (await tx.selectFrom("cell").select("id").limit(1).executeTakeFirst()) return;
  await saveCell(tx, {
    value: demoCell(),
    site: demoSite,
    actId: "seed/cell",
    actorId: "seed",
    now: demoEpoch(),
  });
};

/** The demonstration's roads where there are none, or none that people have changed, and the vehicles that are missing. */
export const seedRoadmap = async (tx: Tx): Promise<void> => {
  await tx
    .insertInto("vehicle")
    .values(vehicles())
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  const stored = await currentRoadmap(tx);
  if (stored && (stored.version > 1 || stored.description.zones !== undefined)) return;
  await saveRoadmap(tx, {
    value: demoRoadmap(),
    actId: stored ? "seed/roadmap-with-chargers" : "seed/roadmap",
    actorId: "seed",
    now: demoEpoch(),
  });
};

/** Whether a table is there and has such a row; a data store may be empty, or of an earlier version. */
const hasRow = async (db: Db | Tx, table: string, id?: string): Promise<boolean> => {
  const { rows } = await sql<{ there: boolean }>`select to_regclass(${table}) is not null as there`.execute(
    db,
  );
  if (!rows[0]?.there) return false;
  const found =
    await sql`select 1 from ${sql.table(table)} ${id === undefined ? sql`` : sql`where id = ${id}`} limit 1`.execute(
      db,
    );
  return found.rows.length > 0;
};

const holdsDemo = async (db: Db | Tx): Promise<boolean> =>
  (await hasRow(db, "equipment", demoSite)) && (await hasRow(db, "app_user", users[0]!.id));

/** What a plant is begun with, in whatever order. */
const beginnings = ["app_user", "equipment", "material", "person", "work_order", "knowledge_document"];

/**
 * Sees to it that a plant of somebody's own does not become a demonstration, where a name is enough to sign in and time flies. It looks
 * only, at a data store of any version.
 *
 * @throws MillwrightError PLANT_IS_REAL.
 */
export const requireDemoOrEmpty = async (db: Db): Promise<void> => {
  for (const table of beginnings)
    if ((await hasRow(db, table)) && !(await holdsDemo(db))) throw new MillwrightError("PLANT_IS_REAL");
};

/** The demonstration's rounds, where there are none. */
export const seedPatrol = async (tx: Tx): Promise<void> => {
  if (await tx.selectFrom("patrol_route").select("id").limit(1).executeTakeFirst()) return;
  for (const value of demoRoutes())
    await saveRoute(tx, { value, actorId: "seed", actId: `seed/${value.id}`, now: demoEpoch() });
};

/** Gives a demonstration plant of an earlier version what has come to it since; any other plant is left alone. */
export const completeDemoPlant = (db: Db): Promise<void> =>
  db.transaction().execute(async (tx) => {
    if (!(await holdsDemo(tx))) return;
    await seedUsers(tx);
    await seedInspection(tx);
    await seedCell(tx);
    await seedCellOrder(tx);
    await seedRoadmap(tx);
    await seedPatrol(tx);
  });
