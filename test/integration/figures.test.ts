import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lookOnce } from "../../agents/analyst/alerts/watch.ts";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import { explainChange, isUsual } from "../../agents/analyst/figures/cause.ts";
import { suspectLots } from "../../agents/analyst/figures/suspect-lots.ts";
import { trendOf } from "../../agents/analyst/figures/trend.ts";
import { dimensionsOf, metricOf, metrics } from "../../agents/runtime/metrics/catalogue.ts";
import type { MetricId } from "../../agents/runtime/metrics/metric.ts";
import { acknowledgeAlert, endAlertRule, saveAlertRule } from "../../services/mes/commands/alerts.ts";
import { applyEnergy } from "../../services/mes/commands/meter.ts";
import { appendEvents, type NewEvent } from "../../services/mes/events.ts";
import { refreshFigures } from "../../services/mes/figures/refresh.ts";
import { seedMonth } from "../../services/mes/seed/month/seed-month.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";
import { replayedFigures } from "../support/replayed-figures.ts";

let plant: TestPlant;
/** A Wednesday, 10:30 by the plant's clock; two weeks lie behind it. */
const now = new Date("2026-11-25T02:30:00Z");
const at = (text: string) => new Date(`2026-${text}+08:00`);
const all = { filter: {}, from: at("11-16T00:00"), to: at("11-23T00:00") };

