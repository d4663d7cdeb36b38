import { expect, test } from "vitest";
import { parseProblem, plan, verify } from "../../../optimizer/index.ts";
import { contradictions } from "../../../optimizer/schema/contradictions.ts";
import { replan, settled } from "./replan.ts";

const hour = 3_600;

test("a plan that is carried on is measured by what its own orders cost at least, not those of the plan before", async () => {
  const order = (id: string, due: number) => ({
    id,
    release: 0,
    due,
    operations: [{ id: "1", alternatives: [{ resource: "M", duration: hour }] }],
  });
  const resources = [{ id: "M" }];
  const orders = [order("LATE", -9 * hour), order("EARLY", 5 * hour)];
  const before = await plan(parseProblem({ resources, orders }), { constructOnly: true });
  expect(before.bound).toBe(10);
  // The late one has been made since.
  const problem = parseProblem({ resources, orders: [order("EARLY", 0)] });
  const { plan: after } = settled(await replan(problem, before, { budgetMs: 200, seed: 1 }));
  expect({ objective: after.objective, bound: after.bound }).toEqual({ objective: 1, bound: 1 });
});

test("what runs and can be followed within its pot life no more is planned all the same, and told", async () => {
  const problem = parseProblem({
    resources: [{ id: "PRINTER" }, { id: "OVEN", calendar: [[5 * hour, 20 * hour]] }],
    orders: [
      {
        id: "O",
        release: 0,
        due: 0,
        operations: [
          {
            id: "1",
            alternatives: [{ resource: "PRINTER", duration: hour }],
            maxLag: hour,
            fixed: { resource: "PRINTER", start: 0, end: hour },
          },
          { id: "2", alternatives: [{ resource: "OVEN", duration: hour }] },
        ],
      },
    ],
  });
  const told = { kind: "maxLag", operation: "O/2", start: 5 * hour, before: "O/1", by: 2 * hour };
  const first = await replan(problem, undefined, { budgetMs: 200, seed: 1 });
  expect(verify(first.problem, first.plan)).toEqual([]);
  expect(contradictions(first.problem, first.plan)).toEqual([told]);
  const next = await replan(problem, first.plan, { budgetMs: 200, seed: 1 });
  expect(verify(next.problem, next.plan)).toEqual([]);
  expect(contradictions(next.problem, next.plan)).toEqual([told]);
});
