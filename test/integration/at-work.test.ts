import { afterAll, beforeAll, expect, test } from "vitest";
import { chooseLine } from "../../agents/runtime/line-choice.ts";
import { orderById } from "../../services/mes/queries/orders.ts";
import { peopleWithSkill } from "../../services/mes/queries/people.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
  const { db } = plant;
  await db.insertInto("calendar").values({ id: "WEEK", name: "Monday to Friday" }).execute();
  await db
    .insertInto("calendar_shift")
    .values(
      [1, 2, 3, 4, 5].map((weekday) => ({
        calendar_id: "WEEK",
        weekday,
        start_minute: 480,
        end_minute: 1_020,
      })),
    )
    .execute();
  const person = (
    id: string,
    hours: { calendar_id?: string; shift_start_minute?: number; shift_end_minute?: number },
  ) => ({
    id,
    name_zh: id,
    name_en: id,
    role: "operator",
    area: "SMT",
    calendar_id: null,
    shift_start_minute: null,
    shift_end_minute: null,
    ...hours,
  });
  await db
    .insertInto("person")
    .values([
      person("P-WEEK", { calendar_id: "WEEK", shift_start_minute: 480, shift_end_minute: 1_020 }),
      person("P-DAILY", { shift_start_minute: 480, shift_end_minute: 1_020 }),
      person("P-NIGHT", { shift_start_minute: 1_320, shift_end_minute: 1_800 }),
      person("P-ALWAYS", {}),
      person("P-AWAY", {}),
    ])
    .execute();
  await db
    .insertInto("qualification")
    .values(
      ["P-WEEK", "P-DAILY", "P-NIGHT", "P-ALWAYS", "P-AWAY"].map((person_id) => ({
        person_id,
        skill: "LASER",
        expires_at: null,
      })),
    )
    .execute();
  await db
    .insertInto("person_absence")
    .values({
      id: "ABS-1",
      person_id: "P-AWAY",
      start_time: new Date("2026-11-06T00:00:00+08:00"),
      end_time: new Date("2026-11-09T00:00:00+08:00"),
      reason: "holiday",
    })
    .execute();
});
afterAll(() => plant.close());

const atWork = async (time: string): Promise<string[]> =>
  (await peopleWithSkill(plant.db, "LASER", new Date(time)))
    .filter(({ onShift }) => onShift)
    .map(({ id }) => id);

test("who can take an order's segment is there by calendar, hours and absences, as planning counts them", async () => {
  const [thursday, friday, saturday] = ["05T10:00", "06T10:00", "07T10:00"].map(
    (at) => `2026-11-${at}:00+08:00`,
  );
  expect(await atWork(thursday!)).toEqual(["P-ALWAYS", "P-AWAY", "P-DAILY", "P-WEEK"]);
  expect(await atWork(friday!)).toEqual(["P-ALWAYS", "P-DAILY", "P-WEEK"]);
  expect(await atWork(saturday!)).toEqual(["P-ALWAYS", "P-DAILY"]);
  expect(await atWork("2026-11-07T02:00:00+08:00")).toEqual(["P-ALWAYS", "P-NIGHT"]);
});

test("of lines that were never connected a release says so, not that they come back", async () => {
  const order = await orderById(plant.db, "WO-1042");
  await plant.db
    .updateTable("equipment")
    .set({ state_code: null, state_reason: null, state_since: null })
    .execute();
  await expect(chooseLine(plant.db, order, "earliest")).rejects.toMatchObject({
    code: "NO_LINE_AVAILABLE",
    bilingual: {
      en: expect.stringContaining("SMT-1 has never told its state, connect it first (docs/api.md)"),
    },
  });
});
