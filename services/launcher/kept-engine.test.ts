import { expect, test } from "vitest";
import { type Engine, keepEngine } from "./kept-engine.ts";

test("an engine that comes back while it is being stopped is stopped too", async () => {
  const running = new Set<number>();
  let pid = 0;
  const engine = (ended: Promise<string>): Engine => {
    const own = ++pid;
    running.add(own);
    return { pid: own, ended, stop: async () => void running.delete(own) };
  };
  const coming = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const { stop } = await keepEngine({
    title: "Engine",
    start: async () => {
      if (pid === 0) return engine(Promise.resolve("PANIC: no space left on device"));
      begun.resolve();
      await coming.promise;
      return engine(new Promise(() => {}));
    },
    onStart: () => {},
    say: () => {},
  });
  await begun.promise;
  const stopped = stop();
  coming.resolve();
  await stopped;
  expect(running.size).toBe(0);
});
