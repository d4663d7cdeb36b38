import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import type { Db, Tx } from "../database.ts";

const unitColumns = [
  "u.id",
  "u.product_id",
  "u.work_order_id",
  "u.line",
  "u.status",
  "u.changed_at",
  "u.simulated",
  "m.name_zh as product_zh",
  "m.name_en as product_en",
  "f.family",
] as const;

const units = (db: Db | Tx) =>
  db
    .selectFrom("unit as u")
    .innerJoin("material as m", "m.id", "u.product_id")
    .leftJoin("product_family as f", "f.product_id", "u.product_id")
    .select(unitColumns)
    .select((fields) =>
      fields
        .selectFrom("repair as r")
        .select((own) => own.fn.countAll<string>().as("count"))
        .whereRef("r.unit_id", "=", "u.id")
        .as("repairs"),
    );

/** @throws MillwrightError NOT_FOUND. */
export const unitById = async (db: Db | Tx, id: string) => {
  const row = await units(db).where(sql<boolean>`lower(u.id) = lower(${id})`).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "unit", id });
  return row;
};
export type UnitRow = Awaited<ReturnType<typeof unitById>>;

/** Units that wait for repair, the longest first; those that wait for their test behind them. */
export const waitingUnits = (db: Db, limit: number, skip = 0) =>
  units(db)
    .where("u.status", "in", ["Failed", "Retest"])
    .orderBy("u.status")
    .orderBy("u.changed_at")
    .orderBy("u.id")
    .limit(limit)
    .offset(skip)
    .execute();

/** How many units wait for repair, and how many for their test. */
export const countWaitingUnits = async (db: Db) => {
  const { failed, retest } = await db
    .selectFrom("unit")
    .where("status", "in", ["Failed", "Retest"])
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere("status", "=", "Failed").as("failed"),
      fn.countAll<number>().filterWhere("status", "=", "Retest").as("retest"),
    ])
    .executeTakeFirstOrThrow();
  return { failed: Number(failed), retest: Number(retest) };
};

/** Tests of a unit, the latest first. */
export const testsOf = (db: Db | Tx, unitId: string) =>
  db
    .selectFrom("unit_test")
    .selectAll()
    .where("unit_id", "=", unitId)
    .orderBy("time", "desc")
    .orderBy("id")
    .execute();
export type UnitTestRow = Awaited<ReturnType<typeof testsOf>>[number];

/** Measurements with the steps' names, in the order of the program. */
const measurements = (db: Db | Tx) =>
  db
    .selectFrom("unit_measurement as m")
    .innerJoin("unit_test as t", "t.id", "m.test_id")
    .innerJoin("unit as u", "u.id", "t.unit_id")
    .leftJoin("product_family as f", "f.product_id", "u.product_id")
    .leftJoin("test_step as s", (join) =>
      join.onRef("s.family", "=", "f.family").onRef("s.step", "=", "m.step"),
    )
    .select([
      "m.step",
      "m.value",
      "m.unit",
      "m.expected",
      "m.lower_limit",
      "m.upper_limit",
      "s.name_zh",
      "s.name_en",
    ])
    .orderBy("s.sort")
    .orderBy("m.step");

/** What a test measured, in the order of the program, with the steps' names. */
export const measurementsOf = (db: Db | Tx, testId: string) =>
  measurements(db).where("m.test_id", "=", testId).execute();
export type MeasurementRow = Awaited<ReturnType<typeof measurementsOf>>[number];

/** What the latest failed test of each of some units measured outside its limits, by unit; none for those whose test measured nothing so. */
export const latestFailures = async (
  db: Db,
  unitIds: readonly string[],
): Promise<ReadonlyMap<string, readonly MeasurementRow[]>> => {
  if (unitIds.length === 0) return new Map();
  const latest = db
    .selectFrom("unit_test")
    .distinctOn("unit_id")
    .select("id")
    .where("unit_id", "in", unitIds)
    .where("result", "=", "Failed")
    .orderBy("unit_id")
    .orderBy("time", "desc")
    .orderBy("id");
  const rows = await measurements(db)
    .select("t.unit_id")
    .where("m.test_id", "in", latest)
    .where(sql<boolean>`(m.value < m.lower_limit or m.value > m.upper_limit)`)
    .execute();
  return Map.groupBy(rows, ({ unit_id }) => unit_id);
};

/** Repairs of a unit, the first first. */
export const repairsOf = (db: Db | Tx, unitId: string) =>
  db.selectFrom("repair").selectAll().where("unit_id", "=", unitId).orderBy("attempt").execute();
export type RepairRow = Awaited<ReturnType<typeof repairsOf>>[number];

/** What may be wrong with the products of each family, and what can be done. */
export const repairCatalogues = async (db: Db | Tx) => {
  const [causes, actions, checks] = await Promise.all([
    db.selectFrom("repair_cause").selectAll().orderBy("family").orderBy("cause_id").execute(),
    db.selectFrom("repair_action").selectAll().orderBy("family").orderBy("action_id").execute(),
    db.selectFrom("repair_check").selectAll().orderBy("family").orderBy("check_id").execute(),
  ]);
  return { causes, actions, checks };
};
export type RepairCatalogues = Awaited<ReturnType<typeof repairCatalogues>>;
