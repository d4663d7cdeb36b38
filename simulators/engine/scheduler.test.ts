import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createRandomStream } from "./random.ts";
import { createPacedScheduler, createVirtualScheduler } from "./scheduler.ts";

test("virtual time runs actions by time, then in the order asked", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const scheduler = createVirtualScheduler(0);
      const ran: [number, number][] = [];
      for (const [index, time] of times.entries()) scheduler.at(time, () => ran.push([time, index]));
      scheduler.runUntil(100);
      const expected = times
        .map((time, index): [number, number] => [time, index])
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(ran).toEqual(expected);
    }),
  );
});

test("a cancelled action does not run, and an action may ask for more", () => {
  const scheduler = createVirtualScheduler(0);
  const seen: number[] = [];
  const cancel = scheduler.at(5, () => seen.push(-1));
  scheduler.at(1, () => {
    cancel();
    scheduler.at(2, () => seen.push(scheduler.now()));
  });
  scheduler.runUntil(10);
  expect(seen).toEqual([2]);
});

test("paced time is wall time from the anchor, times the speed", () => {
  vi.useFakeTimers({ now: 1_000 });
  try {
    const scheduler = createPacedScheduler({ plantAnchor: 0, wallAnchor: 1_000, speed: 60 });
    const action = vi.fn();
    scheduler.at(60_000, action);
    vi.advanceTimersByTime(999);
    expect(action).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(action).toHaveBeenCalledOnce();
    expect(scheduler.now()).toBe(60_000);
  } finally {
    vi.useRealTimers();
  }
});

test("streams have the mean they are asked for", () => {
  const random = createRandomStream(7, "x");
  const mean = (draw: () => number) =>
    Array.from({ length: 20_000 }, draw).reduce((sum, value) => sum + value, 0) / 20_000;
  expect(mean(() => random.exponential(10))).toBeCloseTo(10, 0);
  expect(mean(() => random.logNormal(30, 0.3))).toBeCloseTo(30, 0);
});
