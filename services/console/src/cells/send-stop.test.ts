import { expect, test, vi } from "vitest";
import { sendStop } from "./send-stop.ts";

test("a stop on a dead network is told to have failed with the first try, not when the browser gives up", async () => {
  const told: number[] = [];
  let tries = 0;
  // No answer ever comes: a try ends when it is given up.
  const send = async (signal: AbortSignal) => {
    tries++;
    signal.throwIfAborted();
    await new Promise(() => {});
  };
  const patience = () => AbortSignal.abort();
  expect(await sendStop(send, () => told.push(tries), patience)).toBe(false);
  expect(told).toEqual([1, 2, 3]);
});

test("one that gets through is not sent again", async () => {
  const send = vi.fn().mockRejectedValueOnce(new TypeError("Failed to fetch")).mockResolvedValue({});
  const failed = vi.fn();
  expect(await sendStop(send, failed)).toBe(true);
  expect([send.mock.calls.length, failed.mock.calls.length]).toEqual([2, 1]);
});
