import { expect, test } from "vitest";
import { type Plan, type PlannedOperation, type Problem, plan, verify, verifyObjective } from "../index.ts";

type Step = Problem["orders"][number]["operations"][number];
const hour = 3_600;

const step = (id: string, resource: string, hours: number, more: Partial<Step> = {}): Step => ({
  id,
  alternatives: [{ resource, duration: hours * hour }],
  needs: [],
  lag: 0,
  ...more,
});
const order = (id: string, ...operations: Step[]) => ({
  id,
  weight: 1,
  release: 0,
  due: 4 * hour,
  operations,
});
const problemOf = (orders: Problem["orders"], more: Partial<Problem> = {}): Problem => ({
  resources: [
    { id: "M", calendar: [] },
    { id: "N", calendar: [] },
    { id: "OVEN", calendar: [], batch: { capacity: 3 } },
  ],
  setups: [],
  materials: [],
  orders,
  ...more,
});

/** A sound plan, and the rules that it breaks once one operation is changed. */
const brokenBy = async (problem: Problem, key: string, change: (place: PlannedOperation) => object) => {
  const sound = await plan(problem, { constructOnly: true });
  expect([...verify(problem, sound), ...verifyObjective(problem, sound)]).toEqual([]);
  const changed: Plan = {
    ...sound,
    operations: sound.operations.map((place) =>
      `${place.orderId}/${place.operationId}` === key ? { ...place, ...change(place) } : place,
    ),
  };
  return [...new Set(verify(problem, changed).map(({ rule }) => rule))];
};
const moved =
  (hours: number) =>
  ({ start, end }: PlannedOperation) => ({ start: start + hours * hour, end: end + hours * hour });

test("a start after the maximum lag", async () => {
  const problem = problemOf([order("A", step("1", "M", 1, { maxLag: hour }), step("2", "N", 1))]);
  expect(await brokenBy(problem, "A/2", moved(1))).toEqual([]);
  expect(await brokenBy(problem, "A/2", moved(2))).toEqual(["maxLag"]);
});

test("a transfer batch before it is there, and an end before the last one is worked", async () => {
  const slow = problemOf([order("A", step("1", "M", 4, { transfer: 0.25 }), step("2", "N", 8))]);
  expect(await brokenBy(slow, "A/2", moved(-0.5))).toEqual(["transfer"]);
  const quick = problemOf([order("A", step("1", "M", 4, { transfer: 0.25 }), step("2", "N", 2))]);
  expect(await brokenBy(quick, "A/2", moved(-0.25))).toEqual(["transfer"]);
});

const withTool = (calendar: [number, number][] = []) =>
  problemOf(
    [
      order("A", step("1", "M", 2, { secondary: [{ resource: "TOOL", units: 1 }] })),
      order("B", step("1", "N", 2, { secondary: [{ resource: "TOOL", units: 1 }] })),
    ],
    { secondaryResources: [{ id: "TOOL", capacity: 1, calendar }] },
  );

test("a tool in two places, a tool that is away, a tool that is not said", async () => {
  const sound = await plan(withTool(), { constructOnly: true });
  const later = sound.operations.find(({ start }) => start > 0)!;
  expect(await brokenBy(withTool(), `${later.orderId}/1`, moved(-1))).toEqual(["secondary"]);
  const shift = withTool([[0, 6 * hour]]);
  expect(await brokenBy(shift, `${later.orderId}/1`, moved(3))).toEqual(["secondary"]);
  expect(await brokenBy(withTool(), "A/1", () => ({ secondary: [] }))).toEqual(["secondary"]);
});

test("a tool is held while its resource is set up", async () => {
  const tool = [{ resource: "TOOL", units: 1 }];
  const problem = problemOf(
    [
      order("A", step("1", "M", 2, { secondary: tool })),
      order("B", step("1", "N", 2, { secondary: tool, family: "y" })),
    ],
    {
      resources: [
        { id: "M", calendar: [] },
        { id: "N", calendar: [], setupGroup: "G", family: "x" },
      ],
      setups: [{ group: "G", from: "x", to: "y", seconds: hour }],
      secondaryResources: [{ id: "TOOL", capacity: 1 }],
    },
  );
  const sound = await plan(problem, { constructOnly: true });
  const [a, b] = ["A", "B"].map((id) => sound.operations.find(({ orderId }) => orderId === id)!);
  expect(Math.max(a!.start, b!.start)).toBe(3 * hour);
  if (b!.start === 3 * hour) expect(await brokenBy(problem, "B/1", moved(-1))).toEqual(["secondary"]);
  else expect(await brokenBy(problem, "A/1", moved(-0.5))).toEqual(["secondary"]);
});

