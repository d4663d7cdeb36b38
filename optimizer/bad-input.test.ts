import fc from "fast-check";
import { expect, test } from "vitest";
import { InfeasibleError, kpisOf, plan, verify, verifyObjective } from "./index.ts";
import { ProblemError, parseProblem } from "./problem.ts";
import { randomConstrainedProblem } from "./random-constrained.ts";
import { constrainedFeatures } from "./random-features.ts";

type Path = readonly (string | number)[];

/** Paths of all fields of a JSON value. */
const pathsOf = (value: unknown, at: Path = []): Path[] => {
  if (typeof value !== "object" || value === null) return [at];
  const inside = Object.entries(value).flatMap(([key, field]) => pathsOf(field, [...at, key]));
  return at.length > 0 ? [at, ...inside] : inside;
};

const valueAt = (root: object, path: Path): unknown =>
  path.reduce<unknown>((field, key) => (field as Record<string, unknown>)[key], root);

const replace = (root: object, path: Path, value: unknown): void => {
  (valueAt(root, path.slice(0, -1)) as Record<string, unknown>)[path.at(-1)!] = value;
};

const numbers = [-1, 0, 0.5, 1, 7, 1_000, 1e6, 999_999_999, 1e9, 1e15, 1e300, Number.POSITIVE_INFINITY];
const odd: fc.Arbitrary<unknown> = fc.constantFrom(
  ...[undefined, null, true, "", "x", [], {}, [null], [[]], Number.NaN],
);

test("whatever a field holds, it is named as wrong, or there is a plan that keeps every rule", async () => {
  const problems = fc.record({
    seed: fc.nat(10_000),
    orders: fc.integer({ min: 1, max: 8 }),
    features: constrainedFeatures,
    sizes: fc.array(fc.record({ at: fc.nat(), value: fc.constantFrom(...numbers) }), { maxLength: 2 }),
    other: fc.option(fc.record({ at: fc.nat(), value: odd })),
  });
  let planned = 0;
  await fc.assert(
    fc.asyncProperty(problems, async ({ seed, orders, features, sizes, other }) => {
      const input = JSON.parse(JSON.stringify(randomConstrainedProblem(seed, orders, features)));
      // Windows are the most of it, and mostly end by overlapping.
      const paths = pathsOf(input).filter((path) => !path.includes("calendar"));
      const sized = paths.filter((path) => typeof valueAt(input, path) === "number");
      for (const { at, value } of sizes) replace(input, sized[at % sized.length]!, value);
      if (other && other.at % 3 === 0) replace(input, paths[other.at % paths.length]!, other.value);
      try {
        const found = await plan(input, { iterations: 20, seed, exact: false });
        const problem = parseProblem(input);
        planned += 1;
        expect([...verify(problem, found), ...verifyObjective(problem, found)]).toEqual([]);
        expect(found.objective).toBeGreaterThanOrEqual(found.bound - 1e-6 * found.objective - 1e-9);
        expect(Object.values(kpisOf(problem, found)).every(Number.isFinite)).toBe(true);
      } catch (error) {
        if (!(error instanceof ProblemError || error instanceof InfeasibleError)) throw error;
        expect(error.message).not.toBe("");
        if (error instanceof ProblemError)
          for (const { path, problem } of error.issues)
            expect(`${path}: ${problem}`).toMatch(/^[a-zA-Z_].*: ./);
      }
    }),
    { numRuns: 50, seed: 11 },
  );
  expect(planned).toBeGreaterThan(10);
});

test("figures of a plan are worked out for more orders than a call takes arguments", () => {
  const orders = Array.from({ length: 130_000 }, (_, index) => ({ id: `WO-${index}`, due: 1, weight: 1 }));
  const operations = orders.map(({ id }, start) => ({ orderId: id, start, end: start + 1, setup: 0 }));
  const problem = { resources: [{ id: "M", calendar: [] }], orders };
  const terms = { flow: 0, opened: 0, energy: 0 };
  const made = { operations, terms, unplanned: [] };
  const { lateOrders, makespanHours } = kpisOf(problem as never, made as never);
  expect([lateOrders, makespanHours]).toEqual([orders.length - 1, orders.length / 3_600]);
});
