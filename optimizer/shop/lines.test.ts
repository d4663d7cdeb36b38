import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createBudget } from "./budget.ts";
import { createInsertion } from "./flow-shop-insertion.ts";
import { compileFlowLine, schedule } from "./flow-shop-line.ts";
import { solveShopInThreads } from "./portfolio.ts";
import type { ShopProblem } from "./problem.ts";
import { createFastRandom } from "./random.ts";
import { ReadError } from "./read/lines.ts";
import { readSdst } from "./read/sdst.ts";
import { readWtsds } from "./read/wtsds.ts";
import { compileLine, createSequence } from "./single-machine-line.ts";
import { createAwake, improve } from "./single-machine-moves.ts";
import { solveShop } from "./solve.ts";
import { verifyShop } from "./verify.ts";

const instances = join(import.meta.dirname, "../../test/bench/instances");
const read = (name: string) => readFileSync(join(instances, name), "utf8");
const forever = { seconds: 60, seed: 1 };

/** Small lines with set-ups, releases, due dates and weights. */
const problems = (machines: fc.Arbitrary<number>, jobs: fc.Arbitrary<number>): fc.Arbitrary<ShopProblem> =>
  fc
    .tuple(machines, jobs, fc.constantFrom("makespan" as const, "weightedTardiness" as const))
    .chain(([machineCount, jobCount, objective]) => {
      const time = fc.integer({ min: 1, max: 30 });
      const job = fc.record({
        release: fc.integer({ min: 0, max: 40 }),
        due: fc.integer({ min: 10, max: 120 }),
        weight: fc.integer({ min: 1, max: 9 }),
        operations: fc
          .array(time, { minLength: machineCount, maxLength: machineCount })
          .map((times) => times.map((duration, machine) => ({ alternatives: [{ machine, duration }] }))),
      });
      const size = (jobCount + 1) * jobCount;
      const matrix = fc
        .array(fc.integer({ min: 0, max: 20 }), { minLength: size, maxLength: size })
        .map((values) => Int32Array.from(values));
      return fc.record({
        machines: fc.constant(machineCount),
        jobs: fc.array(job, { minLength: jobCount, maxLength: jobCount }),
        setups: fc.array(matrix, { minLength: machineCount, maxLength: machineCount }),
        permutation: fc.constant(true),
        objective: fc.constant(objective),
      });
    });

const permutations = (count: number): number[][] =>
  count === 0
    ? [[]]
    : permutations(count - 1).flatMap((rest) =>
        Array.from({ length: count }, (_, at) => [...rest.slice(0, at), count - 1, ...rest.slice(at)]),
      );

test("one machine: nothing is better than what the search finds for few jobs", () => {
  fc.assert(
    fc.property(problems(fc.constant(1), fc.integer({ min: 2, max: 6 })), (problem) => {
      const plan = solveShop(problem, { ...forever, iterations: 60 });
      expect(verifyShop(problem, plan)).toEqual([]);
      const sequence = createSequence(compileLine(problem));
      const best = Math.min(
        ...permutations(problem.jobs.length).map((order) => {
          sequence.order.set(order);
          sequence.refresh(0);
          return sequence.objective;
        }),
      );
      expect(plan.objective).toBe(best);
      expect(plan.bound).toBeLessThanOrEqual(best);
    }),
    { numRuns: 60, seed: 1 },
  );
});

test("flow shop: nothing is better than what the search finds for few jobs", () => {
  fc.assert(
    fc.property(problems(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 5 })), (problem) => {
      const plan = solveShop(problem, { ...forever, iterations: 60 });
      expect(verifyShop(problem, plan)).toEqual([]);
      const line = compileFlowLine(problem);
      const ends = new Int32Array(line.jobs * line.machines);
      const best = Math.min(
        ...permutations(line.jobs).map((order) => schedule(line, Int32Array.from(order), line.jobs, ends)),
      );
      expect(plan.objective).toBe(best);
      expect(plan.bound).toBeLessThanOrEqual(best);
    }),
    { numRuns: 60, seed: 2 },
  );
});

test("flow shop: whatever was taken out and put in before, an insertion costs what the whole sequence does", () => {
  fc.assert(
    fc.property(
      problems(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 9 })),
      fc.nat(),
      (problem, seed) => {
        const line = compileFlowLine(problem);
        const random = createFastRandom(seed);
        const insertion = createInsertion(line);
        const ends = new Int32Array(line.jobs * line.machines);
        const first = Int32Array.from({ length: line.jobs }, (_, job) => job);
        insertion.load(first, line.jobs);
        for (let round = 0; round < 12; round++) {
          if (round % 5 === 0) insertion.save();
          if (round % 5 === 4) insertion.restore();
          if (round === 7) insertion.load(first.toReversed(), line.jobs);
          const job = insertion.remove(random.below(line.jobs));
          const rest = [...insertion.order.slice(0, insertion.count)];
          const costs = Array.from({ length: line.jobs }, (_, at) =>
            schedule(line, Int32Array.from(rest.toSpliced(at, 0, job)), line.jobs, ends),
          );
          const least = Math.min(...costs);
          expect(insertion.best(job, random.below(line.jobs), least)).toBe(-1);
          const position = insertion.best(job, random.below(line.jobs), Number.POSITIVE_INFINITY);
          expect([insertion.found, costs[position]]).toEqual([least, least]);
          insertion.insert(job, random.below(line.jobs));
        }
      },
    ),
    { numRuns: 300, seed: 3 },
  );
});

