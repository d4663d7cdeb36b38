import { afterEach, beforeEach, expect, test } from "vitest";
import { lookOnce } from "../../agents/analyst/alerts/watch.ts";
import { hoursOf } from "../../agents/analyst/figures/grid.ts";
import { shiftsOf } from "../../agents/analyst/figures/shifts.ts";
import { acknowledgeAlert, endAlertRule, saveAlertRule } from "../../services/mes/commands/alerts.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { jobReport, putJob } from "../support/job.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeEach(async () => {
  plant = await createTestPlant();
});
afterEach(() => plant.close());

const at = (text: string) => new Date(`2026-${text}+08:00`);
const look = (time: string) => lookOnce(plant.db, at(time));

const watch = (more: object = {}) =>
  plant.db.transaction().execute((tx) =>
    saveAlertRule(tx, {
      id: "ALERT-TEST",
      metric: "scrap",
      condition: "above",
      threshold: 20,
      period: "shift",
      role: "manager",
      created_by: "zhao.lei",
      created_at: at("11-26T00:00"),
      ...more,
    }),
  );

/** Pieces that a job of the product of an order reports as scrap at a moment. */
const scrapped = async (time: string, scrap: number, line = "FT-1") => {
  const { db } = plant;
  const { id: order } = await db
    .selectFrom("work_order")
    .select("id")
    .where("status", "=", "Waiting")
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const { n: others } = await db
    .selectFrom("job_order")
    .select(db.fn.countAll<string>().as("n"))
    .executeTakeFirstOrThrow();
  const job = { id: `JO-${time}`, order, line, segment: 100 + Number(others), quantity: 500 };
  await putJob(db, job, at(time));
  await appendEvents(db, [
    jobReport(job, new Date(at(time).getTime() - 60_000), {}),
    jobReport(job, at(time), { scrap }),
  ]);
};

/** What was told of alerts, with the window that was broken. */
const told = async () =>
  (
    await plant.db
      .selectFrom("event")
      .select(["type", "attributes"])
      .where("type", "in", ["alert.raised", "alert.cleared"])
      .orderBy("seq")
      .execute()
  ).map(({ type, attributes }) => (type === "alert.raised" ? attributes["window"] : "cleared"));

/** Shifts from six, two and ten o'clock: the night goes over midnight. */
const shiftsFromSix = async () => {
  for (const [was, start, end] of [
    [0, 1_320, 360],
    [960, 840, 1_320],
    [480, 360, 840],
  ])
    await plant.db
      .updateTable("person")
      .set({ shift_start_minute: start!, shift_end_minute: end! })
      .where("shift_start_minute", "=", was!)
      .execute();
};

test("an alert of a night stays open over midnight, until a later shift is back", async () => {
  await shiftsFromSix();
  await watch();
  await scrapped("11-26T23:30", 30);
  expect(await look("11-26T23:40")).toBe(1);
  expect(await look("11-27T00:10")).toBe(0);
  expect(await look("11-27T06:01")).toBe(0);
  expect(await told()).toEqual(["2026-11-26 night"]);
  await look("11-27T14:01");
  expect(await told()).toEqual(["2026-11-26 night", "cleared"]);
});

test("a night whose scrap comes on both sides of midnight is above its threshold before it ends", async () => {
  await shiftsFromSix();
  await watch();
  await scrapped("11-26T23:30", 15);
  await scrapped("11-27T01:30", 15);
  expect(await look("11-27T02:00")).toBe(1);
  expect(await told()).toEqual(["2026-11-26 night"]);
});

test("windows that ended while nobody looked are judged afterwards, each once", async () => {
  await watch({ period: "hour" });
  await look("11-26T08:05");
  await scrapped("11-26T09:30", 30);
  await scrapped("11-26T12:30", 40);
  await scrapped("11-26T13:30", 50);
  expect(await look("11-26T15:05")).toBe(2);
  const expected = ["2026-11-26T09:00", "cleared", "2026-11-26T12:00", "cleared"];
  expect(await told()).toEqual(expected);
  expect(await look("11-26T15:06")).toBe(0);
  expect(await told()).toEqual(expected);
});

