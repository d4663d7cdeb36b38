import { expect, test } from "vitest";
import { parseProblem, plan, verify } from "../index.ts";

const hour = 3_600;

test("who has to follow at once begins across a break, where that lets it end sooner than behind all breaks", async () => {
  const step = (id: string) => ({ id, alternatives: [{ resource: "A", duration: hour }], maxLag: 0 });
  const problem = parseProblem({
    resources: [
      {
        id: "A",
        calendar: [
          [0, hour],
          [2 * hour, 3 * hour],
          [4 * hour, 90 * hour],
        ],
      },
    ],
    orders: [{ id: "O", release: 0, due: 0, operations: [step("1"), step("2"), step("3")] }],
  });
  const found = await plan(problem, { constructOnly: true });
  expect(verify(problem, found)).toEqual([]);
  // Behind the breaks it would be through at seven.
  expect(Math.max(...found.operations.map(({ end }) => end))).toBeLessThan(5.1 * hour);
});
