import { expect, test } from "vitest";
import {
  type Disruption,
  disrupt,
  keyOf,
  type Problem,
  parseProblem,
  plan,
  repair,
  verify,
  withLapsed,
} from "../index.ts";
import { randomSupplyProblem } from "../random-supply.ts";
import { contradictions } from "../schema/contradictions.ts";
import { tellContradiction, timesFrom } from "../tell.ts";

const hour = 3_600;
const order = (id: string, operations: object[], more: object = {}) => ({
  id,
  release: 0,
  due: 100 * hour,
  operations,
  ...more,
});
const step = (id: string, resource: string, hours: number, more: object = {}) => ({
  id,
  alternatives: [{ resource, duration: hours * hour }],
  ...more,
});

/** A plan mended after what happened, with a fence that is far away, and the problem that the plant is bound by then. */
const mendedAfter = async (problem: Problem, disruptions: Disruption[]) => {
  const before = await plan(problem, { constructOnly: true });
  const mended = await repair(problem, before, disruptions, { iterations: 5, frozenUntil: 50 * hour });
  const after = withLapsed(disrupt(problem, disruptions), mended.lapsed);
  expect(verify(after, mended.plan)).toEqual([]);
  const starts = Object.fromEntries(
    mended.plan.operations.map((place) => [keyOf(place.orderId, place.operationId), place.start / hour]),
  );
  const told = contradictions(after, mended.plan).map((one) => tellContradiction(one, timesFrom()).en);
  return { ...mended, after, starts, told };
};
/** Starts in hours. */
const startsAfter = async (problem: Problem, disruptions: Disruption[]) =>
  (await mendedAfter(problem, disruptions)).starts;

test("what follows a stretched operation is not frozen before its end, and what nothing hits stays", async () => {
  const problem = parseProblem({
    resources: [{ id: "M1" }, { id: "M2" }],
    orders: [
      order("O", [step("1", "M1", 2), step("2", "M2", 2)]),
      order("P", [step("1", "M2", 1), step("2", "M1", 1)], { due: 1 }),
    ],
  });
  const down = { kind: "down", resource: "M1", from: hour, to: 4 * hour } as const;
  const starts = await startsAfter(problem, [down]);
  expect(starts).toMatchObject({ "P/1": 0 });
  expect(starts["O/2"]).toBeGreaterThanOrEqual(starts["O/1"]! + 2);
});

test("who uses what a stretched order makes waits for it in the frozen zone too", async () => {
  const problem = parseProblem({
    resources: [{ id: "M1" }, { id: "M2" }],
    materials: [{ id: "BOARD", stock: 0 }],
    orders: [
      order("MAKER", [step("1", "M1", 2)], { produces: { material: "BOARD", quantity: 1 } }),
      order("USER", [
        step("1", "M2", 2, { needs: [{ material: "BOARD", quantity: 1 }] }),
        step("2", "M2", 1),
      ]),
    ],
  });
  const down = { kind: "down", resource: "M1", from: hour, to: 4 * hour } as const;
  expect(await startsAfter(problem, [down])).toEqual({ "MAKER/1": 0, "USER/1": 5, "USER/2": 7 });
});

test("people who are absent stop as many frozen operations as they are too few for, and none that began before", async () => {
  const crew = { secondary: [{ resource: "CREW", units: 1 }] };
  const problem = parseProblem({
    resources: [{ id: "M1" }, { id: "M2" }, { id: "M3" }],
    secondaryResources: [{ id: "CREW", capacity: 3 }],
    orders: [
      order("A", [step("1", "M1", 4, crew)]),
      order("B", [step("1", "M2", 4, crew)]),
      order("C", [step("1", "M3", 4, crew)], { release: hour }),
    ],
  });
  const absent = { kind: "absent", resource: "CREW", units: 1, from: 2 * hour, to: 10 * hour } as const;
  expect(await startsAfter(problem, [absent])).toEqual({ "A/1": 0, "B/1": 0, "C/1": 4 });
});

test("an operation that must follow in time takes the one before it along, unless that has begun", async () => {
  const problem = parseProblem({
    resources: [{ id: "M1" }, { id: "M2" }],
    orders: [order("O", [step("1", "M1", 2, { maxLag: hour }), step("2", "M2", 2)], { release: 3 * hour })],
  });
  const down = { kind: "down", resource: "M2", from: 2 * hour, to: 20 * hour } as const;
  expect(await startsAfter(problem, [down])).toEqual({ "O/1": 17, "O/2": 20 });
  const begun = await mendedAfter(problem, [{ ...down, from: 4 * hour }]);
  expect(begun.starts).toEqual({ "O/1": 3, "O/2": 20 });
  expect(begun.lapsed).toEqual(["O/1"]);
  expect(begun.told).toEqual([
    "O/2 cannot start before day 1 20:00, and was to by day 1 06:00: O/1 has begun and waits too long",
  ]);
});

