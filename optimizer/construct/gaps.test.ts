import { expect, test } from "vitest";
import { parseProblem, plan, verify, verifyObjective } from "../index.ts";
import { buildModel } from "./model.ts";

const day = 86_400;
/** M is to run F on day eleven, whatever comes; O is due at once. */
const problemOf = (start: number, family: string) =>
  parseProblem({
    resources: [{ id: "M", setupGroup: "G", family }],
    setups: [
      { group: "G", from: "A", to: "B", seconds: 60 },
      { group: "G", from: "B", to: "A", seconds: 60 },
    ],
    orders: [
      {
        id: "F",
        release: 0,
        due: 20 * day,
        operations: [
          {
            id: "1",
            alternatives: [{ resource: "M", duration: 100 }],
            family: "A",
            fixed: { resource: "M", start, end: start + 100 },
          },
        ],
      },
      {
        id: "O",
        release: 0,
        due: 200,
        operations: [{ id: "1", alternatives: [{ resource: "M", duration: 100 }], family }],
      },
    ],
  });

test.each(["A", "B"])(
  "family %s is done ahead of what is fixed for later, where there is room",
  async (family) => {
    const problem = problemOf(10 * day, family);
    for (const options of [{ constructOnly: true }, { iterations: 20 }]) {
      const found = await plan(problem, options);
      expect(found.operations.find(({ orderId }) => orderId === "O")).toMatchObject({ start: 0, end: 100 });
      expect([...verify(problem, found), ...verifyObjective(problem, found)]).toEqual([]);
    }
  },
);

test.each([
  ["A", 100, 0],
  ["A", 99, 199],
  // The set-up back to what is fixed has to fit too.
  ["B", 160, 0],
  ["B", 159, 319],
])("family %s before what is fixed at %i begins at %i", async (family, start, begins) => {
  const problem = problemOf(start, family);
  const found = await plan(problem, { constructOnly: true });
  expect(found.operations.find(({ orderId }) => orderId === "O")).toMatchObject({ start: begins });
  expect([...verify(problem, found), ...verifyObjective(problem, found)]).toEqual([]);
});

test("what runs from the first moment on leaves no gap, and is decoded the quick way", () => {
  const { needsBoard, constrained } = buildModel(problemOf(0, "A"), new Map());
  expect([needsBoard, constrained]).toEqual([false, false]);
  expect(buildModel(problemOf(10 * day, "A"), new Map()).needsBoard).toBe(true);
});
