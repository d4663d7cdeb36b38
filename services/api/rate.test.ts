import { expect, test } from "vitest";
import { createRate } from "./rate.ts";

test("a key may do a burst at once, then so much in a second, and no key costs another anything", () => {
  let now = 0;
  const rate = createRate({ perSecond: 10, burst: 3, now: () => now });
  expect([rate.take("a"), rate.take("a"), rate.take("a")]).toEqual([2, 1, 0]);
  expect(rate.take("a")).toBeLessThan(0);
  expect(rate.take("b")).toBe(2);
  now += 1_000;
  expect(rate.take("a")).toBe(2);
});

test("whoever goes on all the same waits for it, but never longer than a burst takes", () => {
  let now = 0;
  const rate = createRate({ perSecond: 1, burst: 2, now: () => now });
  for (let tries = 0; tries < 100; tries += 1) rate.take("a");
  now += 4_000;
  expect(rate.take("a")).toBeGreaterThanOrEqual(0);
});