test("two alternatives of one resource that need different tools", async () => {
  const either = {
    alternatives: [
      { resource: "M", duration: 2 * hour, secondary: [{ resource: "FAST", units: 1 }] },
      { resource: "M", duration: 3 * hour, secondary: [{ resource: "SLOW", units: 1 }] },
    ],
  };
  const problem = problemOf([order("A", step("1", "M", 1, either))], {
    secondaryResources: [
      { id: "FAST", capacity: 1, calendar: [[100 * hour, 200 * hour]] },
      { id: "SLOW", capacity: 1 },
    ],
  });
  const fast = () => ({ secondary: [{ resource: "FAST", units: 1 }], end: 2 * hour });
  expect(await brokenBy(problem, "A/1", fast)).toEqual(["secondary"]);
});

const burnIn = (sizes: readonly number[], families: readonly string[] = []) =>
  problemOf(
    sizes.map((size, index) =>
      order(`${index}`, step("1", "OVEN", 2, { batch: { family: families[index] ?? "T", size } })),
    ),
  );

test("ovens run what fits together, and no more", async () => {
  const together = await plan(burnIn([1, 1, 1]), { constructOnly: true });
  expect(together.operations.map(({ end }) => end)).toEqual([2, 2, 2].map((hours) => hours * hour));
  const tooMuch = burnIn([2, 2]);
  const late = (await plan(tooMuch, { constructOnly: true })).operations.find(({ start }) => start > 0)!;
  expect(await brokenBy(tooMuch, `${late.orderId}/1`, moved(-2))).toEqual(["batch"]);
  const mixed = burnIn([1, 1], ["T", "U"]);
  const other = (await plan(mixed, { constructOnly: true })).operations.find(({ start }) => start > 0)!;
  expect(await brokenBy(mixed, `${other.orderId}/1`, moved(-2))).toEqual(["overlap"]);
  expect(await brokenBy(burnIn([1, 1]), "1/1", ({ end }) => ({ end: end + hour }))).toEqual([
    "duration",
    "batch",
  ]);
  expect(await brokenBy(burnIn([1, 1]), "1/1", moved(1))).toEqual(["overlap"]);
});

test("a batch lasts as long as its longest operation", async () => {
  const problem = problemOf([
    order("A", step("1", "OVEN", 4, { batch: { family: "T", size: 1 } })),
    order("B", step("1", "OVEN", 4, { batch: { family: "T", size: 1 } })),
  ]);
  const shorter = structuredClone(problem);
  shorter.orders[1]!.operations[0]!.alternatives[0]!.duration = 2 * hour;
  const found = await plan(problem, { constructOnly: true });
  expect(verify(shorter, found)).toEqual([]);
  shorter.orders[0]!.operations[0]!.alternatives[0]!.duration = 2 * hour;
  expect(verify(shorter, found).map(({ rule }) => rule)).toContain("duration");
});

test("every term of the objective that is told wrong, and a set-up that is left out", async () => {
  const problem = problemOf(
    [
      order("A", step("1", "M", 2, { power: 10, family: "y" })),
      order("B", step("1", "M", 3, { family: "x" })),
    ],
    {
      resources: [{ id: "M", calendar: [], setupGroup: "G", family: "x", power: 4 }],
      setups: [{ group: "G", from: "x", to: "y", seconds: hour }],
      tariff: { price: 1, windows: [{ from: 0, to: hour, price: 3 }] },
      objective: { tardiness: 2, setup: 1, energy: 1, flow: 0.5, promise: 0, change: 0, opened: 0 },
    },
  );
  const sound = await plan(problem, { constructOnly: true });
  expect([...verify(problem, sound), ...verifyObjective(problem, sound)]).toEqual([]);
  for (const term of ["tardiness", "setup", "energy", "flow", "opened"] as const) {
    const wrong = { ...sound, terms: { ...sound.terms, [term]: sound.terms[term] + 1 } };
    expect(verifyObjective(problem, wrong).map(({ subject }) => subject)).toEqual([term]);
  }
  expect(verifyObjective(problem, { ...sound, objective: 0 }).map(({ subject }) => subject)).toEqual([
    "objective",
  ]);
  const unset = { ...sound, operations: sound.operations.map((place) => ({ ...place, setup: 0 })) };
  expect(verifyObjective(problem, unset).map(({ rule }) => rule)).toContain("setup");
});

test("the energy of a tariff by hand", async () => {
  const problem = problemOf([order("A", step("1", "M", 2, { power: 10 }))], {
    tariff: { price: 1, windows: [{ from: 0, to: hour, price: 3 }] },
    objective: { tardiness: 1, setup: 0, energy: 0, flow: 0, promise: 0, change: 0, opened: 0 },
  });
  expect((await plan(problem, { constructOnly: true })).terms.energy).toBeCloseTo(10 * 3 + 10 * 1);
});

