import { afterAll, beforeAll, expect, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import { applyEnergy } from "../../services/mes/commands/meter.ts";
import { seedPast } from "../support/past.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
const at = (text: string) => new Date(`2026-${text}+08:00`);

beforeAll(async () => {
  plant = await createTestPlant();
  await seedPast(plant.db, at("11-25T10:30"), 2);
});
afterAll(() => plant.close());

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
    [9_000, "11-26T07:05"],
    [100, "11-26T08:05"],
    [103, "11-26T08:30"],
    [103, "11-26T08:30"],
    [105, "11-26T09:10"],
    [2, "11-26T09:40"],
  ] as const)
    await applyEnergy(db, "FT-1", meter, at(time));
  // Far less than 9,000: it has begun anew.
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

test("two meters of one line are read each by itself, and together are what the line has used", async () => {
  const { db } = plant;
  await db.deleteFrom("energy_reading").where("line", "=", "FT-4").execute();
  for (const [device, meter, time] of [
    ["LINE", 9_000, "09:05"],
    ["OVEN", 20, "09:06"],
    ["LINE", 9_003, "09:15"],
    ["OVEN", 22, "09:16"],
    ["LINE", 9_004, "09:25"],
  ] as const)
    await applyEnergy(db, "FT-4", meter, at(`11-26T${time}`), device);
  const { value } = await askFigure(db, {
    metric: "energy",
    filter: { lines: ["FT-4"] },
    from: at("11-26T09:00"),
    to: at("11-26T09:59"),
  });
  expect(value).toBeCloseTo(6);
  const { energy_kwh } = await db
    .selectFrom("equipment")
    .select("energy_kwh")
    .where("id", "=", "FT-4")
    .executeTakeFirstOrThrow();
  expect(energy_kwh).toBe(9_026);
});
