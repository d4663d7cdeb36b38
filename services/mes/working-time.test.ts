import { afterEach, expect, test } from "vitest";
import { plantZone, setPlantZone } from "../core/zone.ts";
import { daily, weekly } from "./working-time.ts";

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
