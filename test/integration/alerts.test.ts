import { afterEach, beforeEach, expect, test } from "vitest";
import { lookOnce } from "../../agents/analyst/alerts/watch.ts";
import { hoursOf } from "../../agents/analyst/figures/grid.ts";
import { shiftsOf } from "../../agents/analyst/figures/shifts.ts";
import { saveAlertRule } from "../../services/mes/commands/alerts.ts";
import { appendEvents } from "../../services/mes/events.ts";
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
      line: null,
      kind: null,
      product: null,
      shift: null,
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
  const job = `JO-${time}`;
  await db
    .insertInto("job_order")
    .values({
      id: job,
      work_order_id: order,
      segment:
        100 +
        Number(
          await db
            .selectFrom("job_order")
            .select(db.fn.countAll().as("n"))
            .executeTakeFirstOrThrow()
            .then(({ n }) => n),
        ),
      equipment_id: line,
      quantity: 500,
      dispatch_status: "Running",
      released_by: "li.wei",
      tool_call_id: null,
      planned_start: null,
      actual_start: null,
      actual_end: null,
      changed_at: at(time),
    })
    .execute();
  const report = (id: string, moment: Date, pieces: number) => ({
    id: `${job}/${id}`,
    type: "job.progress",
    time: moment,
    source: "test",
    objects: [
      { id: job, type: "job_order", qualifier: "reported" },
      { id: order, type: "work_order", qualifier: "order" },
      { id: line, type: "equipment", qualifier: "line" },
    ],
    attributes: { state: "Running", good: 0, scrap: pieces, quantity: 500 },
  });
  await appendEvents(db, [
    report("begun", new Date(at(time).getTime() - 60_000), 0),
    report("done", at(time), scrap),
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