beforeAll(async () => {
  plant = await createTestPlant();
  await seedMonth(plant.db, {
    seed: 1,
    until: now,
    days: 20,
    ordersPerDay: 14,
    quantity: [2, 30],
    firstNumber: 301,
  });
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
  const { id: order, product_id } = await db
    .selectFrom("work_order")
    .select(["id", "product_id"])
    .where("status", "=", "Waiting")
    .orderBy("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("job_order")
    .values({
      id: "JO-LATE",
      work_order_id: order,
      segment: 10,
      equipment_id: "SMT-1",
      quantity: 60,
      dispatch_status: "Running",
      released_by: "li.wei",
      tool_call_id: null,
      planned_start: at("11-18T08:00"),
      actual_start: null,
      actual_end: null,
      changed_at: at("11-18T08:00"),
    })
    .execute();
  const report = (id: string, time: string, good: number, state = "Running"): NewEvent => ({
    id,
    type: good === 0 ? "job.running" : "job.progress",
    time: at(time),
    source: "test",
    objects: [
      { id: "JO-LATE", type: "job_order", qualifier: "reported" },
      { id: order, type: "work_order", qualifier: "order" },
      { id: "SMT-1", type: "equipment", qualifier: "line" },
    ],
    attributes: { state, good, scrap: 0, quantity: 60 },
  });
  const made = async () =>
    (await askFigure(db, { metric: "output", ...all, filter: { order }, split: "day" })).parts
      .filter((part) => part.value)
      .map((part) => [part.key, part.value]);
  // The last report comes first.
  await appendEvents(db, [report("late-0", "11-17T22:00", 0), report("late-3", "11-19T01:00", 50)]);
  expect(await made()).toEqual([["2026-11-19", 50]]);
  await appendEvents(db, [report("late-2", "11-18T23:30", 30), report("late-1", "11-17T23:00", 10)]);
  await appendEvents(db, [report("late-2", "11-18T23:30", 30)]);
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
  expect(product_id).toBeTruthy();
});

test("a meter that begins anew, or tells the same twice, counts what was used", async () => {
  const { db } = plant;
  const use = async (hour: string) =>
    (
      await askFigure(db, {
        metric: "energy",
        filter: { lines: ["FT-1"] },
        from: at(`11-26T${hour}:00`),
        to: at(`11-26T${hour}:59`),
      })
    ).value;
  for (const [meter, time] of [
    [100, "11-26T08:05"],
    [103, "11-26T08:30"],
    [103, "11-26T08:30"],
    [105, "11-26T09:10"],
    [2, "11-26T09:40"],
  ] as const)
    await applyEnergy(db, "FT-1", meter, at(time));
  // What the meter of the month before showed is more than 100: it has begun anew.
  expect(await use("08")).toBeCloseTo(103);
  expect(await use("09")).toBeCloseTo(4);
});

test("a meter that shows a little less than before has not begun anew: nothing was used", async () => {
  const { db } = plant;
  await db.deleteFrom("energy_reading").where("line", "=", "FT-3").execute();
  for (const [meter, time] of [
    [123_456.7, "09:10"],
    [123_458.2, "09:20"],
    [123_458.1, "09:30"],
    [123_460.1, "09:40"],
  ] as const)
    await applyEnergy(db, "FT-3", meter, at(`11-26T${time}`));
  const { value: used } = await askFigure(db, {
    metric: "energy",
    filter: { lines: ["FT-3"] },
    from: at("11-26T09:00"),
    to: at("11-26T10:00"),
  });
  expect(used).toBeCloseTo(3.5, 6);
});

test("a reading that comes late is no meter that has begun anew: it says of which hour the energy was", async () => {
  const { db } = plant;
  await db.deleteFrom("energy_reading").where("line", "=", "FT-2").execute();
  const read = (meter: number, time: string) => applyEnergy(db, "FT-2", meter, at(`11-26T${time}`));
  const hours = async () =>
    (
      await db.selectFrom("energy_reading").select("kwh").where("line", "=", "FT-2").orderBy("hour").execute()
    ).map(({ kwh }) => kwh);
  expect(await read(101, "08:10")).toBe(true);
  expect(await read(103, "08:30")).toBe(true);
  // Of the same hour, before and at what is known: the hour has them already.
  for (const [meter, time] of [
    [102, "08:20"],
    [101, "08:10"],
    [103, "08:30"],
  ] as const)
    await read(meter, time);
  expect(await hours()).toEqual([2]);

  await read(163, "11:10");
  expect(await read(113, "09:30")).toBe(false);
  await read(143, "10:30");
  await read(143, "10:30");
  await read(107, "08:50");
  expect(await hours()).toEqual([6, 6, 30, 20]);
  // What cannot be is of a meter before or after this one.
  await read(20, "10:40");
  await read(900, "10:40");
  expect(await hours()).toEqual([6, 6, 30, 20]);

  expect(await read(4, "11:40")).toBe(true);
  await read(166, "11:20");
  await read(5, "11:50");
  expect(await hours()).toEqual([6, 6, 30, 25]);
  const { energy_kwh } = await db
    .selectFrom("equipment")
    .select("energy_kwh")
    .where("id", "=", "FT-2")
    .executeTakeFirstOrThrow();
  expect(energy_kwh).toBe(5);
});

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

test("an alert is raised once a breach, goes when the figure is well back, and remembers who has seen it", async () => {
  const { db } = plant;
  const rule = {
    id: "ALERT-TEST",
    metric: "scrap",
    line: null,
    kind: null,
    product: null,
    shift: null,
    condition: "above" as const,
    threshold: 100,
    period: "hour" as const,
    role: "manager",
    created_by: "zhao.lei",
    created_at: now,
  };
  await db.transaction().execute((tx) => saveAlertRule(tx, rule));
  await db.transaction().execute((tx) => saveAlertRule(tx, rule));
  const scrapped = async (hour: string, pieces: number, index: number) => {
    const job = `JO-ALERT-${index}`;
    const order = await db
      .selectFrom("work_order")
      .select("id")
      .where("status", "=", "Waiting")
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    await db
      .insertInto("job_order")
      .values({
        id: job,
        work_order_id: order.id,
        segment: 100 + index,
        equipment_id: "FT-1",
        quantity: 500,
        dispatch_status: "Running",
        released_by: "li.wei",
        tool_call_id: null,
        planned_start: null,
        actual_start: null,
        actual_end: null,
        changed_at: now,
      })
      .execute();
    const objects = [
      { id: job, type: "job_order", qualifier: "reported" },
      { id: order.id, type: "work_order", qualifier: "order" },
      { id: "FT-1", type: "equipment", qualifier: "line" },
    ];
    const event = (minute: string, scrap: number): NewEvent => ({
      id: `${job}/${minute}`,
      type: "job.progress",
      time: at(`11-27T${hour}:${minute}`),
      source: "test",
      objects,
      attributes: { state: "Running", good: 0, scrap, quantity: 500 },
    });
    await appendEvents(db, [event("10", 0), event("20", pieces)]);
  };
  const look = (time: string) => lookOnce(db, at(`11-27T${time}`));
  const open = () =>
    db
      .selectFrom("alert")
      .selectAll()
      .where("rule_id", "=", rule.id)
      .where("cleared_at", "is", null)
      .execute();
  await scrapped("08", 99, 1);
  expect(await look("09:05")).toBe(0);
  // Above its threshold before the hour is over; looked at again it is the same breach.
  await scrapped("09", 150, 2);
  expect(await look("09:30")).toBe(1);
  expect(await look("09:31")).toBe(0);
  expect(await look("10:02")).toBe(0);
  const [alert] = await open();
  expect(alert).toMatchObject({ value: 150, bound: 100 });
  await db.transaction().execute((tx) => acknowledgeAlert(tx, alert!.id, "zhao.lei", now));
  await db.transaction().execute((tx) => acknowledgeAlert(tx, alert!.id, "li.wei", now));
  expect((await open())[0]).toMatchObject({ acknowledged_by: "zhao.lei" });
  // At its very edge it is not back yet.
  await scrapped("10", 99, 3);
  await look("11:02");
  expect(await open()).toHaveLength(1);
  await scrapped("11", 40, 4);
  await look("12:02");
  expect(await open()).toHaveLength(0);
  await scrapped("12", 160, 5);
  expect(await look("12:40")).toBe(1);
  const told = await db
    .selectFrom("event")
    .select("type")
    .where("type", "like", "alert.%")
    .orderBy("seq")
    .execute();
  expect(told.map(({ type }) => type)).toEqual([
    "alert.set",
    "alert.raised",
    "alert.acknowledged",
    "alert.cleared",
    "alert.raised",
  ]);
});

test("a rule that was ended while it was looked at raises nothing, and one that fails holds up no other", async () => {
  const { db } = plant;
  const rule = (id: string, metric: string) => ({
    id,
    metric,
    line: null,
    kind: null,
    product: null,
    shift: null,
    condition: "above" as const,
    threshold: 1,
    period: "day" as const,
    role: "manager",
    created_by: "zhao.lei",
    created_at: now,
  });
  await db.transaction().execute(async (tx) => {
    await saveAlertRule(tx, rule("ALERT-0-GONE", "a_metric_of_before"));
    await saveAlertRule(tx, rule("ALERT-1", "output"));
    await saveAlertRule(tx, rule("ALERT-2", "output"));
  });
  const failed: string[] = [];
  // Somebody ends the rule, and the look has begun before that is in force.
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  let looking: Promise<number> | undefined;
  await db.transaction().execute(async (tx) => {
    await endAlertRule(tx, "ALERT-1", "zhao.lei", now);
    looking = lookOnce(db, at("11-25T00:05"), ({ id }) => {
      failed.push(id);
      resolve();
    });
    await begun;
  });
  await looking;
  const raised = await db
    .selectFrom("alert")
    .select("rule_id")
    .where("rule_id", "in", ["ALERT-0-GONE", "ALERT-1", "ALERT-2"])
    .execute();
  expect(raised).toEqual([{ rule_id: "ALERT-2" }]);
  expect(failed).toEqual(["ALERT-0-GONE"]);
});
