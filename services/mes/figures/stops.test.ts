import { expect, test } from "vitest";
import { stopsOf } from "./stops.ts";

/** Stops of states that follow each other, each given by its code, its reason and its minutes; the last one lasts. */
const stops = (...states: readonly (readonly [number | null, string, number?])[]) => {
  let at = 0;
  return stopsOf(
    states.map(([code, reason, minutes = Number.POSITIVE_INFINITY]) => {
      const from = at;
      at += minutes;
      return { from, to: at, code, reason };
    }),
  );
};

test("a stop is one until the line is up, and has the last reason that was told", () => {
  expect(stops([1100, "", 10], [5300, "", 2], [5300, "FEEDER", 30], [1100, ""])).toEqual([
    { from: 10, to: 42, reason: "FEEDER" },
  ]);
  expect(stops([5300, "FEEDER", 5], [5300, "", 5], [5300, "HEAD"])).toEqual([
    { from: 0, to: Number.POSITIVE_INFINITY, reason: "HEAD" },
  ]);
  expect(stops([5300, "FEEDER", 5], [5300, "", 5], [4500, ""])).toEqual([
    { from: 0, to: 10, reason: "FEEDER" },
  ]);
  expect(stops([5300, "JAM", 5], [1100, "", 1], [5300, "JAM", 5], [2202, ""])).toHaveLength(2);
});

test("a stop goes on over a lost connection where the line is still down after it, else it ends with it", () => {
  expect(stops([5300, "JAM", 5], [null, "", 20], [5300, "", 3], [1100, ""])).toEqual([
    { from: 0, to: 28, reason: "JAM" },
  ]);
  expect(stops([5300, "JAM", 5], [null, "", 20], [1100, "", 3], [5300, "", 4], [null, ""])).toEqual([
    { from: 0, to: 5, reason: "JAM" },
    { from: 28, to: 32, reason: "" },
  ]);
  expect(stops([null, "", 5], [2202, "", 4])).toEqual([]);
});
