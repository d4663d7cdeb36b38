import { expect, test } from "vitest";
import { InfeasibleError, type Problem, plan, shortagesOf } from "./index.ts";
import { randomProblem } from "./random-problem.ts";

const hour = 3_600;
const step = (
  id: string,
  resource: string,
  hours: number,
): Problem["orders"][number]["operations"][number] => ({
  id,
  alternatives: [{ resource, duration: hours * hour }],
  needs: [],
  lag: 0,
});
const order = (id: string, ...operations: ReturnType<typeof step>[]): Problem["orders"][number] => ({
  id,
  weight: 1,
  release: 0,
  due: 10 * hour,
  operations,
});
const problemOf = (resources: Problem["resources"], ...orders: Problem["orders"]): Problem => ({
  resources,
  setups: [],
  materials: [],
  orders,
});
const refusal = async (problem: Problem): Promise<InfeasibleError> => {
  const error = await plan(problem, { constructOnly: true }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InfeasibleError);
  return error as InfeasibleError;
};

test("a calendar without room: how many more hours", async () => {
  const problem = problemOf(
    [{ id: "M", calendar: [[0, 8 * hour]] }],
    order("A", step("1", "M", 6)),
    order("B", step("1", "M", 5)),
  );
  const { relaxations, message } = await refusal(problem);
  expect(relaxations).toEqual([[{ kind: "hours", resource: "M", hours: 3 }]]);
  expect(message).toContain("M needs 3 more hours");
});

test("too few units of a tool: how many more", async () => {
  const problem = {
    ...problemOf(
      [{ id: "M", calendar: [] }],
      order("A", { ...step("1", "M", 1), secondary: [{ resource: "T", units: 5 }] }),
    ),
    secondaryResources: [{ id: "T", capacity: 2 }],
  };
  expect((await refusal(problem)).relaxations).toEqual([[{ kind: "units", resource: "T", units: 3 }]]);
});

test("shifts too far apart for a maximum lag: more lag, or a longer shift", async () => {
  const problem = problemOf(
    [
      { id: "M", calendar: [[0, 4 * hour]] },
      { id: "N", calendar: [[10 * hour, 20 * hour]] },
    ],
    order("A", { ...step("1", "M", 2), maxLag: hour }, step("2", "N", 2)),
  );
  const { relaxations } = await refusal(problem);
  expect(relaxations).toContainEqual([{ kind: "maxLag", operation: "A/1", seconds: 5 * hour }]);
  expect(relaxations).toContainEqual([{ kind: "hours", resource: "M", hours: 5 }]);
});

test("two calendars without room have to give way together", async () => {
  const problem = problemOf(
    [
      { id: "M", calendar: [[0, hour]] },
      { id: "N", calendar: [[0, hour]] },
    ],
    order("A", step("1", "M", 3)),
    order("B", step("1", "N", 4)),
  );
  expect((await refusal(problem)).relaxations).toEqual([
    [
      { kind: "hours", resource: "M", hours: 2 },
      { kind: "hours", resource: "N", hours: 3 },
    ],
  ]);
});

test("with what is told to be short, every order is planned", async () => {
  const problem = randomProblem(4, 8);
  const poor = {
    ...problem,
    materials: problem.materials.map((material) => ({ ...material, stock: 0, receipts: [] })),
  };
  const found = await plan(poor, { constructOnly: true });
  const shortages = shortagesOf(poor, found);
  expect(found.unplanned).toHaveLength(8);
  const mended = {
    ...poor,
    materials: poor.materials.map((material) => ({
      ...material,
      receipts: (shortages.find((shortage) => shortage.material === material.id)?.needs ?? []).map(
        ({ quantity, by }) => ({ quantity, time: by }),
      ),
    })),
  };
  expect((await plan(mended, { constructOnly: true })).unplanned).toEqual([]);
});
