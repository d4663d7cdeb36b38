import { expect, test } from "vitest";
import { InfeasibleError, type Plan, type Problem, parseProblem, plan, repair, verify } from "./index.ts";
import type { ProblemInput } from "./problem.ts";

const on = (resource: string, duration: number) => [{ resource, duration }];
/** O runs on M for 500 s more, then goes on to N. */
const inputOf = (calendar: [number, number][] = []): ProblemInput => ({
  resources: [{ id: "M", calendar }, { id: "N" }],
  orders: [
    {
      id: "O",
      release: 0,
      due: 100_000,
      operations: [
        { id: "1", alternatives: on("M", 500), running: { resource: "M", remaining: 500 } },
        { id: "2", alternatives: on("N", 10) },
      ],
    },
    { id: "P", release: 0, due: 200, operations: [{ id: "1", alternatives: on("M", 50) }] },
  ],
});
const places = ({ operations }: Plan) =>
  Object.fromEntries(
    operations.map(({ orderId, operationId, start, end }) => [`${orderId}/${operationId}`, [start, end]]),
  );
const down = (from: number, to: number) => [{ kind: "down" as const, resource: "M", from, to }];

test("what runs on a machine that goes down ends as much later, and what waits for it with it", async () => {
  const problem = parseProblem(inputOf());
  expect(parseProblem(problem)).toEqual(problem);
  const found = await plan(problem, { constructOnly: true });
  expect(places(found)).toEqual({ "O/1": [0, 500], "O/2": [500, 510], "P/1": [500, 550] });
  const mended = await repair(problem, found, down(100, 1_000), { iterations: 10 });
  expect(places(mended.plan)).toEqual({ "O/1": [0, 1_400], "O/2": [1_400, 1_410], "P/1": [1_400, 1_450] });
  expect(verify(mended.problem, mended.plan)).toEqual([]);
  // And once more, sooner: its rest is counted by all that is closed.
  const again = await repair(mended.problem, mended.plan, down(20, 30), { iterations: 10 });
  expect(places(again.plan)["O/1"]).toEqual([0, 1_410]);
});

test("the verifier works out itself when what runs ends", async () => {
  const sound = parseProblem(
    inputOf([
      [0, 100],
      [1_000, 90_000],
    ] as [number, number][]),
  );
  const found = await plan(sound, { constructOnly: true });
  expect(places(found)["O/1"]).toEqual([0, 1_400]);
  expect(verify(sound, found)).toEqual([]);
  const wrong = (end: number) => ({
    problem: {
      ...sound,
      orders: sound.orders.map((order) => ({
        ...order,
        operations: order.operations.map((step) =>
          step.fixed ? { ...step, fixed: { ...step.fixed, end } } : step,
        ),
      })),
    } satisfies Problem,
    plan: {
      ...found,
      operations: found.operations.map((place) =>
        place.orderId === "O" && place.operationId === "1" ? { ...place, end } : place,
      ),
    },
  });
  const { problem, plan: short } = wrong(500);
  expect(verify(problem, short).map(({ rule, subject }) => [rule, subject])).toEqual([["duration", "O/1"]]);
});

test("what runs and has no time to end is told with the hours that it takes", async () => {
  const refused = plan(parseProblem(inputOf([[0, 100]])), { constructOnly: true });
  await expect(refused).rejects.toThrow(InfeasibleError);
  await expect(refused).rejects.toThrow(
    "O/1 does not fit into any calendar of its resources: M needs 1 more hours",
  );
  const problem = parseProblem(inputOf([[0, 36_000]]));
  const found = await plan(problem, { constructOnly: true });
  await expect(repair(problem, found, down(100, 90_000))).rejects.toThrow("M needs 1 more hours");
});
