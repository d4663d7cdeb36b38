import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import { dimensionsOf, metrics } from "../../agents/runtime/metrics/catalogue.ts";
import type { MetricId } from "../../agents/runtime/metrics/metric.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { refreshFigures } from "../../services/mes/figures/refresh.ts";
import { jobReport, putJob } from "../support/job.ts";
import { seedPast } from "../support/past.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";
import { replayedFigures } from "../support/replayed-figures.ts";

let plant: TestPlant;
/** A Wednesday, 10:30 by the plant's clock; two weeks lie behind it. */
const now = new Date("2026-11-25T02:30:00Z");
const at = (text: string) => new Date(`2026-${text}+08:00`);
const all = { filter: {}, from: at("11-16T00:00"), to: at("11-23T00:00") };

beforeAll(async () => {
  plant = await createTestPlant();
  await seedPast(plant.db, now, 20);
});
afterAll(() => plant.close());

const value = async (metric: MetricId, more: object = {}) =>
  (await askFigure(plant.db, { metric, ...all, ...more })).value;

describe("the same numbers as the replay", () => {
  for (const [name, from, to] of [
    ["a week", at("11-16T00:00"), at("11-23T00:00")],
    ["some hours that begin at no hour", at("11-19T03:17"), at("11-20T14:51")],
    ["until now", at("11-24T00:00"), now],
  ] as const)
    test(name, async () => {
      const stretch = { from, to };
      const { all: replayed, lines, completed, onTime } = await replayedFigures(plant.db, stretch);
      const figure = (metric: MetricId, line?: string) =>
        value(metric, { ...stretch, filter: line ? { lines: [line] } : {} });
      expect(await figure("output")).toBe(replayed.gq);
      expect(await figure("scrap")).toBe(replayed.sq);
      expect(await figure("quality")).toBeCloseTo(100 * replayed.quality!, 9);
      expect(await figure("availability")).toBeCloseTo(100 * replayed.availability!, 9);
      expect(await figure("utilisation")).toBeCloseTo(100 * replayed.utilisation!, 9);
      expect(await figure("downtime")).toBeCloseTo(replayed.adet / 3_600_000, 9);
      expect(await figure("setup_time")).toBeCloseTo(replayed.aust / 3_600_000, 9);
      expect(await figure("on_time")).toBeCloseTo((100 * onTime) / completed, 9);
      for (const line of ["SMT-4", "ASM-2", "FT-2"]) {
        expect(await figure("output", line)).toBe(lines.get(line)!.gq);
        expect(await figure("availability", line)).toBeCloseTo(100 * lines.get(line)!.availability!, 9);
      }
    });
});

test("what a figure is split by adds up to it, for every metric that adds up and every dimension it has", async () => {
  for (const metric of metrics.filter(({ type }) => type === "simple"))
    for (const split of dimensionsOf(metric)) {
      const { value: whole, parts } = await askFigure(plant.db, { metric: metric.id, ...all, split });
      const sum = parts.reduce((total, part) => total + (part.value ?? 0), 0);
      // Failures of lines without an order are of no product.
      const partly =
        ["product", "family", "order"].includes(split) &&
        metric.of?.part.good === undefined &&
        metric.of?.part.scrap === undefined;
      if (partly) expect(sum, `${metric.id} by ${split}`).toBeLessThanOrEqual(whole! + 1e-6);
      else expect(sum, `${metric.id} by ${split}`).toBeCloseTo(whole!, 6);
    }
});

test("OEE is the product of its factors, and its shifts are parts of its days", async () => {
  const [oee, ...factors] = await Promise.all(
    (["oee", "availability", "effectiveness", "quality"] as const).map((metric) => value(metric)),
  );
  expect(oee).toBeCloseTo(
    factors.reduce<number>((product, factor) => (product * factor!) / 100, 100),
    9,
  );
  const night = await value("output", { filter: { shift: "night" } });
  const shifts = await askFigure(plant.db, { metric: "output", ...all, split: "shift" });
  expect(shifts.parts.find(({ key }) => key === "night")?.value).toBe(night);
});

test("a metric is not told by what the data store does not know it by", async () => {
  for (const [metric, more] of [
    ["availability", { split: "product" }],
    ["on_time", { filter: { lines: ["SMT-1"] } }],
    ["energy", { filter: { product: "RRU-5201" } }],
  ] as const)
    await expect(askFigure(plant.db, { metric, ...all, ...more } as never)).rejects.toMatchObject({
      code: "FIGURE_NOT_KEPT",
    });
});

test("events that come late, twice or in another order give the same figures", async () => {
  const { db } = plant;
  const before = await value("output");
  const { id: order } = await db
    .selectFrom("work_order")
    .select("id")
    .where("status", "=", "Waiting")
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const job = { id: "JO-LATE", order, line: "SMT-1", segment: 10, quantity: 60 };
  await putJob(db, job, at("11-18T08:00"), { planned_start: at("11-18T08:00") });
  const report = (time: string, good: number) =>
    jobReport(job, at(time), { type: good === 0 ? "job.running" : "job.progress", good });
  const made = async () =>
    (await askFigure(db, { metric: "output", ...all, filter: { order }, split: "day" })).parts
      .filter((part) => part.value)
      .map((part) => [part.key, part.value]);
  // The last report comes first.
  await appendEvents(db, [report("11-17T22:00", 0), report("11-19T01:00", 50)]);
  expect(await made()).toEqual([["2026-11-19", 50]]);
  await appendEvents(db, [report("11-18T23:30", 30), report("11-17T23:00", 10)]);
  await appendEvents(db, [report("11-18T23:30", 30)]);
  const expected = [
    ["2026-11-17", 10],
    ["2026-11-18", 20],
    ["2026-11-19", 20],
  ];
  expect(await made()).toEqual(expected);
  expect(await value("output")).toBe(before! + 50);
  const { all: replayed } = await replayedFigures(db, all);
  expect(await value("output")).toBe(replayed.gq);
  // All anew from the events gives the same.
  await db.deleteFrom("figure_made").where("job_id", "=", "JO-LATE").execute();
  await db
    .insertInto("figure_due")
    .values({ kind: "job", subject: "JO-LATE", since: at("11-17T22:00") })
    .execute();
  await refreshFigures(db);
  expect(await made()).toEqual(expected);
});
