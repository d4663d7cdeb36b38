import { expect, test } from "vitest";
import { eachStretchWhole } from "./stretches.ts";

test.each([
  ["energy per unit this month vs last", "energy per unit this month vs last month"],
  ["scrap this week compared to the previous one?", "scrap this week compared to previous week?"],
  ["OEE this vs last month", "OEE this month vs last month"],
])("%s", (text, whole) => expect(eachStretchWhole(text)).toBe(whole.toLowerCase()));

test.each(["this week and last year's peak", "this month vs last shift", "the last week"])(
  "%s stays as it is",
  (text) => expect(eachStretchWhole(text)).toBe(text),
);
