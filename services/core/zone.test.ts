import fc from "fast-check";
import { expect, test } from "vitest";
import { createZone, isZone } from "./zone.ts";

const shanghai = createZone("Asia/Shanghai");
const berlin = createZone("Europe/Berlin");
const newYork = createZone("America/New_York");
const kolkata = createZone("Asia/Kolkata");

test("shows a moment as the plant's clock does", () => {
  const moment = new Date("2026-11-27T20:30:45Z");
  expect(shanghai.dayTimeAt(moment)).toEqual({ day: "2026-11-28", time: "04:30" });
  expect(berlin.dayTimeAt(moment)).toEqual({ day: "2026-11-27", time: "21:30" });
  expect(newYork.dayTimeAt(moment)).toEqual({ day: "2026-11-27", time: "15:30" });
  expect(kolkata.dayTimeAt(moment)).toEqual({ day: "2026-11-28", time: "02:00" });
});

test("finds the moment of a day and time, on either side of a change of clocks", () => {
  expect(berlin.momentOf("2026-10-24", "12:00").toISOString()).toBe("2026-10-24T10:00:00.000Z");
  expect(berlin.momentOf("2026-10-26", "12:00").toISOString()).toBe("2026-10-26T11:00:00.000Z");
  expect(newYork.momentOf("2026-03-08").toISOString()).toBe("2026-03-08T05:00:00.000Z");
  expect(newYork.momentOf("2026-03-09").toISOString()).toBe("2026-03-09T04:00:00.000Z");
});

test("takes the first of a time that comes twice, and goes on after one that does not come", () => {
  expect(berlin.momentOf("2026-10-25", "02:30").toISOString()).toBe("2026-10-25T00:30:00.000Z");
  expect(berlin.momentOf("2026-03-29", "02:30").toISOString()).toBe("2026-03-29T01:30:00.000Z");
});

test("counts days by the clock, not by their hours", () => {
  const noon = new Date("2026-10-24T10:00:00Z");
  expect(berlin.midnight(noon).toISOString()).toBe("2026-10-23T22:00:00.000Z");
  expect(berlin.midnight(noon, 1).toISOString()).toBe("2026-10-24T22:00:00.000Z");
  expect(berlin.midnight(noon, 2).toISOString()).toBe("2026-10-25T23:00:00.000Z");
  expect(berlin.midnight(noon, -1).toISOString()).toBe("2026-10-22T22:00:00.000Z");
});

test("comes back to the minute that it showed, wherever it shows each time once", () => {
  const names = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];
  const zones = names.map(createZone);
  fc.assert(
    fc.property(fc.nat(4), fc.integer({ min: 25_000_000, max: 35_000_000 }), (at, minute) => {
      const zone = zones[at]!;
      const moment = new Date(minute * 60_000);
      const { day, time } = zone.dayTimeAt(moment);
      const found = zone.momentOf(day, time);
      expect(zone.dayTimeAt(found)).toEqual({ day, time });
      // Of an hour that comes twice, the first.
      expect(moment.getTime() - found.getTime()).toBeGreaterThanOrEqual(0);
      expect(moment.getTime() - found.getTime()).toBeLessThanOrEqual(3_600_000);
    }),
  );
});

test("knows which names are zones", () => {
  expect(isZone("Europe/Berlin")).toBe(true);
  expect(isZone("Berlin")).toBe(false);
  expect(shanghai.momentOf("next week").getTime()).toBeNaN();
});
