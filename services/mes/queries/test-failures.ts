import { sql } from "kysely";
import type { Db } from "../database.ts";

/** Which failed tests are wanted. */
export interface FailuresWanted {
  readonly from: Date;
  readonly to: Date;
  readonly product?: string | undefined;
  readonly family?: string | undefined;
  /** The lines that made the units, or where they were tested. */
  readonly lines?: readonly string[] | undefined;
  /** Only these steps. */
  readonly steps?: readonly string[] | undefined;
  /** A unit that is not counted. */
  readonly beside?: string | undefined;
}

/** Whether a test `t` of a unit `u` is one of those. */
const isWanted = ({ from, to, product, family, lines, beside }: Omit<FailuresWanted, "steps">) =>
  sql<boolean>`(${sql.join(
    [
      sql`t.time >= ${from}`,
      sql`t.time < ${to}`,
      ...(product === undefined ? [] : [sql`u.product_id = ${product}`]),
      ...(family === undefined
        ? []
        : [sql`u.product_id in (select product_id from product_family where family = ${family})`]),
      ...(lines === undefined ? [] : [sql`(t.station = any(${lines}) or u.line = any(${lines}))`]),
      ...(beside === undefined ? [] : [sql`u.id <> ${beside}`]),
    ],
    sql` and `,
  )})`;

/** Units that were tested in a stretch, whatever came of it, by the line that made them or the tester; those of no known line are left out. */
export const unitsTested = async (
  db: Db,
  wanted: Omit<FailuresWanted, "steps">,
  by: "line" | "station",
): Promise<ReadonlyMap<string, number>> => {
  const place = by === "line" ? ("u.line" as const) : ("t.station" as const);
  const rows = await db
    .selectFrom("unit_test as t")
    .innerJoin("unit as u", "u.id", "t.unit_id")
    .select([`${place} as place`, sql<number>`count(distinct u.id)::int`.as("units")])
    .where(isWanted(wanted))
    .where(place, "is not", null)
    .groupBy(place)
    .execute();
  return new Map(rows.map((row) => [row.place!, row.units]));
};

/**
 * Measurements outside their limits of the tests that failed in a stretch, the latest first, each with what mended the unit behind it;
 * a test that failed with none of them is a row without a step.
 */
export const failedMeasurements = (db: Db, { steps, ...wanted }: FailuresWanted) =>
  db
    .selectFrom("unit_test as t")
    .innerJoin("unit as u", "u.id", "t.unit_id")
    .leftJoin("unit_measurement as m", (join) =>
      join
        .onRef("m.test_id", "=", "t.id")
        .on(sql<boolean>`(m.value < m.lower_limit or m.value > m.upper_limit)`),
    )
    .leftJoin("product_family as f", "f.product_id", "u.product_id")
    .leftJoin("test_step as s", (join) =>
      join.onRef("s.family", "=", "f.family").onRef("s.step", "=", "m.step"),
    )
    .leftJoin("repair as r", (join) =>
      join
        .onRef("r.test_id", "=", "t.id")
        .on("r.result", "=", "RepairSuccessful")
        .on("r.verified", "=", true),
    )
    .leftJoin("repair_action as a", (join) =>
      join.onRef("a.family", "=", "r.family").onRef("a.action_id", "=", "r.action_id"),
    )
    .select([
      "t.id as test_id",
      "t.time",
      "t.station",
      "u.id as unit_id",
      "u.product_id",
      "u.line",
      "m.step",
      "s.name_zh",
      "s.name_en",
      "r.action_id",
      "a.name_zh as action_zh",
      "a.name_en as action_en",
    ])
    .where("t.result", "<>", "Passed")
    .where(isWanted(wanted))
    .$if(steps !== undefined, (asked) => asked.where("m.step", "in", [...steps!]))
    .orderBy("t.time", "desc")
    .orderBy("t.id")
    .orderBy("m.step")
    .execute();
export type FailedMeasurement = Awaited<ReturnType<typeof failedMeasurements>>[number];
