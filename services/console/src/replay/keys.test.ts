import { expect, test } from "vitest";
import { keyLeads } from "./keys.ts";

const times = (...list: number[]) => list.map((time) => ({ time }));
const stops = { from: 0, to: 100, events: times(10, 10, 20, 30), marks: times(20) };
const walk = (key: string, at: number, steps: number) =>
  Array.from({ length: steps }, () => (at = keyLeads(key, at, stops)!));

test("arrows go from event to event, events of one moment at once, and on to the ends", () => {
  expect(walk("ArrowRight", 0, 4)).toEqual([10, 20, 30, 100]);
  expect(walk("ArrowLeft", 100, 4)).toEqual([30, 20, 10, 0]);
  expect(keyLeads("ArrowLeft", 20.5, stops)).toBe(20);
});

test("brackets go from mark to mark, Home and End to the ends, and other keys nowhere", () => {
  expect(walk("]", 0, 2)).toEqual([20, 100]);
  expect(walk("[", 100, 2)).toEqual([20, 0]);
  expect([keyLeads("Home", 50, stops), keyLeads("End", 50, stops), keyLeads("x", 50, stops)]).toEqual([
    0,
    100,
    undefined,
  ]);
});
