import fc from "fast-check";
import { expect, test } from "vitest";
import { plantZone, setPlantZone } from "../../../core/zone.ts";
import { linkOf, placeOf, presets, rangeOf, usualRange, within } from "./stretch.ts";

const at = (text: string) => Date.parse(text);
const recorded = { from: at("2026-11-02T08:00+08:00"), to: at("2026-11-03T13:30+08:00") };
const told = (range: { from: number; to: number } | undefined) =>
  range && [range.from, range.to].map((time) => new Date(time + 8 * 3_600_000).toISOString().slice(5, 16));

test("presets are of plant time, and only of what is recorded", () => {
  expect(told(rangeOf("lastHour", recorded))).toEqual(["11-03T12:30", "11-03T13:30"]);
  expect(told(rangeOf("lastShift", recorded))).toEqual(["11-03T00:00", "11-03T08:00"]);
  expect(told(rangeOf("sinceMidnight", recorded))).toEqual(["11-03T00:00", "11-03T13:30"]);
  expect(told(rangeOf("lastDay", recorded))).toEqual(["11-02T13:30", "11-03T13:30"]);
  const young = { from: recorded.from, to: recorded.from + 600_000 };
  for (const preset of presets) expect(told(rangeOf(preset, young))).toEqual(["11-02T08:00", "11-02T08:10"]);
  expect(within({ from: 0, to: 5 }, recorded)).toBeUndefined();
});

test.each([
  // Clocks go back at three, and forward at two: the night's shift has nine hours, and seven.
  ["Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00.000Z", "2026-10-25T07:00:00.000Z"],
  ["Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00.000Z", "2026-03-29T06:00:00.000Z"],
  ["America/New_York", "2026-11-01T20:00:00Z", "2026-11-01T04:00:00.000Z", "2026-11-01T13:00:00.000Z"],
  ["Asia/Kolkata", "2026-11-03T09:00:00Z", "2026-11-02T18:30:00.000Z", "2026-11-03T02:30:00.000Z"],
])("the last shift of %s before %s", (zone, now, from, to) => {
  const before = plantZone().name;
  setPlantZone(zone);
  try {
    const range = rangeOf("lastShift", { from: at("2026-01-01T00:00Z"), to: at(now) })!;
    expect([range.from, range.to].map((time) => new Date(time).toISOString())).toEqual([from, to]);
  } finally {
    setPlantZone(before);
  }
});

test("the page opens on today, and on the shift before while today has hardly begun", () => {
  expect(told(usualRange(recorded))).toEqual(["11-03T00:00", "11-03T13:30"]);
  const early = { ...recorded, to: at("2026-11-03T00:20+08:00") };
  expect(told(usualRange(early))).toEqual(["11-02T16:00", "11-03T00:00"]);
});

test("a link holds stretch and moment, and anything else is no place", () => {
  fc.assert(
    fc.property(fc.nat(4e12), fc.integer({ min: 1, max: 1e9 }), fc.nat(1e9), (from, length, inside) => {
      const place = { from, to: from + length, at: from + Math.min(length, inside) };
      expect(placeOf(linkOf(place))).toEqual(place);
      // Between two milliseconds nothing happens, so the later one shows the same.
      expect(placeOf(linkOf({ ...place, at: place.at - 0.4 }))).toEqual(place);
    }),
    { seed: 1, numRuns: 100 },
  );
  const base = "#replay?from=2026-11-02T00:00:00Z&to=2026-11-02T01:00:00Z";
  expect(placeOf(base)?.at).toBe(at("2026-11-02T00:00:00Z"));
  expect(placeOf(`${base}&at=2027-01-01T00:00:00Z`)?.at).toBe(at("2026-11-02T01:00:00Z"));
  for (const hash of [
    "",
    "#replay",
    "#replays?from=0",
    "#replay?from=x&to=y",
    "#replay?from=2026-11-03&to=2026-11-02",
  ])
    expect(placeOf(hash)).toBeUndefined();
});
