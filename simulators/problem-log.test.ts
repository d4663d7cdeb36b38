import { afterEach, expect, test, vi } from "vitest";
import { createProblemLog } from "./problem-log.ts";

afterEach(() => vi.useRealTimers());

test("what many machines meet each second is told once a minute, with how often it came", () => {
  const lines: string[] = [];
  vi.useFakeTimers({ now: 0, toFake: ["Date"] });
  const log = createProblemLog((line) => lines.push(line));
  for (let second = 0; second < 61; second += 1) {
    vi.setSystemTime(second * 1_000);
    for (const machine of ["SMT-1", "SMT-2", "AGV-01"]) log(`${machine}: connect ECONNREFUSED`);
  }
  log("TC-1: command refused");
  expect(lines).toEqual([
    "SMT-1: connect ECONNREFUSED",
    "SMT-1: connect ECONNREFUSED (and 179 more of the kind)",
    "TC-1: command refused",
  ]);
});
