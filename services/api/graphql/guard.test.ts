import { expect, test } from "vitest";
import { createStreams } from "./guard.ts";

const settled = () => new Promise((done) => setImmediate(done));

test("where it is not known whose session has ended, the streams end of those that are none any more, and no others", async () => {
  const streams = createStreams();
  const [gone, here, unknown] = [new AbortController(), new AbortController(), new AbortController()];
  let isOver = false;
  streams.add("gone", gone, async () => !isOver);
  streams.add("here", here, async () => true);
  streams.add("unknown", unknown, async () => {
    if (isOver) throw new Error("The data store is away.");
    return true;
  });
  await settled();
  expect([gone, here, unknown].map(({ signal }) => signal.aborted)).toEqual([false, false, false]);
  isOver = true;
  streams.sessionEnded("");
  await settled();
  expect([gone, here, unknown].map(({ signal }) => signal.aborted)).toEqual([true, false, true]);
});

test("a session that ends while its stream opens ends the stream too", async () => {
  const streams = createStreams();
  const late = new AbortController();
  // It was told before this stream was open.
  streams.sessionEnded("S-1");
  streams.add("S-1", late, async () => false);
  await settled();
  expect(late.signal.aborted).toBe(true);
});
