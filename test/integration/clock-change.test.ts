import { afterAll, beforeAll, expect, test } from "vitest";
import { tellOutput } from "../../agents/analyst/output.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { plantZone, setPlantZone } from "../../services/core/zone.ts";
import { appendEvents, type NewEvent } from "../../services/mes/events.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

const usual = plantZone().name;
let plant: TestPlant;
const at = (day: number, time: string) => plantZone().momentOf(`2026-10-${day}`, time);

beforeAll(async () => {
  // Clocks go back on Sunday 25 October: the day has 25 hours.
  setPlantZone("Europe/Berlin");
  plant = await createTestPlant();
  const { db } = plant;
  await db.deleteFrom("event").execute();
  const { id: order } = await db
    .selectFrom("work_order")
    .select("id")
    .where("status", "=", "Waiting")
    .orderBy("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("job_order")
    .values({
      id: "JO-CLOCK",
      work_order_id: order,
      segment: 10,
      equipment_id: "SMT-1",
      quantity: 1_000,
      dispatch_status: "Running",
      released_by: "li.wei",
      tool_call_id: null,
      planned_start: null,
      actual_start: null,
      actual_end: null,
      changed_at: at(23, "22:00"),
    })
    .execute();
  const report = (time: Date, good: number): NewEvent => ({
    id: `clock-${good}`,
    type: good === 0 ? "job.running" : "job.progress",
    time,
    source: "test",
    objects: [
      { id: "JO-CLOCK", type: "job_order", qualifier: "reported" },
      { id: order, type: "work_order", qualifier: "order" },
      { id: "SMT-1", type: "equipment", qualifier: "line" },
    ],
    attributes: { state: "Running", good, scrap: 0, quantity: 1_000 },
  });
  await appendEvents(db, [
    report(at(23, "22:00"), 0),
    report(at(23, "23:30"), 1),
    // A piece at midnight is the new day's.
    report(at(24, "00:00"), 3),
    report(at(24, "09:30"), 7),
    report(at(24, "23:30"), 15),
    report(at(25, "00:00"), 31),
    report(at(25, "10:30"), 63),
    report(at(25, "23:30"), 127),
  ]);
});
afterAll(async () => {
  setPlantZone(usual);
  await plant.close();
});

const ask = async (text: string, now: Date) => {
  const clock = createPlantClock({ plantAnchor: now.getTime(), wallAnchor: Date.now(), speed: 1 });
  const context = { db: plant.db, clock, toolCallId: text, actorId: "li.wei", args: { line: "SMT-1" }, text };
  const { text: told, evidence } = await tellOutput({ ...context, tool: "output" });
  return { told: told.en, ...evidence[0]!.facts };
};

test("a day on which the clocks are put back is held against the day before it, each with all of its pieces once", async () => {
  expect(await ask("what was the output of SMT-1 yesterday", at(26, "08:00"))).toMatchObject({
    good: 112,
    dayBefore: 14,
  });
});

test("the same hours of the day before are those that the clock shows", async () => {
  // Eleven hours and a half are over when the clock shows half past ten.
  expect(await ask("output of SMT-1 today", at(25, "10:45"))).toMatchObject({ good: 48, dayBefore: 6 });
});
