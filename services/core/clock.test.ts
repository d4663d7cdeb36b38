import { expect, test } from "vitest";
import { createPlantClock } from "./clock.ts";

test("plant time runs from its anchor at its speed", () => {
  let wall = 1_000;
  const clock = createPlantClock({ plantAnchor: 500_000, wallAnchor: 1_000, speed: 60 }, () => wall);
  expect(clock.now().getTime()).toBe(500_000);
  wall += 1_000;
  expect(clock.now().getTime()).toBe(560_000);
  expect(clock.wallMsUntil(new Date(620_000))).toBe(1_000);
  expect(clock.wallMsUntil(new Date(0))).toBe(0);
});

test("without a setting, plant time is wall time", () => {
  expect(
    createPlantClock(undefined, () => 42)
      .now()
      .getTime(),
  ).toBe(42);
});
