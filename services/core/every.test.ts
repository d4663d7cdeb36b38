import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { every } from "./every.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("looks follow on each other, one at a time; one that fails is told and the next comes", async () => {
  const failures: string[] = [];
  const ends: (() => void)[] = [];
  let [running, most] = [0, 0];
  const looking = every(
    1_000,
    async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
      if (ends.length === 1) throw new Error("away");
    },
    ({ message }) => failures.push(message),
  );
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ends).toHaveLength(1);
  ends[0]!();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([ends.length, most, failures]).toEqual([2, 1, ["away"]]);

  let isClosed = false;
  const closed = looking.close().then(() => (isClosed = true));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(isClosed).toBe(false);
  ends[1]!();
  await closed;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ends).toHaveLength(2);
});
