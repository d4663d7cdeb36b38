import { expect, test } from "vitest";
import {
  InfeasibleError,
  type ProblemError,
  parseProblem,
  plan,
  repair,
  verify,
  withLapsed,
} from "./index.ts";
import { contradictions } from "./schema/contradictions.ts";
import { datedTimes, tellContradiction } from "./tell.ts";

const hour = 3_600;
const step = (id: string, resource: string, more: object = {}) => ({
  id,
  alternatives: [{ resource, duration: 2 * hour }],
  ...more,
});
const urgent = { id: "URGENT", weight: 100, release: 0, due: 0, operations: [step("1", "OVEN")] };
const problem = (latestStart: number | undefined) =>
  parseProblem({
    resources: [{ id: "OVEN" }],
    orders: [
      urgent,
      { ...urgent, id: "URGENT-2" },
      {
        id: "PRINTED",
        weight: 1,
        release: 0,
        due: 90 * hour,
        operations: [step("2", "OVEN", { latestStart })],
      },
    ],
  });
const startOf = (found: { operations: readonly { orderId: string; start: number }[] }) =>
  found.operations.find(({ orderId }) => orderId === "PRINTED")!.start;

test("what has ended before an operation waits no longer than it keeps, whoever is more urgent, however the plan is made", async () => {
  for (const limit of [0, 2 * hour, 3 * hour]) {
    const given = problem(limit);
    for (const options of [{ constructOnly: true }, { iterations: 200 }, { budgetMs: 200 }]) {
      const found = await plan(given, options);
      expect(verify(given, found)).toEqual([]);
      expect(startOf(found)).toBeLessThanOrEqual(limit);
    }
  }
  // Without the limit it comes last.
  expect(startOf(await plan(problem(undefined), { iterations: 200 }))).toBe(4 * hour);
});

test("a repair keeps a latest start, and the verifier finds one that is broken", async () => {
  const given = problem(3 * hour);
  const before = await plan(given, { iterations: 200 });
  const rush = { ...urgent, id: "RUSH", weight: 1_000, operations: given.orders[0]!.operations };
  const mended = await repair(given, before, [{ kind: "rush", order: rush }], { iterations: 100 });
  expect(verify(mended.problem, mended.plan)).toEqual([]);
  expect(startOf(mended.plan)).toBeLessThanOrEqual(3 * hour);
  const free = await plan(problem(undefined), { iterations: 200 });
  expect(verify(given, free)).toMatchObject([{ rule: "latestStart", subject: "PRINTED/2" }]);
});

test("a latest start that nothing can keep is told, and planned around where it may be", async () => {
  const closed = {
    ...problem(hour),
    resources: [{ id: "OVEN", calendar: [[5 * hour, 900 * hour]] as [number, number][] }],
  };
  await expect(plan(closed, { iterations: 10 })).rejects.toThrow(InfeasibleError);
  await expect(plan(closed, { iterations: 10 })).rejects.toThrow(
    /PRINTED\/2 needs a latestStart 14400 s later/,
  );
  let missed: readonly string[] = [];
  const found = await plan(closed, {
    iterations: 10,
    onLapsed: (keys) => {
      missed = keys;
    },
  });
  expect(missed).toEqual(["PRINTED/2"]);
  const told = withLapsed(closed, missed);
  expect(verify(told, found)).toEqual([]);
  expect(verify(closed, found).map(({ rule }) => rule)).toEqual(["latestStart"]);
  const [one] = contradictions(told, found);
  expect(one).toMatchObject({ kind: "latestStart", operation: "PRINTED/2", by: hour });
  const start = new Date("2026-11-02T00:00:00Z");
  expect(
    tellContradiction(
      one!,
      datedTimes(start, (time) => time.toISOString()),
    ).en,
  ).toContain("waits too long");
  // One that lies in the past is missed as well.
  expect((await repair(problem(-1), found, [])).lapsed).toEqual(["PRINTED/2"]);
});

test("a wrong latest start is refused with its field", () => {
  const issues = (more: object, latestStart: unknown = 0) => {
    try {
      parseProblem({
        resources: [{ id: "OVEN" }],
        orders: [{ ...urgent, operations: [step("1", "OVEN", more), step("2", "OVEN", { latestStart })] }],
      });
    } catch (error) {
      return (error as ProblemError).issues.map(({ path }) => path);
    }
    return [];
  };
  expect(issues({})).toEqual(["orders.0.operations.1.latestStart"]);
  expect(issues({ latestStart: "soon" }, undefined)).toEqual(["orders.0.operations.0.latestStart"]);
  expect(issues({ latestStart: 0.5 }, undefined)).toEqual(["orders.0.operations.0.latestStart"]);
});
