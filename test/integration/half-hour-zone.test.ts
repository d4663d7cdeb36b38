import { afterAll, beforeAll, expect, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import { minuteMs, plantZone, setPlantZone } from "../../services/core/zone.ts";
import { applyEnergy } from "../../services/mes/commands/meter.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

const usual = plantZone().name;
let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
  // A month of the demonstration plant is there: only what the test's meter shows counts.
  await plant.db.deleteFrom("energy_reading").execute();
});
afterAll(async () => {
  setPlantZone(usual);
  await plant.close();
});

const energyOf = async (day: string, split: "hour" | "day") => {
  const from = plantZone().momentOf(day);
  const to = plantZone().midnight(from, 1);
  const { value, parts } = await askFigure(plant.db, {
    metric: "energy",
    filter: { lines: ["SMT-1"] },
    split,
    from,
    to,
  });
  return { value, parts: parts.map(({ key, value: kwh }) => [key, kwh] as const) };
};

test.each([
  ["Asia/Kolkata", "2026-11-24", 24],
  ["Australia/Adelaide", "2026-10-04", 23],
  ["Europe/Berlin", "2026-10-25", 25],
  ["America/New_York", "2026-11-01", 25],
])(
  "in %s a meter that counts 1 kWh in ten minutes counts 6 in each hour of the clock on %s",
  async (zone, day, hours) => {
    setPlantZone(zone);
    const begin = plantZone().momentOf(day).getTime();
    // From the evening before until the night after, a reading every ten minutes.
    for (let count = -18; count <= hours * 6 + 18; count += 1)
      await applyEnergy(
        plant.db,
        "SMT-1",
        1_000 + count,
        new Date(begin + count * 10 * minuteMs + 5 * minuteMs),
      );
    const byHour = await energyOf(day, "hour");
    expect(byHour.parts.map(([, kwh]) => kwh)).toEqual(Array.from({ length: hours }, () => 6));
    expect(byHour.parts.map(([key]) => key.slice(13, 16))).toEqual(
      Array.from({ length: hours }, () => ":00"),
    );
    expect(await energyOf(day, "day")).toEqual({ value: hours * 6, parts: [[day, hours * 6]] });
    await plant.db.deleteFrom("energy_reading").execute();
  },
);
