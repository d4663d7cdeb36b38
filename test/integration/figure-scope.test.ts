import { afterAll, beforeAll, expect, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import { explainChange } from "../../agents/analyst/figures/cause.ts";
import { metricCause } from "../../agents/analyst/metric-cause.ts";
import { metricValue } from "../../agents/analyst/metric-value.ts";
import { metricOf } from "../../agents/runtime/metrics/catalogue.ts";
import type { MetricId } from "../../agents/runtime/metrics/metric.ts";
import { appendEvents, type NewEvent } from "../../services/mes/events.ts";
import { amountsOf, formulas, loadPlant } from "../bench/ask/naive.ts";
import { jobReport, putJob, type TestJob } from "../support/job.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
const at = (text: string) => new Date(`2026-${text}+08:00`);
/** A Wednesday: assembly works from 8 to 24, and this time from 2 to 6 as well. */
const day = { from: at("12-02T00:00"), to: at("12-03T00:00") };
/** Pieces of each of its two stretches of four hours, 90 % of what the routing allows. */
let pieces: number;

const state = (line: string, time: string, code: number): NewEvent => ({
  id: `scope-${line}-${time}`,
  type: "equipment.state",
  time: at(time),
  source: "test",
  objects: [{ id: line, type: "equipment", qualifier: "line" }],
  attributes: { code, reason: "" },
});

/** A job that made so many good pieces at each of its reports. */
const job = async (
  id: string,
  place: Pick<TestJob, "order" | "line" | "segment">,
  reports: readonly (readonly [string, number])[],
) => {
  const running = { id, ...place, quantity: 10_000 };
  await putJob(plant.db, running, day.from);
  let good = 0;
  await appendEvents(
    plant.db,
    reports.map(([time, more]) => {
      good += more;
      return jobReport(running, at(time), { good });
    }),
  );
};

let orders: readonly string[];
beforeAll(async () => {
  plant = await createTestPlant();
  const { db } = plant;
  const rows = await db
    .selectFrom("work_order as o")
    .innerJoin("segment_equipment as e", "e.work_master_id", "o.work_master_id")
    .innerJoin("work_master_segment as s", (join) =>
      join.onRef("s.work_master_id", "=", "e.work_master_id").onRef("s.segment", "=", "e.segment"),
    )
    .select(["o.id", "e.run_seconds", "s.batch_size"])
    .where("o.status", "=", "Waiting")
    .where("e.segment", "=", 20)
    .where("e.equipment_id", "=", "ASM-1")
    .orderBy("o.id")
    .execute();
  orders = rows.map(({ id }) => id);
  const { run_seconds, batch_size } = rows[0]!;
  pieces = Math.floor((0.9 * 4 * 3_600 * batch_size) / run_seconds);
  await appendEvents(db, [
    state("ASM-1", "12-01T20:00", 2202),
    state("ASM-1", "12-02T02:00", 1100),
    state("ASM-1", "12-02T06:00", 2202),
    state("ASM-1", "12-02T10:00", 1100),
    state("ASM-1", "12-02T14:00", 2202),
  ]);
  await job("JO-SCOPE-1", { order: orders[0]!, line: "ASM-1", segment: 20 }, [
    ["12-02T02:00", 0],
    ["12-02T05:59", pieces],
    ["12-02T13:59", pieces],
  ]);
});
afterAll(() => plant.close());

const figure = (metric: MetricId, more: object = {}) =>
  askFigure(plant.db, { metric, ...day, filter: { lines: ["ASM-1"] }, ...more });

const naively = async (metric: MetricId, lines: readonly string[]) =>
  formulas[metric]!(
    amountsOf(await loadPlant(plant.db), { from: day.from.getTime(), to: day.to.getTime(), lines }),
  );

test("overtime makes no line more effective than it is: its pieces and its time both count", async () => {
  const { value, sums } = await figure("effectiveness");
  expect(sums.apt).toBeCloseTo(4 * 3_600, 6);
  expect(sums.beside).toBeCloseTo(4 * 3_600, 6);
  expect(value).toBeCloseTo(90, 0);
  expect((await figure("availability")).value).toBeCloseTo((100 * 4) / 16, 6);
  expect((await figure("oee")).value).toBeCloseTo((25 * value!) / 100, 6);
  for (const metric of ["effectiveness", "oee"] as const)
    expect((await figure(metric)).value).toBeCloseTo((await naively(metric, ["ASM-1"]))!, 6);
});

test("of several steps energy is told by what came out at the end, of one line by what passed it", async () => {
  const { db } = plant;
  for (const [line, kwh] of [
    ["ASM-1", 100],
    ["FT-1", 60],
  ] as const)
    await db
      .insertInto("energy_reading")
      .values({ line, hour: at("12-02T10:00"), kwh, meter: 500, read_at: at("12-02T10:59") })
      .execute();
  await job("JO-SCOPE-2", { order: orders[0]!, line: "FT-1", segment: 40 }, [
    ["12-02T10:00", 0],
    ["12-02T12:00", 40],
  ]);
  const whole = await figure("energy_per_unit", { filter: {}, split: "line" });
  expect(whole.value).toBeCloseTo(160 / 40, 9);
  expect(Object.fromEntries(whole.parts.map(({ key, value }) => [key, value]))).toEqual({
    "ASM-1": expect.closeTo(100 / (2 * pieces), 9),
    "FT-1": expect.closeTo(60 / 40, 9),
  });
  expect((await figure("energy_per_unit")).value).toBeCloseTo(100 / (2 * pieces), 9);
  expect(await naively("energy_per_unit", [])).toBeCloseTo(4, 9);
  expect(await naively("energy_per_unit", ["FT-1"])).toBeCloseTo(1.5, 9);
});

test("what made the energy of a piece change adds up to it, of several steps too", async () => {
  const { db } = plant;
  await db
    .insertInto("energy_reading")
    .values({ line: "ASM-1", hour: at("12-03T10:00"), kwh: 30, meter: 530, read_at: at("12-03T10:59") })
    .execute();
  await job("JO-SCOPE-3", { order: orders[1]!, line: "FT-1", segment: 40 }, [
    ["12-03T10:00", 0],
    ["12-03T12:00", 20],
  ]);
  const { change, causes } = await explainChange(
    db,
    metricOf("energy_per_unit"),
    {},
    { before: day, now: { from: day.to, to: at("12-04T00:00") } },
  );
  expect(change).toBeCloseTo(30 / 20 - 160 / 40, 9);
  expect(causes.reduce((sum, { effect }) => sum + effect, 0)).toBeCloseTo(change, 9);
});

test("a figure that standard times are missing for is not told, with the jobs; what is known of a line is", async () => {
  const { db } = plant;
  // Assembled on a line of which the routing says nothing, as the units tested before were on one.
  await job("JO-SCOPE-4", { order: orders[2]!, line: "SMT-2", segment: 20 }, [
    ["12-02T10:00", 0],
    ["12-02T11:00", 70],
  ]);
  await appendEvents(db, [state("SMT-2", "12-02T10:00", 1100), state("SMT-2", "12-02T11:00", 2202)]);
  const lines = ["ASM-1", "SMT-2"];
  expect((await figure("oee", { filter: { lines } })).value).toBeUndefined();
  expect(await naively("oee", lines)).toBeUndefined();
  expect((await figure("quality", { filter: { lines } })).value).toBe(100);
  const ask = (text: string, tool: "metric_value" | "metric_cause", line: string) =>
    ({ metric_value: metricValue, metric_cause: metricCause })[tool]({
      db,
      clock: { now: () => at("12-03T09:00"), wallMsUntil: () => 0, after: () => at("12-03T09:00") },
      tool,
      toolCallId: "test",
      actorId: "zhao.lei",
      args: { metric: "oee", line },
      text,
    });
  const missing = "70 pieces of JO-SCOPE-4 have no standard time on their line in the routing";
  const one = await ask("OEE of SMT-2 yesterday", "metric_value", "SMT-2");
  expect(one.text.en).toContain(`cannot be told: ${missing}.`);
  expect(one.text.zh).toContain("算不出来：JO-SCOPE-4 的 70 件在所用产线上没有工艺节拍。");
  const split = await ask("OEE by line yesterday", "metric_value", "all");
  expect(split.text.en).toMatch(
    /of the plant was – \(110 pieces of JO-SCOPE-2, JO-SCOPE-4 have no .*\)\. By line: ASM-1 22\.\d%/,
  );
  const cause = await ask("why did the OEE of SMT-2 change yesterday", "metric_cause", "SMT-2");
  expect(cause.text.en).toContain(`cannot be told (${missing}), so there is no change to explain.`);
});

test("a standard time that is entered or corrected afterwards is what the pieces made before are reckoned by", async () => {
  const { db } = plant;
  await job("JO-SCOPE-5", { order: orders[3]!, line: "SMT-3", segment: 20 }, [
    ["12-02T10:00", 0],
    ["12-02T11:00", 30],
  ]);
  await appendEvents(db, [state("SMT-3", "12-02T10:00", 1100), state("SMT-3", "12-02T11:00", 2202)]);
  const effectiveness = async () => {
    const { value } = await figure("effectiveness", { filter: { lines: ["SMT-3"] } });
    const naive = await naively("effectiveness", ["SMT-3"]);
    if (value === undefined) expect(naive).toBeUndefined();
    else expect(value).toBeCloseTo(naive!, 9);
    return value;
  };
  expect(await effectiveness()).toBeUndefined();
  const { work_master_id } = await db
    .selectFrom("work_order")
    .select("work_master_id")
    .where("id", "=", orders[3]!)
    .executeTakeFirstOrThrow();
  const { batch_size } = await db
    .selectFrom("work_master_segment")
    .select("batch_size")
    .where("work_master_id", "=", work_master_id)
    .where("segment", "=", 20)
    .executeTakeFirstOrThrow();
  const time = { work_master_id, segment: 20, equipment_id: "SMT-3" };
  await db
    .insertInto("segment_equipment")
    .values({ ...time, run_seconds: 60 * batch_size })
    .execute();
  expect(await effectiveness()).toBeCloseTo(50, 9);
  await db
    .updateTable("segment_equipment")
    .set({ run_seconds: 90 * batch_size })
    .where("equipment_id", "=", "SMT-3")
    .where("work_master_id", "=", work_master_id)
    .execute();
  expect(await effectiveness()).toBeCloseTo(75, 9);
  // An import that brings the same again makes nothing anew.
  await db.updateTable("segment_equipment").set({ segment: 20 }).where("segment", "=", 20).execute();
  expect(await db.selectFrom("figure_due").select("subject").execute()).toEqual([]);
});