test("of jobs that have begun only those whose maximum lag cannot be kept are let off, and others still follow in time", async () => {
  const begun = (id: string, hours: number) =>
    order(id, [
      step("1", `${id}1`, 1, { maxLag: hours * hour, running: { resource: `${id}1`, remaining: hour } }),
      step("2", "M", 2),
    ]);
  const problem = parseProblem({
    resources: [{ id: "A1" }, { id: "B1" }, { id: "C1" }, { id: "M" }],
    orders: [
      begun("A", 3),
      begun("B", 5),
      begun("C", 8),
      order("D", [step("1", "M", 3)], { due: 1, weight: 100 }),
    ],
  });
  // At three o'clock there is room for one that begins by four, by six or by nine o'clock, and not for all three of them.
  const down = { kind: "down", resource: "M", from: 0, to: 5 * hour } as const;
  const before = await plan(problem, { constructOnly: true });
  const mended = await repair(problem, before, [down], { iterations: 20 });
  expect(mended.lapsed).toEqual(["A/1"]);
  expect(verify(mended.problem, mended.plan)).toEqual([]);
  expect(
    verify(disrupt(problem, [down]), mended.plan).map(({ rule, subject }) => `${rule} ${subject}`),
  ).toEqual(["maxLag A/2"]);
  // What was let off once is not when it need not be any more.
  const again = await repair(mended.problem, mended.plan, [], { iterations: 5 });
  expect(again.lapsed).toEqual(["A/1"]);
  const free = await repair(withLapsed(problem, ["A/1"]), mended.plan, [], { iterations: 5 });
  expect(free.lapsed).toEqual([]);
  expect(verify(problem, free.plan)).toEqual([]);
});

test("whatever breaks, the frozen zone keeps every rule but for what ran before", async () => {
  let frozen = 0;
  for (let seed = 1; seed <= 30; seed += 1) {
    const problem = randomSupplyProblem(seed, 8, {
      transfer: seed % 2 === 0,
      made: seed % 3 === 0,
      batch: seed % 5 === 0,
    });
    const before = await plan(problem, { constructOnly: true, seed });
    const places = before.operations.toSorted((a, b) => a.start - b.start);
    const { resource, start } = places[0]!;
    const happened: Disruption[] = [
      { kind: "down", resource, from: start + 1, to: start + 30 * hour },
      { kind: "scrap", material: problem.materials[seed % problem.materials.length]!.id, quantity: 30 },
    ];
    const frozenUntil = places[Math.floor(places.length * 0.7)]!.start;
    const mended = await repair(problem, before, happened, { frozenUntil, iterations: 5, seed });
    expect([
      ...verify(disrupt(problem, happened), mended.plan),
      ...verify(mended.problem, mended.plan),
    ]).toEqual([]);
    for (const { operations } of mended.problem.orders)
      frozen += operations.filter(({ fixed }) => fixed).length;
  }
  expect(frozen).toBeGreaterThan(60);
}, 60_000);

test("a frozen operation whose set-up has become longer holds its people from the begin of that", async () => {
  const crew = { secondary: [{ resource: "CREW", units: 1 }] };
  const problem = parseProblem({
    resources: [{ id: "M", setupGroup: "G", family: "x" }, { id: "N" }],
    secondaryResources: [{ id: "CREW", capacity: 1 }],
    setups: [{ group: "G", from: "x", to: "y", seconds: 2 * hour }],
    orders: [
      order("P", [step("1", "M", 1, { family: "y" })], { due: 3 * hour }),
      order("A", [step("1", "M", 1, { family: "y", ...crew })], { release: 3 * hour, due: 4 * hour }),
      order("B", [step("1", "N", 1, crew)], { release: 2 * hour, due: 3 * hour }),
    ],
  });
  const starts = await startsAfter(problem, [{ kind: "cancel", order: "P" }]);
  expect(starts["B/1"]).toBe(2);
  expect(starts["A/1"]).toBe(5);
});

test("the set-up of what is frozen is behind it, so that the bound of the plan before counts it no more", async () => {
  const problem = parseProblem({
    resources: [{ id: "M", setupGroup: "G", family: "x" }],
    setups: [{ group: "G", from: "x", to: "y", seconds: 2 * hour }],
    orders: [order("A", [step("1", "M", 1, { family: "y" })])],
  });
  const before = await plan(problem, { constructOnly: true });
  expect(before.bound).toBeCloseTo(0.1);
  const { plan: mended } = await repair(problem, before, [], { iterations: 5, frozenUntil: 50 * hour });
  expect(mended.objective).toBe(0);
  expect(mended.bound).toBeLessThanOrEqual(mended.objective);
});

test("what was to follow a stretched operation on its machine is frozen no more", async () => {
  const problem = parseProblem({
    resources: [{ id: "M" }],
    orders: [
      order("A", [step("1", "M", 3, { running: { resource: "M", remaining: 3 * hour } })], { due: 0 }),
      order("B", [step("1", "M", 2)]),
    ],
  });
  const down = { kind: "down", resource: "M", from: hour, to: 2 * hour } as const;
  expect(await startsAfter(problem, [down])).toEqual({ "A/1": 0, "B/1": 4 });
});
