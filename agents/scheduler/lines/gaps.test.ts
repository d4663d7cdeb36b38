import { expect, test } from "vitest";
import { gapsBetween } from "./gaps.ts";

const taken = [
  { from: 50, to: 60 },
  { from: 0, to: 10 },
  { from: 12, to: 30 },
  { from: 20, to: 25 },
];

test("gaps are what lies between stretches that are taken, and what is behind the last", () => {
  expect(gapsBetween(taken, { from: 5, until: undefined, least: 2 })).toEqual([
    { from: 10, to: 12 },
    { from: 30, to: 50 },
    { from: 60, to: undefined },
  ]);
  expect(gapsBetween(taken, { from: 35, until: undefined, least: 10 })).toEqual([
    { from: 35, to: 50 },
    { from: 60, to: undefined },
  ]);
  expect(gapsBetween([], { from: 5, until: undefined, least: 2 })).toEqual([{ from: 5, to: undefined }]);
});

test("a window ends the last gap, and one that is too short is none", () => {
  expect(gapsBetween(taken, { from: 0, until: 45, least: 15 })).toEqual([{ from: 30, to: 45 }]);
  expect(gapsBetween(taken, { from: 0, until: 40, least: 15 })).toEqual([]);
  expect(gapsBetween(taken, { from: 55, until: 100, least: 15 })).toEqual([{ from: 60, to: 100 }]);
});
