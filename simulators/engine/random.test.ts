import { expect, test } from "vitest";
import { createRandomStream } from "./random.ts";

test("what is drawn by weights comes as often as they are large, and what weighs nothing never", () => {
  const random = createRandomStream(1, "weights");
  const drawn = [0, 0, 0];
  for (let time = 0; time < 4_000; time += 1) drawn[random.weighted([1, 0, 3])]! += 1;
  expect(drawn[1]).toBe(0);
  expect(drawn[2]! / drawn[0]!).toBeCloseTo(3, 0);
});
