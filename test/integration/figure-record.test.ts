import { afterAll, beforeAll, expect, test } from "vitest";
import { lookOnce } from "../../agents/analyst/alerts/watch.ts";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import { trendOf } from "../../agents/analyst/figures/trend.ts";
import { metricValue } from "../../agents/analyst/metric-value.ts";
import type { MetricId } from "../../agents/runtime/metrics/metric.ts";
import { dayMs } from "../../services/core/zone.ts";
import { saveAlertRule } from "../../services/mes/commands/alerts.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { cancelledEvent } from "../../services/mes/seed/month/events.ts";
import { seedPast } from "../support/past.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
/** A Wednesday, 10:30 by the plant's clock. */
const now = new Date("2026-11-25T02:30:00Z");
const at = (text: string) => new Date(`2026-${text}+08:00`);
/** When the first line of the plant was connected. */
let since: Date;
/** A line that works from eight to midnight, Monday to Saturday. */
let line: string;

beforeAll(async () => {
  plant = await createTestPlant();
  // Nothing is on record of the demonstration plant's beginning.
  await plant.db.deleteFrom("event").execute();
  await seedPast(plant.db, now, 10);
  await askFigure(plant.db, { metric: "output", filter: {}, from: at("11-01T00:00"), to: now });
  const { first } = await plant.db
    .selectFrom("figure_span")
    .select((fields) => fields.fn.min("from_time").as("first"))
    .executeTakeFirstOrThrow();
  since = first!;
  ({ id: line } = await plant.db
    .selectFrom("equipment")
    .select("id")
    .where("calendar_id", "=", "CAL-16")
    .where("process", "=", "ASM")
    .orderBy("sort")
    .executeTakeFirstOrThrow());
});
afterAll(() => plant.close());

const trend = (metric: MetricId, from: Date, to: Date, lines: string[] = []) =>
  trendOf(plant.db, { metric, filter: { lines }, from, to, split: "day" }, now);

test("what was before the record is unknown: no level that was nothing, no limits around it", async () => {
  for (const metric of ["output", "downtime", "availability", "wip"] as const) {
    const { points, limits, changes } = await trend(metric, at("10-28T00:00"), now);
    const known = points.filter(({ value }) => value !== undefined);
    expect(known.length, metric).toBeLessThanOrEqual(11);
    expect(known.length, metric).toBeGreaterThan(7);
    expect(points.filter(({ counts }) => counts).length, metric).toBeLessThan(known.length);
    expect(limits === undefined || limits.mean > 0, metric).toBe(true);
    for (const { before } of changes) expect(before, metric).toBeGreaterThan(0);
  }
  const before = { from: at("10-28T00:00"), to: at("11-05T00:00") };
  for (const metric of ["output", "downtime", "energy", "wip"] as const)
    expect((await askFigure(plant.db, { metric, filter: {}, ...before })).value, metric).toBeUndefined();
});

test("a ratio of time is of the time on record", async () => {
  const of = (from: Date) => askFigure(plant.db, { metric: "availability", filter: {}, from, to: now });
  const [whole, recorded] = [await of(at("10-28T00:00")), await of(since)];
  expect(whole.value).toBeCloseTo(recorded.value!, 9);
  expect(whole.recordedFrom).toEqual(since);
  expect(recorded.recordedFrom).toBeUndefined();
});

test("a day or week that is cut counts for nothing, at either end", async () => {
  const days = await trend("output", at("11-18T15:00"), at("11-22T09:00"));
  expect(days.points.map(({ isPartial }) => isPartial)).toEqual([true, false, false, false, true]);
  const weeks = await trendOf(
    plant.db,
    { metric: "output", filter: {}, from: at("11-16T00:00"), to: at("11-24T00:00"), split: "week" },
    now,
  );
  expect(weeks.points.map(({ isPartial }) => isPartial)).toEqual([false, true]);
});

