import { afterAll, beforeAll, expect, test } from "vitest";
import { explainChange, isUsual } from "../../agents/analyst/figures/cause.ts";
import { suspectLots } from "../../agents/analyst/figures/suspect-lots.ts";
import { trendOf } from "../../agents/analyst/figures/trend.ts";
import { metricValue } from "../../agents/analyst/metric-value.ts";
import type { ToolContext } from "../../agents/runtime/context.ts";
import { inventedBy } from "../../agents/runtime/grounding.ts";
import { metricOf } from "../../agents/runtime/metrics/catalogue.ts";
import type { MetricId } from "../../agents/runtime/metrics/metric.ts";
import { seedPast } from "../support/past.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
/** A Wednesday, 10:30 by the plant's clock; two weeks lie behind it. */
const now = new Date("2026-11-25T02:30:00Z");
const at = (text: string) => new Date(`2026-${text}+08:00`);

beforeAll(async () => {
  plant = await createTestPlant();
  await seedPast(plant.db, now, 20);
});
afterAll(() => plant.close());

test("the causes of a change add up to it, and lead to what went wrong", async () => {
  const { db } = plant;
  const stretches = {
    before: { from: at("11-09T00:00"), to: at("11-16T00:00") },
    now: { from: at("11-16T00:00"), to: now },
  };
  for (const id of [
    "oee",
    "availability",
    "quality",
    "scrap",
    "downtime",
    "output",
    "lead_time",
    "energy",
  ] as const) {
    const { change, causes } = await explainChange(db, metricOf(id), {}, stretches);
    const sum = causes.reduce((total, { effect }) => total + effect, 0);
    expect(sum, id).toBeCloseTo(change, 6);
    for (const { causes: further, effect } of causes)
      if (further.length > 0)
        expect(
          further.reduce((total, one) => total + one.effect, 0),
          id,
        ).toBeCloseTo(effect, 6);
  }
  const { causes } = await explainChange(db, metricOf("downtime"), {}, stretches);
  expect(causes[0]!.key).toBe("SMT-4");
  expect(causes[0]!.causes[0]).toMatchObject({ by: "reason", key: "feeder jam" });
  const [lot] = await suspectLots(db, { from: stretches.before.from, to: now }, {});
  expect(lot).toMatchObject({ product: "AAU-5611" });
  expect(lot!.rate).toBeGreaterThan(4 * lot!.otherRate);
});

test("what lies below a part explains its own rate, with its sign, and not that it weighs more or less", async () => {
  let followed = 0;
  for (const metric of ["quality", "fpy", "availability"] as const)
    for (const day of [12, 13, 16, 17, 18, 19, 20]) {
      const stretches = {
        before: { from: at(`11-${day - 1}T00:00`), to: at(`11-${day}T00:00`) },
        now: { from: at(`11-${day}T00:00`), to: at(`11-${day + 1}T00:00`) },
      };
      const { causes } = await explainChange(plant.db, metricOf(metric), {}, stretches);
      for (const { effect, mix = 0, before, now: is, causes: below } of causes) {
        if (below.length === 0) continue;
        followed += 1;
        const own = below.filter(({ by }) => by !== "mix");
        expect(own.reduce((sum, one) => sum + one.effect, 0)).toBeCloseTo(effect - mix, 6);
        for (const one of own.filter((part) => part.by === "product" && part.before !== undefined))
          expect(
            (one.effect - (one.mix ?? 0)) * ((one.now ?? one.before!) - one.before!),
          ).toBeGreaterThanOrEqual(-1e-9);
        expect((effect - mix) * (is! - before!)).toBeGreaterThanOrEqual(0);
      }
    }
  expect(followed).toBeGreaterThan(5);
});

test("a change such as comes of itself from day to day is told as one", async () => {
  const day = (number: number) => ({ from: at(`11-${number}T00:00`), to: at(`11-${number + 1}T00:00`) });
  const explained = await explainChange(plant.db, metricOf("quality"), {}, { before: day(18), now: day(19) });
  expect(explained.usual).toBeGreaterThan(0);
  expect(isUsual(explained)).toBe(true);
  expect(isUsual({ ...explained, change: -explained.usual! * 1.01 })).toBe(false);
  // Of weeks too few are on record, and a week is not held against nine days.
  const week = { from: at("11-09T00:00"), to: at("11-16T00:00") };
  for (const to of [at("11-23T00:00"), now]) {
    const other = await explainChange(
      plant.db,
      metricOf("quality"),
      {},
      { before: week, now: { from: week.to, to } },
    );
    expect(other.usual).toBeUndefined();
    expect(isUsual(other)).toBe(false);
  }
});

test("a trend has limits, and what is still going on counts for nothing", async () => {
  const trend = await trendOf(
    plant.db,
    { metric: "output", filter: {}, from: at("11-06T00:00"), to: now },
    now,
  );
  expect(trend.by).toBe("day");
  expect(trend.points).toHaveLength(20);
  expect(trend.points.at(-1)).toMatchObject({ key: "2026-11-25", isPartial: true });
  const values = trend.points.slice(0, -1).map((point) => point.value!);
  expect(trend.limits!.mean).toBeCloseTo(values.reduce((sum, one) => sum + one, 0) / values.length, 6);
});

test("why it is the part that a ranking has found is told with it: its most frequent reason, or what has changed of it", async () => {
  const of = async (text: string, metric: MetricId) => {
    const args = { metric, line: "all" };
    const clock = { now: () => now } as ToolContext["clock"];
    const context = {
      db: plant.db,
      clock,
      tool: "metric_value" as const,
      toolCallId: text,
      actorId: "li.wei",
      args,
      text,
    };
    const result = await metricValue(context);
    for (const language of ["zh", "en"] as const) expect(inventedBy(result, args, language)).toEqual([]);
    return result.text;
  };
  const scrap = await of("which shift scrapped most last week, and why", "scrap");
  expect(scrap.en).toMatch(/By shift: (\w+ shift) .*The scrap of \1 went from \d+ pieces/s);
  const oee = await of("上周OEE最低的线是哪条，各自的原因", "oee");
  expect(oee.zh).toMatch(/按产线：([A-Z]+-\d) .*。\1的OEE从/s);
  const stops = await of("which line was down longest last week, and why", "downtime");
  expect(stops.en).toContain("The most frequent reason: SMT-4 feeder jam");
  expect((await of("which shift scrapped most last week", "scrap")).en).not.toContain("went from");
});
