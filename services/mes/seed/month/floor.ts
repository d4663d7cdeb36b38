import type { Db } from "../../database.ts";
import { busyLines } from "../../queries/busy.ts";
import type { LineHistory } from "./line-day.ts";

interface Step {
  readonly segment: number;
  readonly family: string;
  readonly batch: number;
  readonly lines: ReadonlyMap<string, number>;
}

/** Routings of the plant: the steps of each product, with the lines that run them and their seconds. */
export const routings = async (db: Db): Promise<Map<string, Step[]>> => {
  const rows = await db
    .selectFrom("work_master as w")
    .innerJoin("work_master_segment as s", "s.work_master_id", "w.id")
    .innerJoin("segment_equipment as e", (join) =>
      join.onRef("e.work_master_id", "=", "s.work_master_id").onRef("e.segment", "=", "s.segment"),
    )
    .select([
      "w.product_id",
      "s.segment",
      "s.setup_family",
      "s.batch_size",
      "e.equipment_id",
      "e.run_seconds",
    ])
    .orderBy("w.product_id")
    .orderBy("s.segment")
    .orderBy("e.equipment_id")
    .execute();
  return new Map(
    [...Map.groupBy(rows, ({ product_id }) => product_id)].map(([product, own]) => [
      product,
      [...Map.groupBy(own, ({ segment }) => segment)].map(([segment, each]) => ({
        segment,
        family: each[0]!.setup_family,
        batch: each[0]!.batch_size,
        lines: new Map(each.map(({ equipment_id, run_seconds }) => [equipment_id, run_seconds])),
      })),
    ]),
  );
};

/** The lines as they stand when the month begins: without work, each with its busy windows and its first failure ahead. */
export const linesAt = async (db: Db, from: Date, until: Date, firstFailure: () => number) => {
  const [busy, rows] = await Promise.all([
    busyLines(db, { from, to: until }),
    db
      .selectFrom("equipment")
      .select(["id", "process", "power_kw"])
      .where("level", "=", "WorkCenter")
      .orderBy("sort")
      .execute(),
  ]);
  const windows = new Map(
    busy.map((line) => [
      line.id,
      line.busy.map((one) => ({ from: one.from.getTime(), to: one.to.getTime() })),
    ]),
  );
  return new Map(
    rows.map(({ id, process, power_kw }): [string, LineHistory] => [
      id,
      {
        id,
        process: process ?? "",
        powerKw: power_kw,
        windows: windows.get(id) ?? [],
        free: from.getTime(),
        family: "",
        untilFailureS: firstFailure(),
        states: [{ time: from.getTime(), code: 2202, reason: "" }],
      },
    ]),
  );
};
