import { expect, test } from "vitest";
import { families } from "./families.ts";
import { historyOf } from "./history.ts";
import { noFault } from "./model.ts";
import { createPlantFaults } from "./unit.ts";

const origin = (serial: string) => ({
  serial,
  product: "RRU-5201",
  line: "SMT-1",
  station: "FT-1",
  time: Date.parse("2026-11-02T00:00:00Z"),
});
const serials = Array.from({ length: 200 }, (_, index) => `SN-${index}`);

test("a serial number is the same unit again in another process, and another one with another seed", () => {
  const first = serials.map((serial) => createPlantFaults(1).failing(origin(serial)));
  const again = serials.map((serial) => createPlantFaults(1).failing(origin(serial)));
  const other = serials.map((serial) => createPlantFaults(2).failing(origin(serial)));
  expect(again.map(({ run }) => run)).toEqual(first.map(({ run }) => run));
  expect(other.map(({ unit }) => unit.cause.id)).not.toEqual(first.map(({ unit }) => unit.cause.id));
});

test("a failing unit fails a step against its limits; repaired, nearly all pass", () => {
  const plant = createPlantFaults(1);
  const units = serials.map((serial) => plant.failing(origin(serial)));
  for (const { run } of units) {
    expect(run.passed).toBe(false);
    const failed = run.readings.filter(
      ({ value, lower, upper }) =>
        (lower !== undefined && value < lower) || (upper !== undefined && value > upper),
    );
    expect(failed).toEqual(run.readings.filter(({ passed }) => !passed));
    expect(failed.length).toBeGreaterThan(0);
  }
  const passing = units.filter(({ unit }) => plant.retest(unit, 1, true).passed);
  expect(passing.length).toBeGreaterThan(190);
  const sound = units.filter(({ unit }) => unit.cause.id === noFault);
  expect(sound.filter(({ unit }) => plant.retest(unit, 1, false).passed).length).toBeGreaterThan(
    sound.length / 2,
  );
});

test("only the action of its cause mends a unit", () => {
  const plant = createPlantFaults(1);
  for (const serial of serials) {
    const { unit } = plant.failing(origin(serial));
    for (const { action } of unit.family.causes)
      if (action.id !== unit.cause.action.id) expect(plant.isFixedBy(unit, action.id, 1)).toBe(false);
  }
});

test("histories of all families run over the days asked for, and end with a unit that passes or is scrapped", () => {
  const until = Date.parse("2026-11-02T00:00:00Z");
  const cases = [
    ...historyOf(createPlantFaults(3), 3, {
      count: 120,
      until,
      days: 30,
      products: ["RRU-5201", "AAU-5611", "SRV-310"],
      lines: ["SMT-1"],
      stations: ["FT-1"],
    }),
  ];
  expect(new Set(cases.map(({ unit }) => unit.family.family)).size).toBe(families.length);
  for (const { time, repairs } of cases) {
    expect(time).toBeLessThan(until);
    const last = repairs.at(-1)!;
    expect(last.result === "Scrapped" || last.after?.passed).toBe(true);
  }
});