test("an order is left out for lack of material alone", async () => {
  const needing = (id: string, quantity: number) =>
    order(id, step("1", "M", 1, { needs: [{ material: "X", quantity, alternates: ["Y"] }] }));
  const material = (id: string, stock: number) => ({ id, stock, receipts: [] });
  const problem = problemOf([order("FREE", step("1", "M", 1)), needing("A", 3), needing("B", 3)], {
    materials: [material("X", 3), material("Y", 2)],
  });
  const sound = await plan(problem, { constructOnly: true });
  expect(sound.unplanned).toHaveLength(1);
  expect(verify(problem, sound)).toEqual([]);
  const brokenWithout = (...left: string[]) =>
    verify(problem, {
      operations: sound.operations.filter(({ orderId }) => !left.includes(orderId)),
      pegs: new Map([...sound.pegs].filter(([key]) => !left.includes(key.split("/")[0]!))),
      unplanned: left,
    }).map(({ rule, subject, problem: text }) => `${rule} ${subject} ${text}`);
  expect(brokenWithout("FREE", ...sound.unplanned)).toEqual([
    "unplanned FREE is left out and needs no material",
  ]);
  expect(brokenWithout("A", "B")).toEqual(
    ["A", "B"].map((id) => `unplanned ${id} is left out and its material is there`),
  );
  expect(brokenWithout(...sound.unplanned, "GHOST")).toEqual(["unplanned GHOST is no order of the problem"]);
  // A few more pieces, and nobody lacks any.
  const more = { ...problem, materials: [material("X", 3), material("Y", 3)] };
  expect(verify(more, sound).map(({ rule }) => rule)).toEqual(["unplanned"]);
});

test("people of a frozen operation from the begin of its set-up", async () => {
  const secondary = [{ resource: "CREW", units: 1 }];
  const fixed = { resource: "M", start: 4 * hour, end: 5 * hour, setup: 2 * hour };
  const problem = problemOf(
    [order("A", step("1", "M", 1, { secondary, fixed })), order("B", step("1", "N", 2, { secondary }))],
    { secondaryResources: [{ id: "CREW", capacity: 1 }] },
  );
  expect(await brokenBy(problem, "B/1", moved(0.5))).toEqual(["secondary"]);
});

test("the set-up of a batch is had by whichever of it is planned with it", async () => {
  const load = { batch: { family: "b", size: 1 }, family: "y" };
  const problem = problemOf(
    [order("A", step("1", "OVEN", 1, load)), order("B", step("1", "OVEN", 1, load))],
    {
      resources: [{ id: "OVEN", calendar: [], batch: { capacity: 3 }, setupGroup: "G", family: "x" }],
      setups: [{ group: "G", from: "x", to: "y", seconds: hour }],
    },
  );
  const sound = await plan(problem, { constructOnly: true });
  const planned = (setups: readonly number[]): Plan => ({
    ...sound,
    operations: sound.operations.map((place, at) => ({ ...place, setup: setups[at]! })),
  });
  for (const one of [planned([hour, 0]), planned([0, hour])])
    expect([...verify(problem, one), ...verifyObjective(problem, one)]).toEqual([]);
  expect(verifyObjective(problem, planned([0, 0])).map(({ rule }) => rule)).toContain("setup");
});

test("on a resource of which nobody knows what it is set up for, a set-up of less than the longest that may come", async () => {
  const problem = problemOf(
    [
      order("A", step("1", "M", 1, { family: "y" })),
      order("B", step("1", "M", 1)),
      order("C", step("1", "M", 1, { family: "y" })),
    ].map((one, at) => ({ ...one, release: [0, 4, 5][at]! * hour })),
    {
      resources: [{ id: "M", calendar: [], setupGroup: "G" }],
      setups: [
        { group: "G", from: "x", to: "y", seconds: 2 * hour },
        { group: "G", from: "z", to: "y", seconds: hour },
      ],
    },
  );
  const sound = await plan(problem, { constructOnly: true });
  expect(sound.operations.map(({ setup }) => setup)).toEqual([2 * hour, 0, 2 * hour]);
  expect(await brokenBy(problem, "A/1", moved(-1))).toEqual(["setup"]);
  // What has no family may have left it set up for anything.
  const later = sound.operations.find(({ orderId }) => orderId === "B")!.end;
  const inTime = (soonest: number) => () => ({ start: later + soonest, end: later + soonest + hour });
  expect(await brokenBy(problem, "C/1", inTime(2 * hour))).toEqual([]);
  expect(await brokenBy(problem, "C/1", inTime(hour))).toEqual(["setup"]);
});
