import { expect, test } from "vitest";
import { closedIn, createCalendar } from "./calendar.ts";
import { ganttPage } from "./gantt.ts";
import {
  disrupt,
  InfeasibleError,
  type Plan,
  type Problem,
  ProblemError,
  parseProblem,
  plan,
  promise,
  repair,
  verify,
} from "./index.ts";
import type { ProblemInput } from "./problem.ts";
import { largestTime } from "./schema/common.ts";

const shift: [number, number] = [28_800, 57_600];
const orders: ProblemInput["orders"] = [
  {
    id: "O",
    release: 0,
    due: 100_000,
    operations: [
      {
        id: "1",
        alternatives: [
          { resource: "M", duration: 100 },
          { resource: "N", duration: 200 },
        ],
      },
    ],
  },
];
const onM = orders.map((order) => ({
  ...order,
  operations: order.operations.map((step) => ({ ...step, alternatives: step.alternatives.slice(0, 1) })),
}));
/** A plan that has the only operation where it would be if its resource worked all the time. */
const atOnce = (problem: Problem): Pick<Plan, "operations" | "pegs" | "unplanned"> => ({
  operations: problem.orders.map(({ id, operations: [step] }) => {
    const [{ resource, duration, secondary = step!.secondary }] = step!.alternatives as [
      Problem["orders"][number]["operations"][number]["alternatives"][number],
    ];
    const place = { orderId: id, operationId: step!.id, resource, start: 0, end: duration, setup: 0 };
    return { ...place, materialTime: 0, ...(secondary ? { secondary } : {}) };
  }),
  pegs: new Map(),
  unplanned: [],
});
const broken = (problem: Problem) => new Set(verify(problem, atOnce(problem)).map(({ rule }) => rule));

test("a calendar of which all is closed has no working time, and one without windows has nothing but", () => {
  expect(closedIn([shift], [[0, 100_000]])).toEqual([[largestTime, largestTime]]);
  expect(closedIn([], [[0, largestTime]])).toEqual([[largestTime, largestTime]]);
  expect(closedIn([], [])).toEqual([]);
  // What is closed comes in any order, and may overlap.
  const closed: [number, number][] = [
    [50_000, 60_000],
    [20_000, 30_000],
    [25_000, 40_000],
  ];
  expect(closedIn([shift], closed)).toEqual([[40_000, 50_000]]);
  expect(closedIn([], closed).slice(0, 2)).toEqual([
    [0, 20_000],
    [40_000, 50_000],
  ]);
  const calendar = createCalendar({ calendar: closedIn([shift], [[0, 100_000]]) });
  expect(calendar.worked(2 * largestTime)).toBe(0);
  expect([calendar.opens(0), calendar.finish(0, 1), calendar.begin(largestTime, 1)]).toEqual([
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]);
});

test("a resource that is closed for its whole calendar gets no work, and the verifier sees work that it has", async () => {
  const resources = [{ id: "M", calendar: [shift], closed: [[0, 100_000] as [number, number]] }];
  const problem = parseProblem({ resources, orders: onM });
  expect(parseProblem(problem)).toEqual(problem);
  const refused = plan(problem, { constructOnly: true });
  await expect(refused).rejects.toThrow(InfeasibleError);
  await expect(refused).rejects.toThrow("M needs 1 more hours");
  expect(broken(problem)).toEqual(new Set(["duration", "calendar"]));
});

test("a machine that is down for all of its calendar gives its work to another", async () => {
  const problem = parseProblem({
    resources: [
      { id: "M", calendar: [shift] },
      { id: "N", calendar: [shift] },
    ],
    orders,
  });
  const found = await plan(problem, { iterations: 10 });
  expect(found.operations[0]).toMatchObject({ resource: "M", start: 28_800 });
  const disruptions = [{ kind: "down" as const, resource: "M", from: 0, to: 86_400 }];
  const mended = await repair(problem, found, disruptions, { iterations: 10 });
  expect(mended.plan.operations[0]).toMatchObject({ resource: "N", start: 28_800 });
  expect(verify(mended.problem, mended.plan)).toEqual([]);
  expect(broken(mended.problem)).toEqual(new Set(["duration", "calendar"]));
});

test("a tool that is away throughout is not used", async () => {
  const problem = parseProblem({
    resources: [{ id: "M" }],
    secondaryResources: [{ id: "T", capacity: 1, calendar: [[0, 1_000]], closed: [[0, 1_000]] }],
    orders: onM.map((order) => ({
      ...order,
      operations: order.operations.map((step) => ({ ...step, secondary: [{ resource: "T", units: 1 }] })),
    })),
  });
  await expect(plan(problem, { constructOnly: true })).rejects.toThrow("T needs 1 more hours");
  expect(broken(problem)).toEqual(new Set(["secondary"]));
});

test("no date is promised on a machine that never works", async () => {
  const sound = parseProblem({ resources: [{ id: "M", calendar: [[0, 36_000]] }], orders: onM });
  const empty = { ...sound, orders: [] };
  const standing = await plan(empty, { constructOnly: true });
  const after = disrupt(empty, [{ kind: "down", resource: "M", from: 0, to: 36_000 }]);
  expect(promise(after, standing, onM[0]!).end).toBeUndefined();
});

test("a chart shades a resource that works only after the plan's end", async () => {
  const sound = parseProblem({
    resources: [{ id: "M" }, { id: "N", calendar: [[900_000, 910_000]] }],
    orders: onM,
  });
  const page = ganttPage(sound, await plan(sound, { constructOnly: true }), {});
  expect(page).toContain('"id":"N","lanes":1,"calendar":[[900000,910000]]');
});

test("windows without length stay wrong", () => {
  expect(() => parseProblem({ resources: [{ id: "M", calendar: [[9, 9]] }], orders: [] })).toThrow(
    ProblemError,
  );
});
