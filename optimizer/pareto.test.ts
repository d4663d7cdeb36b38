import { expect, test } from "vitest";
import { paretoPlans, parseProblem, plan, verify, verifyObjective, withPrevious } from "./index.ts";
import { randomConstrainedProblem } from "./random-constrained.ts";
import { randomProblem } from "./random-problem.ts";
import { terms } from "./schema/objective.ts";

test("a few plans, none better than another in every term, all by the problem's own weights", async () => {
  for (const seed of [1, 2, 3]) {
    const problem = parseProblem(randomConstrainedProblem(seed, 12, { energy: true }));
    const found = await paretoPlans(problem, { iterations: 150, seed });
    expect(found.length).toBeGreaterThan(1);
    for (const { plan: one } of found) {
      expect([...verify(problem, one), ...verifyObjective(problem, one)]).toEqual([]);
      for (const { plan: other } of found)
        if (other !== one)
          expect(terms.some((term) => one.terms[term] < other.terms[term] - 1e-9)).toBe(true);
    }
  }
});

test("terms in turn: set-ups first, then lateness, and the other way round", async () => {
  const problem = randomProblem(4, 25);
  const first = async (...lexicographic: ("tardiness" | "setup")[]) => {
    const wanted = parseProblem({ ...problem, objective: { lexicographic } });
    const found = await plan(wanted, { iterations: 2_000 });
    expect(verifyObjective(wanted, found)).toEqual([]);
    return found.terms;
  };
  const byLateness = await first("tardiness", "setup");
  const bySetup = await first("setup", "tardiness");
  expect(bySetup.setup).toBeLessThan(byLateness.setup);
  expect(byLateness.tardiness).toBeLessThan(bySetup.tardiness);
  expect(() => parseProblem({ ...problem, objective: { lexicographic: ["setup", "setup"] } })).toThrow(
    "objective.lexicographic.1: setup is there twice",
  );
});

test("the more change costs, the less of the plan before changes", async () => {
  const problem = randomProblem(6, 25);
  const before = await plan(problem, { iterations: 500 });
  const rush = { ...problem.orders[0]!, id: "RUSH", weight: 9, due: 12 * 3_600 };
  const next = withPrevious({ ...problem, orders: [...problem.orders, rush] }, before);
  const changeAt = async (change: number) => {
    const wanted = parseProblem({ ...next, objective: { tardiness: 1, setup: 0.05, change } });
    const found = await plan(wanted, { iterations: 2_000 });
    expect([...verify(wanted, found), ...verifyObjective(wanted, found)]).toEqual([]);
    return found.terms.change;
  };
  expect(await changeAt(50)).toBeLessThan(await changeAt(0));
});

test("where the plan before was on a resource that is gone, nothing is to stay", async () => {
  const problem = randomProblem(6, 2);
  const before = await plan(problem, { constructOnly: true });
  const operations = before.operations.map((place) => ({ ...place, resource: "GONE" }));
  const next = parseProblem(withPrevious(problem, { operations }));
  expect(next.orders.flatMap((order) => order.operations.flatMap(({ previous }) => previous ?? []))).toEqual(
    [],
  );
});
