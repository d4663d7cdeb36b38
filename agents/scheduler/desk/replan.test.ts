import { expect, test } from "vitest";
import { parseProblem, plan } from "../../../optimizer/index.ts";
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
