import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLogger } from "./log.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const logged = () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger("test", "info", { write: (line) => lines.push(JSON.parse(line)) });
  return { log, lines, said: () => lines.map(({ msg, repeated }) => [msg, repeated]) };
};

test("an engine that is away for an hour is told once a minute, with how often it was asked", () => {
  const { log, said } = logged();
  for (let second = 0; second < 3_600; second += 1) {
    log.warn({ error: "connect ECONNREFUSED\nat 1", topic: `t${second % 7}` }, "ingest waits");
    vi.advanceTimersByTime(1_000);
  }
  expect(said()).toHaveLength(60);
  expect(said().slice(0, 2)).toEqual([
    ["ingest waits", undefined],
    ["ingest waits", 59],
  ]);
});

test("another failure, one that is looked for by its number, and what is no failure are told each", () => {
  const { log, said } = logged();
  for (let times = 0; times < 3; times += 1) {
    log.warn({ error: "away" }, "a");
    log.warn({ error: `gone ${times}` }, "a");
    log.error({ error: "away", reference: "r" }, "b");
    log.error({ error: "away", requestId: "q" }, "c");
    log.info({ error: "away" }, "d");
    log.warn({ topic: "x" }, "e");
    log.warn("f");
  }
  const times = (wanted: string) => said().filter(([msg]) => msg === wanted).length;
  expect(["a", "b", "c", "d", "e", "f"].map(times)).toEqual([4, 3, 3, 3, 3, 3]);
});