test("a rule of a family whose name has a digit watches its products", async () => {
  const { db } = plant;
  const { product_id: product } = await db
    .selectFrom("work_order")
    .select("product_id")
    .where("status", "=", "Waiting")
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const other = {
    ...(await db.selectFrom("material").selectAll().where("id", "=", product).executeTakeFirstOrThrow()),
    id: "BBU5G-100",
  };
  await db.insertInto("material").values(other).execute();
  await db
    .updateTable("work_order")
    .set({ product_id: other.id })
    .where("product_id", "=", product)
    .execute();
  await watch({ period: "hour", family: "BBU5G" });
  await scrapped("11-26T09:30", 30);
  expect(await look("11-26T09:40")).toBe(1);
});

test("the hours of an office beside the crews move no shift", async () => {
  const { db } = plant;
  await shiftsFromSix();
  await db
    .insertInto("person")
    .values({
      id: "P-OFFICE",
      name_zh: "办公室",
      name_en: "Office",
      role: "planner",
      area: null,
      calendar_id: null,
      shift_start_minute: 540,
      shift_end_minute: 1_020,
    })
    .execute();
  expect((await shiftsOf(db)).map(hoursOf)).toEqual(["06:00–14:00", "14:00–22:00", "22:00–06:00"]);
});

test("an alert is raised once a breach, goes when the figure is well back, and remembers who has seen it", async () => {
  const { db } = plant;
  const now = at("11-27T10:30");
  await watch({ threshold: 100, period: "hour" });
  await watch({ threshold: 100, period: "hour" });
  const open = () => db.selectFrom("alert").selectAll().where("cleared_at", "is", null).execute();
  await scrapped("11-27T08:20", 99);
  expect(await look("11-27T09:05")).toBe(0);
  // Above its threshold before the hour is over; looked at again it is the same breach.
  await scrapped("11-27T09:20", 150);
  expect(await look("11-27T09:30")).toBe(1);
  expect(await look("11-27T09:31")).toBe(0);
  expect(await look("11-27T10:02")).toBe(0);
  const [alert] = await open();
  expect(alert).toMatchObject({ value: 150, bound: 100 });
  await db.transaction().execute((tx) => acknowledgeAlert(tx, alert!.id, "zhao.lei", now));
  await db.transaction().execute((tx) => acknowledgeAlert(tx, alert!.id, "li.wei", now));
  expect((await open())[0]).toMatchObject({ acknowledged_by: "zhao.lei" });
  // At its very edge it is not back yet.
  await scrapped("11-27T10:20", 99);
  await look("11-27T11:02");
  expect(await open()).toHaveLength(1);
  await scrapped("11-27T11:20", 40);
  await look("11-27T12:02");
  expect(await open()).toHaveLength(0);
  await scrapped("11-27T12:20", 160);
  expect(await look("11-27T12:40")).toBe(1);
  const events = await db
    .selectFrom("event")
    .select("type")
    .where("type", "like", "alert.%")
    .orderBy("seq")
    .execute();
  expect(events.map(({ type }) => type)).toEqual([
    "alert.set",
    "alert.raised",
    "alert.acknowledged",
    "alert.cleared",
    "alert.raised",
  ]);
});

test("a rule that was ended while it was looked at raises nothing, and one that fails holds up no other", async () => {
  const { db } = plant;
  await watch({ id: "ALERT-0-GONE", metric: "a_metric_of_before", period: "day" });
  await watch({ id: "ALERT-1", period: "day" });
  await watch({ id: "ALERT-2", period: "day" });
  await scrapped("11-26T09:30", 30);
  const failed: string[] = [];
  // Somebody ends the rule, and the look has begun before that is in force.
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  let looking: Promise<number> | undefined;
  await db.transaction().execute(async (tx) => {
    await endAlertRule(tx, "ALERT-1", "zhao.lei", at("11-26T12:00"));
    looking = lookOnce(db, at("11-27T00:05"), ({ id }) => {
      failed.push(id);
      resolve();
    });
    await begun;
  });
  await looking;
  const raised = await db.selectFrom("alert").select("rule_id").execute();
  expect(raised).toEqual([{ rule_id: "ALERT-2" }]);
  expect(failed).toEqual(["ALERT-0-GONE"]);
});
