import { expect, test } from "vitest";
import { kpisOf, plan } from "./index.ts";
import { parseProblem } from "./problem.ts";

const hour = 3_600;

test("what is used of the resources is told of their working time, and a batch counts once", async () => {
  const problem = parseProblem({
    resources: [{ id: "OVEN", batch: { capacity: 4 } }, { id: "IDLE" }],
    orders: [1, 2, 3, 4].map((at) => ({
      id: `O${at}`,
      release: 0,
      due: 24 * hour,
      operations: [
        { id: "1", alternatives: [{ resource: "OVEN", duration: hour }], batch: { family: "b", size: 1 } },
      ],
    })),
  });
  const found = await plan(problem, { constructOnly: true });
  expect(kpisOf(problem, found)).toMatchObject({ makespanHours: 1, utilisation: 0.5 });
});

test("a night between two shifts is neither used nor unused time", async () => {
  const problem = parseProblem({
    resources: [
      {
        id: "M",
        calendar: [
          [0, 2 * hour],
          [24 * hour, 26 * hour],
        ],
      },
      { id: "N", calendar: [[0, 2 * hour]] },
    ],
    orders: [
      {
        id: "O",
        release: 0,
        due: 48 * hour,
        operations: [{ id: "1", alternatives: [{ resource: "M", duration: 3 * hour }] }],
      },
    ],
  });
  const found = await plan(problem, { constructOnly: true });
  expect(kpisOf(problem, found)).toMatchObject({ makespanHours: 25, utilisation: 3 / 5 });
});