test("one machine: where the local search ends no block moved and no two jobs swapped are better", () => {
  fc.assert(
    fc.property(problems(fc.constant(1), fc.integer({ min: 2, max: 10 })), fc.nat(), (problem, seed) => {
      const line = compileLine(problem);
      const costOf = (order: readonly number[]) => {
        const whole = createSequence(line);
        whole.order.set(order);
        whole.refresh(0);
        return whole.cost;
      };
      const sequence = createSequence(line);
      sequence.order.set(Array.from({ length: line.jobs }, (_, job) => job));
      sequence.refresh(0);
      const forever = createBudget(60, Number.POSITIVE_INFINITY, undefined);
      // Asleep is who found nothing; once more for those whom a later change concerns after all.
      for (let before = Number.POSITIVE_INFINITY; sequence.cost < before; ) {
        before = sequence.cost;
        improve(sequence, createAwake(line.jobs), createFastRandom(seed), forever);
      }
      const order = [...sequence.order];
      expect(sequence.cost).toBe(costOf(order));
      for (let from = 0; from < line.jobs; from++)
        for (let length = 1; from + length <= line.jobs; length++) {
          const rest = order.toSpliced(from, length);
          for (let to = 0; to <= rest.length; to++)
            expect(costOf(rest.toSpliced(to, 0, ...order.slice(from, from + length)))).toBeGreaterThanOrEqual(
              sequence.cost,
            );
          const swapped = order.with(from, order[from + length - 1]!).with(from + length - 1, order[from]!);
          expect(costOf(swapped)).toBeGreaterThanOrEqual(sequence.cost);
        }
    }),
    { numRuns: 150, seed: 4 },
  );
});

test("public instances are read, planned without a fault, and come close to the best that is known", () => {
  for (const [name, best] of [
    ["1", 1330],
    ["131", 2009],
    ["261", 3244],
  ] as const) {
    const problem = readSdst(read(`sdst/${name}.txt`));
    const plan = solveShop(problem, { ...forever, iterations: 200 });
    expect(verifyShop(problem, plan)).toEqual([]);
    expect(plan.objective / best).toBeLessThan(1.02);
    expect(plan.objective).toBeGreaterThanOrEqual(best);
  }
  const problem = readWtsds(read("wtsds/wt_sds_91.instance"));
  expect([problem.jobs.length, problem.setups?.[0]?.[1]]).toEqual([60, expect.any(Number)]);
  const plan = solveShop(problem, { ...forever, iterations: 3 });
  expect(verifyShop(problem, plan)).toEqual([]);
});

test("set-up times may name each job's way to itself too", () => {
  const text = (pairs: string) =>
    `Problem Size: 2\nProcess Times:\n3\n4\nWeights:\n1\n2\nDuedates:\n5\n6\nSetup Times:\n${pairs}\nEnd Problem Specification\n`;
  const plain = readWtsds(text("-1 0 1\n-1 1 2\n0 1 7\n1 0 8"));
  expect([...plain.setups![0]!]).toEqual([1, 2, 0, 7, 8, 0]);
  expect(readWtsds(text("-1 0 1\n-1 1 2\n0 0 0\n0 1 7\n1 0 8\n1 1 0"))).toEqual(plain);
});

test("threads with seeds of their own give one verified plan, and the bound ends them early", async () => {
  const problem = readSdst(read("sdst/1.txt"));
  const plan = await solveShopInThreads(problem, { seconds: 0.3, seed: 3, workers: 2 });
  expect(verifyShop(problem, plan)).toEqual([]);
  const easy: ShopProblem = { ...problem, jobs: problem.jobs.slice(0, 1), setups: [] };
  const alone = await solveShopInThreads(easy, { seconds: 60, seed: 3, workers: 2 });
  expect(alone.objective).toBe(alone.bound);
});

test("broken files are told by line, never by a crash", () => {
  expect(() => readSdst("2 2\n1 2\n3 4\n0 1\n1 0\n0 1\n")).toThrow(/lines of numbers, 6 are wanted/);
  expect(() => readSdst("2 1\n1\nx\n0 1\n1 0\n")).toThrow(/line 3: "x" is not a whole number/);
  expect(() => readWtsds("Problem Size: 2\nProcess Times:\n1\n")).toThrow(
    /Process Times: has 1 lines, 2 are wanted/,
  );
  const sound = read("wtsds/wt_sds_1.instance").split("\n").slice(0, 80).join("\n");
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.nat(sound.length), (noise, at) => {
      for (const reader of [readSdst, readWtsds])
        try {
          reader(sound.slice(0, at) + noise + sound.slice(at));
        } catch (error) {
          expect(error).toBeInstanceOf(ReadError);
        }
    }),
    { numRuns: 200, seed: 5 },
  );
});

test("on a line whose bound is met the search ends at once", () => {
  const job = (duration: number) => ({
    release: 0,
    due: 1,
    weight: 2,
    operations: [{ alternatives: [{ machine: 0, duration }] }],
  });
  const line = { machines: 1, jobs: [4, 2, 3].map(job), objective: "weightedTardiness" as const };
  const { objective, bound } = solveShop(line, forever);
  // Shortest first: 2, 5 and 9, each less 1, twice.
  expect({ objective, bound }).toEqual({ objective: 26, bound: 26 });
});

test("one machine where nothing takes any time is planned, too", () => {
  const job = {
    release: 0,
    due: 0,
    weight: 1,
    operations: [{ alternatives: [{ machine: 0, duration: 0 }] }],
  };
  for (const objective of ["makespan", "weightedTardiness"] as const) {
    const problem = { machines: 1, jobs: [job, job], objective };
    const plan = solveShop(problem, { seconds: 60, seed: 1, iterations: 100 });
    expect(plan.objective).toBe(0);
    expect(verifyShop(problem, plan)).toEqual([]);
  }
});
