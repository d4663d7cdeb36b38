import { expect, test } from "vitest";
import type { ShopPlan, ShopProblem } from "./problem.ts";
import { verifyShop } from "./verify.ts";

const job = (operations: [machine: number, duration: number][], release = 0, due = 0, weight = 1) => ({
  release,
  due,
  weight,
  operations: operations.map(([machine, duration]) => ({ alternatives: [{ machine, duration }] })),
});

const plan = (objective: number, jobs: [machine: number, start: number, end: number][][]): ShopPlan => ({
  objective,
  bound: 0,
  jobs: jobs.map((pieces) => pieces.map(([machine, start, end]) => ({ machine, start, end }))),
});

const twoJobs: ShopProblem = {
  machines: 2,
  jobs: [
    job([
      [0, 3],
      [1, 2],
    ]),
    job(
      [
        [0, 1],
        [1, 4],
      ],
      1,
    ),
  ],
  objective: "makespan",
};

test("a right plan has no violations", () => {
  const right = plan(9, [
    [
      [0, 0, 3],
      [1, 3, 5],
    ],
    [
      [0, 3, 4],
      [1, 5, 9],
    ],
  ]);
  expect(verifyShop(twoJobs, right)).toEqual([]);
});

test.each([
  ["a job missing", plan(0, []), "0 jobs planned"],
  ["operations missing", plan(3, [[[0, 0, 3]], []]), "1 operations planned, it has 2"],
])("%s", (_, wrong, message) => {
  expect(verifyShop(twoJobs, wrong).join()).toContain(message);
});

const second = (pieces: [number, number, number][], objective: number) =>
  plan(objective, [
    [
      [0, 10, 13],
      [1, 13, 15],
    ],
    pieces,
  ]);

test.each([
  [
    "wrong machine",
    [
      [1, 1, 2],
      [1, 3, 7],
    ],
    15,
    "machine 1 cannot do it",
  ],
  [
    "wrong time",
    [
      [0, 1, 3],
      [1, 3, 7],
    ],
    15,
    "takes 2 on machine 0, not 1",
  ],
  [
    "order in the job",
    [
      [0, 4, 5],
      [1, 3, 7],
    ],
    15,
    "before operation 0 ends",
  ],
  [
    "release",
    [
      [0, 0, 1],
      [1, 3, 7],
    ],
    15,
    "before its release",
  ],
  [
    "two at a time",
    [
      [0, 12, 13],
      [1, 20, 24],
    ],
    24,
    "machine 0: job 1 starts at 12, job 0 ends at 13",
  ],
  [
    "objective",
    [
      [0, 1, 2],
      [1, 3, 7],
    ],
    14,
    "objective 14, the plan's is 15",
  ],
  [
    "part of a unit",
    [
      [0, 1.5, 2.5],
      [1, 3, 7],
    ],
    15,
    "not whole",
  ],
] as [string, [number, number, number][], number, string][])(
  "%s is found",
  (_, pieces, objective, message) => {
    expect(verifyShop(twoJobs, second(pieces, objective)).join()).toContain(message);
  },
);

test("set-ups: the first job's, between jobs, and weighted tardiness", () => {
  const problem: ShopProblem = {
    machines: 1,
    jobs: [job([[0, 5]], 0, 6, 2), job([[0, 5]], 0, 10, 3)],
    setups: [Int32Array.from([1, 2, 0, 4, 7, 0])],
    objective: "weightedTardiness",
  };
  expect(verifyShop(problem, plan(15, [[[0, 1, 6]], [[0, 10, 15]]]))).toEqual([]);
  expect(verifyShop(problem, plan(12, [[[0, 0, 5]], [[0, 9, 14]]]))).toHaveLength(1);
  expect(verifyShop(problem, plan(12, [[[0, 1, 6]], [[0, 9, 14]]]))).toHaveLength(1);
});

test("permutation: no job overtakes", () => {
  const problem: ShopProblem = { ...twoJobs, permutation: true };
  const overtaking = plan(10, [
    [
      [0, 1, 4],
      [1, 8, 10],
    ],
    [
      [0, 4, 5],
      [1, 4, 8],
    ],
  ]);
  const late = verifyShop(problem, overtaking);
  expect(late.join()).toContain("machine 1: job 1 overtakes job 0");
});

test("a bound above the objective is found", () => {
  expect(verifyShop({ ...twoJobs, jobs: [] }, { objective: 0, bound: 1, jobs: [] })).toHaveLength(1);
});
