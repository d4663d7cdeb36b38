import { expect, test, vi } from "vitest";
import { type Plan, type Problem, parseProblem } from "../../../optimizer/index.ts";
import type { OpenSnapshot } from "../desk/snapshot.ts";
import { createPlannedOn } from "./planned-on.ts";

const start = Date.parse("2026-11-02T08:00:00Z");
const hourMs = 3_600_000;
const after = (hours: number) => new Date(start + hours * hourMs);
const planOf = (objective: number) => ({ objective, operations: [] }) as unknown as Plan;
const openSnapshot = () =>
  ({
    problem: parseProblem({ resources: [{ id: "SMT-1", calendar: [[0, 100]] }], orders: [] }),
    plan: planOf(10),
    at: (time: Date) => (time.getTime() - start) / 1_000,
  }) as unknown as OpenSnapshot;
const better = () => vi.fn(async (_problem: Problem, { objective }: Plan) => planOf(objective - 1));

test("what more time is held against is planned on twice from the plan in force, once for all questions of the hour", async () => {
  const search = better();
  const plannedOn = createPlannedOn(search);
  const snapshot = openSnapshot();
  const first = plannedOn(snapshot, after(1), 200);
  expect([await first.once, await first.twice]).toEqual([planOf(9), planOf(8)]);
  expect(plannedOn(snapshot, after(1.9), 200)).toBe(first);
  expect(search).toHaveBeenCalledTimes(2);
});

test("another plan, another effort and a later hour are planned on anew", async () => {
  const search = better();
  const plannedOn = createPlannedOn(search);
  const snapshot = openSnapshot();
  const others = [
    plannedOn(snapshot, after(1), 200),
    plannedOn(snapshot, after(1), 400),
    plannedOn(snapshot, after(3), 400),
    plannedOn(openSnapshot(), after(3), 400),
  ];
  await Promise.all(others.map(({ twice }) => twice));
  expect(new Set(others).size).toBe(4);
  expect(search).toHaveBeenCalledTimes(8);
});

test("a search that fails is told to who asked, and tried again for the next", async () => {
  const search = better().mockRejectedValueOnce(new Error("no plan"));
  const plannedOn = createPlannedOn(search);
  const snapshot = openSnapshot();
  const failed = plannedOn(snapshot, after(1), 200);
  await expect(failed.twice).rejects.toThrow("no plan");
  expect(await plannedOn(snapshot, after(1), 200).once).toEqual(planOf(9));
});

test("where nothing better is found from there, the first stays", async () => {
  const search = better();
  search.mockResolvedValueOnce(planOf(9)).mockRejectedValueOnce(new Error("no plan"));
  expect(await createPlannedOn(search)(openSnapshot(), after(1), 200).twice).toEqual(planOf(9));
});
