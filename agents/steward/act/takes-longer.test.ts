import { afterEach, expect, test, vi } from "vitest";
import { takesLonger } from "./takes-longer.ts";

afterEach(() => void vi.useRealTimers());

test("who waits is told what for, unless the answer or its failure is there by then", async () => {
  vi.useFakeTimers();
  const never = takesLonger(new Promise(() => {}), 1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await never).toBe(true);
  expect(await takesLonger(Promise.resolve("told"), 1_000)).toBe(false);
  expect(await takesLonger(Promise.reject(new Error("no plan")), 1_000)).toBe(false);
});