test("a day on which a line was not meant to work counts for no limit and breaks no rule", async () => {
  const { points } = await trend("output", at("11-17T00:00"), at("11-24T00:00"), [line]);
  const counted = new Map(points.map(({ key, counts }) => [key, counts]));
  expect(counted.get("2026-11-21")).toBe(true);
  expect(counted.get("2026-11-22")).toBe(false);

  const { db } = plant;
  const rule = {
    id: "ALERT-BELOW",
    metric: "output",
    line,
    condition: "below" as const,
    threshold: 1_000_000,
    period: "hour" as const,
    role: "manager",
    created_by: "zhao.lei",
    created_at: now,
  };
  await db.transaction().execute((tx) => saveAlertRule(tx, rule));
  expect(await lookOnce(db, at("11-22T14:05"))).toBe(0);
  expect(await lookOnce(db, at("11-23T04:05"))).toBe(0);
  expect(await lookOnce(db, at("11-23T09:05"))).toBe(1);
});

const told = (text: string, time = now) =>
  metricValue({
    db: plant.db,
    clock: { now: () => time, wallMsUntil: () => 0, after: () => now },
    tool: "metric_value",
    toolCallId: "test",
    actorId: "zhao.lei",
    args: { metric: "output", line: "all" },
    text,
  });

test("an answer by shift tells the hours that are meant", async () => {
  const { rows } = await told("what did each shift produce yesterday?");
  expect(rows?.find(({ label }) => label.en === "Hours of the shifts")?.value).toBe(
    "night shift 00:00–08:00, day shift 08:00–16:00, evening shift 16:00–00:00",
  );
});

test("a comparison with what is not, or only partly, on record says so", async () => {
  const none = await told("output this month compared with last month");
  const stretch = none.evidence[0]!.facts["beforeFrom"];
  expect(stretch).toMatch(/^10-01 00:00 to /);
  expect(none.text.en).toContain(`nothing is on record for ${stretch}`);
  const aWeekLater = new Date(since.getTime() + 7.5 * dayMs);
  const part = await told("output this week compared with last week", aWeekLater);
  expect(part.text.en).toContain(`of which the record begins ${part.evidence[0]!.facts["recordedFrom"]}`);
  expect(part.evidence[0]!.facts["before"]).toBeDefined();
});

test("an order that is completed is in process no more, whether or not it is told when", async () => {
  const { db } = plant;
  const stretch = { from: at("11-24T00:00"), to: at("11-25T00:00") };
  const wip = async () => (await askFigure(db, { metric: "wip", filter: {}, ...stretch })).value!;
  const before = await wip();
  const { work_order_id: id } = await db
    .selectFrom("figure_done")
    .select("work_order_id")
    .where("time", "<", at("11-20T00:00"))
    .orderBy("work_order_id")
    .executeTakeFirstOrThrow();
  await db.deleteFrom("figure_done").where("work_order_id", "=", id).execute();
  expect(before).toBeGreaterThan(0);
  expect(await wip()).toBeCloseTo(before, 9);
});

test("an order that was called off was in process until then", async () => {
  const { db } = plant;
  const wip = async (from: Date, to: Date) =>
    (await askFigure(db, { metric: "wip", filter: {}, from, to })).value!;
  const { id, from, to } = await db
    .selectFrom("figure_done as d")
    .innerJoin("figure_job as j", "j.work_order_id", "d.work_order_id")
    .select(({ fn }) => ["d.work_order_id as id", "d.time as to", fn.min("j.released_at").as("from")])
    .where("d.time", ">", at("11-20T00:00"))
    .groupBy(["d.work_order_id", "d.time"])
    .having(({ fn }) => fn.min("j.released_at"), ">", at("11-12T00:00"))
    .orderBy("d.work_order_id")
    .executeTakeFirstOrThrow();
  const middle = new Date((from!.getTime() + to.getTime()) / 2);
  const spans = () => Promise.all([wip(from!, middle), wip(from!, to), wip(middle, to)]);
  const before = await spans();
  await db.deleteFrom("figure_done").where("work_order_id", "=", id).execute();
  await db.updateTable("work_order").set({ status: "Cancelled" }).where("id", "=", id).execute();
  await appendEvents(db, [cancelledEvent(id, middle)]);
  const [until, whole, since] = await spans();
  expect(until).toBeCloseTo(before[0]!, 9);
  expect(whole).toBeCloseTo(before[1]! - 0.5, 6);
  expect(since).toBeCloseTo(before[2]! - 1, 9);
});
