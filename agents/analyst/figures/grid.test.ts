import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { dayMs, hourMs, minuteMs, plantZone, setPlantZone } from "../../../services/core/zone.ts";
import type { TimeDimension } from "../../runtime/metrics/metric.ts";
import type { DayShift } from "../../runtime/spoken/asked/shift.ts";
import { cellAt, gridOf, usualShifts } from "./grid.ts";

const usual = plantZone().name;
afterEach(() => setPlantZone(usual));

/** Whole hours off UTC, half ones, three quarters; clocks that are put by an hour, and by half of one. */
const zones = [
  "Asia/Shanghai",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Adelaide",
  "Australia/Lord_Howe",
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
];
/** Days on which some of these clocks are put. */
const changes = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01"].map(
  (day) => Date.parse(day),
);

const moment = fc.oneof(
  fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2027-12-31") }),
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -dayMs, max: 2 * dayMs }))
    .map(([day, ms]) => day + ms),
);
const stretch = fc
  .tuple(moment, fc.oneof(fc.integer({ min: 1, max: 3 * hourMs }), fc.integer({ min: 1, max: 9 * dayMs })))
  .map(([from, length]) => ({ from: new Date(from), to: new Date(from + length) }));
/** Three shifts that begin at any quarter of an hour, the last over midnight. */
const shifts = fc.integer({ min: 0, max: 31 }).map((quarter): readonly DayShift[] =>
  [0, 480, 960].map((minutes, index) => {
    const start = minutes + quarter * 15;
    return { name: (["day", "evening", "night"] as const)[index]!, start, end: start + 480 };
  }),
);
const clock = (time: number) => plantZone().dayTimeAt(new Date(time));
const minuteOf = (time: number) => Number(clock(time).time.slice(3));
const isWhole = (time: number) => time % minuteMs === 0 && minuteOf(time) === 0;

const inZones = (check: (zone: string, range: { from: Date; to: Date }, of: readonly DayShift[]) => void) =>
  fc.assert(
    fc.property(fc.constantFrom(...zones), stretch, shifts, (zone, range, of) => {
      setPlantZone(zone);
      check(zone, range, of);
    }),
    { seed: 1, numRuns: 150 },
  );

test("whatever it is split by, the cells of a stretch follow on each other and are all of it", () => {
  inZones((_zone, range, of) => {
    for (const by of ["hour", "shift", "day", "week", "month"] as readonly TimeDimension[]) {
      const cells = gridOf({ ...range, by, shifts: of, eachShift: true });
      expect(cells[0]?.from).toBe(range.from.getTime());
      expect(cells.at(-1)?.to).toBe(range.to.getTime());
      for (const [index, { from, to }] of cells.entries()) {
        expect(to).toBeGreaterThan(from);
        if (index > 0) expect(from).toBe(cells[index - 1]!.to);
      }
      // Each has a name of its own, also an hour that the clock shows twice.
      expect(new Set(cells.map(({ key }) => key)).size).toBe(cells.length);
    }
  });
});

test("an hour is one of the plant's clock: from full hour to full hour, with the day and the hour that it shows", () => {
  inZones((zone, range) => {
    const cells = gridOf({ ...range, by: "hour", shifts: usualShifts });
    for (const [index, { from, to, key }] of cells.entries()) {
      const { day, time } = clock(from);
      expect(key.slice(0, 13)).toBe(`${day}T${time.slice(0, 2)}`);
      if (index === 0 || index === cells.length - 1) continue;
      // Only where a clock is put by half an hour, an hour begins or ends within one.
      if (zone === "Australia/Lord_Howe") continue;
      expect(isWhole(from)).toBe(true);
      expect(to - from).toBe(hourMs);
    }
  });
});

test("a day, and each shift of it, is what the clock says it is at every moment", () => {
  inZones((_zone, range, of) => {
    const days = gridOf({ ...range, by: "day", shifts: of });
    const each = gridOf({ ...range, by: "shift", shifts: of, eachShift: true });
    const step = Math.max(minuteMs, Math.floor((range.to.getTime() - range.from.getTime()) / 40));
    for (let time = range.from.getTime(); time < range.to.getTime(); time += step) {
      const { day, time: shown } = clock(time);
      expect(cellAt(days, time)?.key).toBe(day);
      const minute = Number(shown.slice(0, 2)) * 60 + Number(shown.slice(3));
      const named = cellAt(each, time)!;
      // Where clocks are put, the shift that began before goes on until the next one begins.
      if (
        clock(named.from).day !== clock(named.to - 1).day ||
        changes.some((change) => Math.abs(change - time) < 2 * dayMs)
      )
        continue;
      const shift = of.find(
        ({ start, end }) =>
          (minute >= start && minute < end) || (minute + 1_440 >= start && minute + 1_440 < end),
      );
      expect(named.key.split(" ")[1]).toBe(shift?.name);
    }
  });
});

test.each([
  ["Europe/Berlin", "2026-03-29", 23],
  ["Europe/Berlin", "2026-10-25", 25],
  ["America/New_York", "2026-03-08", 23],
  ["America/New_York", "2026-11-01", 25],
  ["Australia/Adelaide", "2026-10-04", 23],
  ["Australia/Adelaide", "2026-04-05", 25],
  ["Asia/Kolkata", "2026-10-25", 24],
])(
  "in %s the day %s has %i hours, in as many cells, and its three shifts are all of it",
  (zone, day, hours) => {
    setPlantZone(zone);
    const from = plantZone().momentOf(day);
    const to = plantZone().midnight(from, 1);
    const cells = gridOf({ from, to, by: "hour", shifts: usualShifts });
    expect(cells).toHaveLength(hours);
    expect(cells[0]?.key).toBe(`${day}T00:00`);
    expect(cells.at(-1)?.key).toBe(`${day}T23:00`);
    expect(gridOf({ from, to, by: "day", shifts: usualShifts })).toEqual([
      { from: from.getTime(), to: to.getTime(), key: day },
    ]);
    const three = gridOf({ from, to, by: "shift", shifts: usualShifts, eachShift: true });
    expect(three.map(({ key }) => key)).toEqual(["night", "day", "evening"].map((name) => `${day} ${name}`));
    expect(three.reduce((sum, cell) => sum + cell.to - cell.from, 0)).toBe(hours * hourMs);
  },
);

test("the hour that clocks show twice is two hours", () => {
  setPlantZone("Europe/Berlin");
  const from = new Date("2026-10-24T23:00:00Z");
  const cells = gridOf({ from, to: new Date(from.getTime() + 4 * hourMs), by: "hour", shifts: usualShifts });
  expect(cells.map(({ key }) => key)).toEqual([
    "2026-10-25T01:00",
    "2026-10-25T02:00",
    "2026-10-25T02:00+01:00",
    "2026-10-25T03:00",
  ]);
});
