import { expect, test } from "vitest";
import { createPatrol } from "./patrol.ts";

test("a timer that fires a moment early does not have a round gone twice", async () => {
  const minuteMs = 60_000;
  let now = 0;
  const due: { readonly time: number; readonly action: () => void }[] = [];
  const scheduler = {
    now: () => now,
    at: (time: number, action: () => void) => {
      due.push({ time, action });
      return () => {};
    },
  };
  const patrol = createPatrol({
    // Nobody listens: what it sends waits and is thrown away.
    url: "mqtt://127.0.0.1:9",
    site: "plant",
    patroller: "DOG-1",
    routes: [{ id: "NIGHT", firstMinute: 60, everyMinutes: 120, checkpoints: [] } as never],
    seed: 1,
    scheduler,
    minuteOfDay: (time) => Math.floor(time / minuteMs) % 1_440,
    onProblem: () => {},
  });
  const begun: number[] = [];
  while (begun.length < 6) {
    const next = due.shift()!;
    begun.push(next.time / minuteMs);
    now = next.time - 1;
    next.action();
  }
  expect(begun).toEqual([60, 180, 300, 420, 540, 660]);
  await patrol.close();
});
