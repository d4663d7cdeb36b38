import { expect, test } from "vitest";
import { createStart } from "./construct/start.ts";
import { searchGraph } from "./improve/graph-search.ts";
import { kpisOf, type Problem, parseProblem, plan, verify, verifyObjective } from "./index.ts";
import { toPlan } from "./present.ts";
import { randomConstrainedProblem } from "./random-constrained.ts";
import { randomProblem } from "./random-problem.ts";

const hour = 3_600;
const withWeight = (problem: Problem, opened: number): Problem =>
  parseProblem({ ...problem, objective: { opened } });

test("opened hours by hand: whole shifts that a set-up, work or a moment lies in, each once", async () => {
  const step = (id: string, hours: number, more: object = {}) => ({
    id,
    alternatives: [{ resource: "M", duration: hours * hour }],
    ...more,
  });
  const shifts = [0, 1, 2, 3].map((day): [number, number] => [day * 24 * hour, (day * 24 + 8) * hour]);
  const problem = parseProblem({
    resources: [{ id: "M", calendar: shifts, setupGroup: "G", family: "x" }, { id: "ALWAYS" }],
    setups: [{ group: "G", from: "x", to: "y", seconds: 2 * hour }],
    orders: [
      // From 3 h to 7 h, then 4 h of which 1 h is in the first shift; its set-up of 2 h ends in the third one.
      { id: "A", release: 3 * hour, due: 0, operations: [step("1", 4, { family: "x" })] },
      {
        id: "B",
        release: 0,
        due: 90 * hour,
        operations: [step("1", 1, { family: "x" }), step("2", 8, { lag: hour })],
      },
      { id: "C", release: 50 * hour, due: 900 * hour, operations: [step("1", 1, { family: "y" })] },
      {
        id: "D",
        release: 23 * hour,
        due: 0,
        operations: [{ id: "1", alternatives: [{ resource: "ALWAYS", duration: 2 * hour }] }],
      },
    ],
  });
  const found = await plan(problem, { iterations: 100 });
  expect([...verify(problem, found), ...verifyObjective(problem, found)]).toEqual([]);
  const used = new Set(
    found.operations.flatMap(({ resource, start, end, setup }) =>
      resource === "M"
        ? shifts.flatMap(([from, to], day) => (start - setup < to && end > from ? [day] : []))
        : [],
    ),
  );
  // Two days of the one that always works: 23 h to 25 h.
  expect(found.terms.opened).toBe(used.size * 8 + 48);
  expect(kpisOf(problem, found)).toMatchObject({
    openedHours: used.size * 8 + 48,
    allocationEfficiency: (4 + 1 + 8 + 1 + 2 + 2) / (used.size * 8 + 48),
  });
});

test("a line that works around the clock is opened by the day, also when its calendar says so", async () => {
  const step = { id: "1", alternatives: [{ resource: "M", duration: 2 * hour }] };
  const openedBy = async (calendar: [number, number][]) => {
    const problem = parseProblem({
      resources: [{ id: "M", calendar }],
      objective: { opened: 1 },
      orders: [{ id: "A", release: 23 * hour, due: 0, operations: [step] }],
    });
    const found = await plan(problem, { iterations: 20 });
    expect([...verify(problem, found), ...verifyObjective(problem, found)]).toEqual([]);
    return found.terms.opened;
  };
  expect(await openedBy([])).toBe(48);
  expect(await openedBy([[0, 60 * 24 * hour]])).toBe(48);
  // What begins within a day has a short first one, and what ends within one a short last one.
  expect(await openedBy([[20 * hour, 45 * hour]])).toBe(4 + 21);
});

const gain = async (seed: number, problem: Problem) => {
  const figures = async (opened: number) => {
    const wanted = withWeight(problem, opened);
    const found = await plan(wanted, { iterations: 3_000, seed });
    expect([...verify(wanted, found), ...verifyObjective(wanted, found)]).toEqual([]);
    expect(found.bound).toBeLessThanOrEqual(found.objective + 1e-9);
    return { ...kpisOf(wanted, found), bound: found.bound };
  };
  const [without, with_] = [await figures(0), await figures(20)];
  expect(with_.openedHours).toBeLessThan(without.openedHours);
  expect(with_.allocationEfficiency).toBeGreaterThan(without.allocationEfficiency);
  // No plan opens less than its work takes.
  expect(with_.bound).toBeGreaterThan(0.1 * 20 * with_.openedHours);
};

test.each([1, 2, 3])("plant %i: the more opened hours weigh, the fewer there are", async (seed) => {
  await gain(seed, randomProblem(seed, 25));
});

test.each([1, 2])("plant %i with tools and ovens: the same on the board", async (seed) => {
  await gain(seed, randomConstrainedProblem(seed, 15, { secondary: true, batch: true }));
});

test("the search of large plants lessens them too", async () => {
  const opened = async (weight: number) => {
    const problem = withWeight(randomProblem(7, 120), weight);
    const { model, pegging, schedule } = createStart(problem, { seed: 1, goOn: () => false });
    const found = await searchGraph(model, schedule, {
      seed: 1,
      iterations: 3_000,
      now: () => 0,
      deadline: 1,
    });
    const better = toPlan(model, pegging.pegs, found.schedule, { bound: 0, boundWithPegs: 0 });
    expect([...verify(problem, better), ...verifyObjective(problem, better)]).toEqual([]);
    return better.terms.opened;
  };
  expect(await opened(20)).toBeLessThan(0.95 * (await opened(0)));
});

test("weights that are wrong, and terms that nothing bears", () => {
  const problem = randomProblem(1, 2);
  const wrong = (objective: object) => () => parseProblem({ ...problem, objective });
  expect(wrong({ opened: -1 })).toThrow("objective.opened: is -1; it must be 0 or more");
  expect(wrong({ utilisation: 1 })).toThrow(
    "objective.utilisation: is not known; known are tardiness, setup, energy, flow, promise, change, opened, lexicographic",
  );
  expect(wrong({ lexicographic: ["busy"] })).toThrow(
    'objective.lexicographic.0: is "busy"; it must be one of tardiness, setup, energy, flow, promise, change, opened',
  );
});
