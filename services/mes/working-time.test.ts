import { afterEach, expect, test } from "vitest";
import { plantZone, setPlantZone } from "../core/zone.ts";
import { daily, horizonUntil, weekly } from "./working-time.ts";

const usual = plantZone().name;
afterEach(() => setPlantZone(usual));

const starts = (zone: string, now: string, from: number, to: number): string[] => {
  setPlantZone(zone);
  const begin = new Date(now);
  return weekly(daily(from, to), begin)
    .slice(0, 4)
    .map(([start]) => new Date(begin.getTime() + start * 1_000).toISOString());
};

test("shifts begin by the plant's clock", () => {
  expect(starts("Asia/Shanghai", "2026-11-02T12:00:00Z", 480, 1_020)[0]).toBe("2026-11-03T00:00:00.000Z");
  expect(starts("America/New_York", "2026-11-02T12:00:00Z", 480, 1_020)[0]).toBe("2026-11-02T13:00:00.000Z");
});

test("shifts begin at the same time of day after clocks have changed", () => {
  expect(starts("Europe/Berlin", "2026-10-23T22:00:00Z", 480, 1_020)).toEqual([
    "2026-10-24T06:00:00.000Z",
    "2026-10-25T07:00:00.000Z",
    "2026-10-26T07:00:00.000Z",
    "2026-10-27T07:00:00.000Z",
  ]);
});

test("a night shift is an hour longer when clocks are put back in it", () => {
  setPlantZone("Europe/Berlin");
  const lengths = weekly(daily(1_320, 1_800), new Date("2026-10-23T10:00:00Z")).map(
    ([from, to]) => to - from,
  );
  expect(lengths.slice(0, 3).map((seconds) => seconds / 3_600)).toEqual([8, 9, 8]);
});

test("working hours of a day and night run on without a gap", () => {
  setPlantZone("America/New_York");
  expect(weekly(daily(0, 1_440), new Date("2026-10-30T12:00:00Z"))).toHaveLength(1);
});

const daySeconds = 86_400;

test("calendars reach twice as far as the latest due date, within bounds", () => {
  const now = new Date("2026-11-02T00:00:00+08:00");
  const inDays = (days: number) => new Date(now.getTime() + days * daySeconds * 1_000);
  expect(horizonUntil(undefined, now)).toBe(60 * daySeconds);
  expect(horizonUntil(inDays(-3), now)).toBe(60 * daySeconds);
  expect(horizonUntil(inDays(84), now)).toBe(168 * daySeconds);
  expect(horizonUntil(inDays(40_000), now)).toBe(1_460 * daySeconds);
});

test("a weekly calendar has windows up to its horizon", () => {
  const windows = weekly(daily(480, 960), new Date("2026-11-02T00:00:00+08:00"), 168 * daySeconds);
  expect(windows).toHaveLength(168);
  expect(windows.at(-1)).toEqual([167 * daySeconds + 480 * 60, 167 * daySeconds + 960 * 60]);
});

test("of two shifts that overlap the later end counts", () => {
  setPlantZone("UTC");
  const shifts = [...daily(480, 1_200), ...daily(540, 1_020)];
  const [first] = weekly(shifts, new Date("2026-11-02T00:00:00Z"));
  expect(first).toEqual([8 * 3_600, 20 * 3_600]);
});
