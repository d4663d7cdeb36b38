import fc from "fast-check";
import { expect, test } from "vitest";
import { withWindows } from "../calendar.ts";
import {
  keyOf,
  type OrderPromise,
  type Plan,
  type PlannedOperation,
  type Problem,
  parseProblem,
  plan,
  promise,
  verify,
} from "../index.ts";
import { supplyFeatures } from "../random-features.ts";
import { randomProblem, rushOrder } from "../random-problem.ts";
import { randomSupplyProblem } from "../random-supply.ts";
import { largestTime } from "../schema/common.ts";
import { tellCause, timesFrom } from "../tell.ts";
import type { Cause } from "./causes.ts";
import type { Inquiry } from "./inquiry.ts";

const hour = 3_600;

/** Problem and plan as they are once a promise is taken up. */
const takenUp = (problem: Problem, before: Plan, inquiry: Inquiry, found: OrderPromise) => {
  const others = problem.orders.filter(({ id }) => id !== inquiry.id);
  const changed = new Map(found.changed.map((place) => [keyOf(place.orderId, place.operationId), place]));
  const kept = before.operations
    .filter(({ orderId }) => orderId !== inquiry.id)
    .map((place) => changed.get(keyOf(place.orderId, place.operationId)) ?? place);
  return {
    problem: parseProblem({ ...problem, orders: [...others, inquiry] }),
    plan: {
      operations: [...kept, ...found.operations],
      pegs: new Map([...before.pegs, ...found.pegs]),
      unplanned: before.unplanned.filter((id) => id !== inquiry.id),
    },
  };
};

test("whatever rules a problem has, a promise keeps them, and everybody else's place", async () => {
  let given = 0;
  let caused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000_000),
      fc.integer({ min: 2, max: 10 }),
      supplyFeatures,
      fc.boolean(),
      fc.boolean(),
      async (seed, orders, which, isNew, yields) => {
        const problem = randomSupplyProblem(seed, orders, which);
        const before = await plan(problem, { constructOnly: true, seed });
        const { produces: _produces, ...like } = problem.orders[seed % orders]!;
        const inquiry: Inquiry = { ...like, ...(isNew ? { id: "NEW" } : {}), weight: 9 };
        // What a changed order makes would have to go on being made.
        if (!isNew && _produces) return;
        const yielding = yields ? problem.orders.slice(0, 3).map(({ id }) => id) : [];
        const found = promise(problem, before, inquiry, { yielding });
        if (found.end === undefined) {
          expect(["missing", "room"]).toContain(found.binding.kind);
          return;
        }
        given += 1;
        caused += found.causes.length;
        const after = takenUp(problem, before, inquiry, found);
        expect(verify(after.problem, after.plan)).toEqual([]);
        expect(found.end).toBe(found.operations.at(-1)!.end);
        for (const { gain } of found.causes) expect(gain).toBeGreaterThan(0);
        const own = new Set(found.displaced.map(({ orderId }) => orderId));
        for (const place of found.changed) {
          const old = before.operations.find(
            ({ orderId, operationId }) => orderId === place.orderId && operationId === place.operationId,
          )!;
          if (!own.has(place.orderId)) expect(place).toEqual({ ...old, setup: place.setup });
        }
      },
    ),
    { numRuns: 60 },
  );
  expect(given).toBeGreaterThan(25);
  expect(caused).toBeGreaterThan(15);
}, 60_000);

/** One machine at work 8 to 16, a part that comes on the third day. */
const shop = (orders: Problem["orders"] = []) =>
  parseProblem({
    resources: [
      {
        id: "M",
        calendar: [0, 1, 2, 3, 4, 5].map((day) => [(day * 24 + 8) * hour, (day * 24 + 16) * hour]),
      },
    ],
    materials: [{ id: "PART", stock: 5, receipts: [{ time: 50 * hour, quantity: 10 }] }],
    orders,
  });
const inquiry = (quantity: number, hours: number): Inquiry => ({
  id: "NEW",
  release: 0,
  due: 20 * hour,
  operations: [
    {
      id: "1",
      alternatives: [{ resource: "M", duration: hours * hour }],
      needs: [{ material: "PART", quantity }],
    },
  ],
});

test("where a known order leaves, whoever has no room for a longer set-up, or sits in a batch that works too long, moves with it", async () => {
  let moved = 0;
  for (let seed = 180; seed < 260; seed += 1) {
    const which = { secondary: true, batch: seed % 3 === 0, transfer: seed % 2 === 0 };
    const problem = randomSupplyProblem(seed, 12, which);
    const before = await plan(problem, { constructOnly: true, seed });
    for (const like of problem.orders.slice(0, 6)) {
      const inquiry: Inquiry = { ...like, weight: 9 };
      const found = promise(problem, before, inquiry);
      if (found.end === undefined) continue;
      moved += found.displaced.length;
      const after = takenUp(problem, before, inquiry, found);
      expect(verify(after.problem, after.plan), `${seed} ${like.id}`).toEqual([]);
    }
  }
  expect(moved).toBeGreaterThan(20);
}, 60_000);

test("a promise tells what binds it, and what would bring it forward", async () => {
  const empty = shop();
  const free = await plan(empty, { constructOnly: true });
  expect(promise(empty, free, inquiry(5, 2))).toMatchObject({
    end: 10 * hour,
    binding: { kind: "calendar", resource: "M", from: 0, to: 8 * hour, hours: 2, gain: 8 * hour },
  });
  expect(promise(empty, free, inquiry(6, 2))).toMatchObject({
    end: 58 * hour,
    causes: [
      { kind: "material", material: "PART", time: 50 * hour, by: 8 * hour, wait: 50 * hour, gain: 48 * hour },
      { kind: "calendar", wait: 6 * hour, gain: 6 * hour },
    ],
  });
  expect(promise(empty, free, inquiry(16, 2))).toMatchObject({
    end: undefined,
    binding: { kind: "missing", material: "PART", quantity: 1, by: 14 * hour },
  });
  const two = inquiry(16, 2);
  const [only] = two.operations;
  expect(
    promise({ ...empty, materials: [...empty.materials, { id: "NONE", stock: 0, receipts: [] }] }, free, {
      ...two,
      operations: [{ ...only!, needs: [...only!.needs!, { material: "NONE", quantity: 3 }] }],
    }),
  ).toMatchObject({ end: undefined, binding: { kind: "missing", also: ["NONE × 3"] } });
  expect(promise(empty, free, inquiry(1, 200))).toMatchObject({
    end: undefined,
    binding: { kind: "room", operation: "1", resources: ["M"] },
  });
  const busy = shop([
    {
      id: "OLD",
      weight: 1,
      release: 0,
      due: 90 * hour,
      operations: [{ id: "1", lag: 0, needs: [], alternatives: [{ resource: "M", duration: 8 * hour }] }],
    },
  ]);
  const full = await plan(busy, { constructOnly: true });
  expect(promise(busy, full, inquiry(5, 2))).toMatchObject({
    end: 34 * hour,
    binding: { kind: "capacity", resource: "M", from: 8 * hour, to: 32 * hour, hours: 8, gain: 24 * hour },
  });
  expect(promise(busy, full, inquiry(5, 2), { yielding: ["OLD"] })).toMatchObject({
    end: 10 * hour,
    displaced: [{ orderId: "OLD", endBefore: 16 * hour, endAfter: 34 * hour }],
  });
});

test("no extra hours are asked of a line that works around the clock: it stands still", async () => {
  const day = 24 * hour;
  const ask = async (calendar: [number, number][]) => {
    const problem = parseProblem({ resources: [{ id: "M", calendar }], orders: [] });
    const free = await plan(problem, { constructOnly: true });
    const made = {
      ...rushOrder,
      operations: [{ id: "1", alternatives: [{ resource: "M", duration: hour }] }],
    };
    const { causes } = promise(problem, free, made as Inquiry);
    return causes.map((cause) => tellCause(cause, timesFrom()).en);
  };
  // Down until six.
  expect(await ask([[6 * hour, 60 * day]])).toEqual([
    "6.0 h sooner if M did not stand still between day 1 00:00 and day 1 06:00",
  ]);
  // Five days a week around the clock: at the week's end it could work more.
  const weeks = [0, 1, 2, 3].map((at): [number, number] => [(7 * at + 2) * day, (7 * at + 7) * day]);
  expect(await ask(weeks)).toEqual([
    "2.0 days sooner with 1.0 extra h of M between day 1 00:00 and day 3 00:00",
  ]);
  // In maintenance within its shift.
  const shifts = Array.from({ length: 20 }, (_, at): [number, number] => [at * day, at * day + 8 * hour]);
  expect(await ask([[2 * hour, 8 * hour], ...shifts.slice(1)])).toEqual([
    "2.0 h sooner if M did not stand still between day 1 00:00 and day 1 02:00",
  ]);
});

test("a promise is the soonest date, however far away the due date is", async () => {
  const empty = shop();
  const free = await plan(empty, { constructOnly: true });
  expect(promise(empty, free, { ...inquiry(5, 2), due: 100 * hour }).end).toBe(10 * hour);
  for (let seed = 1; seed < 40; seed += 1) {
    const problem = randomSupplyProblem(seed, 6, { marks: seed % 2 === 0, expiry: seed % 3 === 0 });
    const before = await plan(problem, { constructOnly: true, seed });
    const like: Inquiry = { ...problem.orders[0]!, id: "NEW" };
    const [own, soon, far] = [like.due, 0, 5_000 * hour].map(
      (due) => promise(problem, before, { ...like, due }).end,
    );
    expect([own, far], String(seed)).toEqual([soon, soon]);
  }
});

/** Problem and plan once somebody has done what a promise advises. */
const followed = (problem: Problem, before: Plan, cause: Cause): [Problem, Plan] => {
  switch (cause.kind) {
    case "material": {
      const { material, by: time, quantity } = cause;
      const bring = (one: Problem["materials"][number]) =>
        one.id === material ? { ...one, receipts: [...one.receipts, { time, quantity }] } : one;
      return [{ ...problem, materials: problem.materials.map(bring) }, before];
    }
    case "capacity": {
      const isInTheWay = ({ resource, start, end, setup }: PlannedOperation) =>
        resource === cause.resource && start - setup < cause.to && end > cause.from;
      return [problem, { ...before, operations: before.operations.filter((one) => !isInTheWay(one)) }];
    }
    case "calendar":
    case "stop": {
      const open = (one: Problem["resources"][number]) =>
        one.id === cause.resource
          ? { ...one, calendar: withWindows(one.calendar, [[cause.from, cause.to]]) }
          : one;
      return [{ ...problem, resources: problem.resources.map(open) }, before];
    }
    case "secondary": {
      const { from, to } = cause;
      const lent = [
        { from: 0, to: from, units: 20 },
        { from: to, to: largestTime, units: 20 },
      ];
      const lend = (one: NonNullable<Problem["secondaryResources"]>[number]) =>
        one.id === cause.resource
          ? {
              ...one,
              capacity: one.capacity + 20,
              calendar: withWindows(one.calendar ?? [], [[from, to]]),
              away: [...(one.away ?? []), ...lent.filter((stretch) => stretch.from < stretch.to)],
            }
          : one;
      return [{ ...problem, secondaryResources: problem.secondaryResources!.map(lend) }, before];
    }
  }
};

test("what a promise advises brings the order forward by as much as it says, when it is done", async () => {
  const done = new Map<string, number>();
  for (let seed = 1; seed < 250; seed += 1) {
    const has = (bit: number) => ((seed >> bit) & 1) === 1;
    const which = { secondary: has(0), batch: has(1) && has(2), lags: has(1) && has(3), transfer: has(2) };
    const problem = randomSupplyProblem(seed, 2 + (seed % 9), which);
    const before = await plan(problem, { constructOnly: true, seed });
    const inquiry: Inquiry = { ...problem.orders[seed % 2]!, id: "NEW", weight: 9 };
    const { end, causes } = promise(problem, before, inquiry);
    for (const cause of causes) {
      done.set(cause.kind, (done.get(cause.kind) ?? 0) + 1);
      const { end: sooner } = promise(...followed(problem, before, cause), inquiry);
      expect(end! - sooner!, `${seed} ${JSON.stringify(cause)}`).toBeGreaterThanOrEqual(cause.gain);
    }
  }
  expect(
    Math.min(...["material", "capacity", "calendar", "secondary"].map((kind) => done.get(kind) ?? 0)),
  ).toBeGreaterThan(5);
}, 60_000);

test("an order that is not sound is refused with its fields", async () => {
  const empty = shop();
  const free = await plan(empty, { constructOnly: true });
  expect(() => promise(empty, free, { ...inquiry(1, 1), release: -1 })).toThrow("orders.0.release");
  expect(() => promise(empty, free, {} as never)).toThrow("orders.0.operations");
});

const planned = async (seed: number, orders = 25) => {
  const problem = randomProblem(seed, orders);
  return { problem, before: await plan(problem, { iterations: 300, seed }) };
};
test.each([1, 2, 3, 4, 5, 6])(
  "problem %i: a promise fits into the plan without moving anything",
  async (seed) => {
    const { problem, before } = await planned(seed);
    const inquiry = {
      ...rushOrder,
      operations: rushOrder.operations.map((operation, index) => ({
        ...operation,
        needs: index === 0 ? [{ material: "M3", quantity: 5, alternates: ["M11"] }] : [],
      })),
    };
    const found = promise(problem, before, inquiry);
    if (found.end === undefined) return expect(["missing", "capacity"]).toContain(found.binding.kind);
    expect(found.end).toBe(found.operations.at(-1)?.end);
    const extended = {
      ...problem,
      orders: [
        ...problem.orders,
        { ...inquiry, operations: inquiry.operations.map((operation) => ({ ...operation, needs: [] })) },
      ],
    };
    expect(verify(extended, { ...before, operations: [...before.operations, ...found.operations] })).toEqual(
      [],
    );
  },
);

test("a promise tells what holds it back", async () => {
  const { problem, before } = await planned(2);
  const first = rushOrder.operations[0]!;
  const wanting = {
    ...rushOrder,
    operations: [{ ...first, needs: [{ material: "M0", quantity: 900_000_000, alternates: [] }] }],
  };
  expect(promise(problem, before, wanting)).toMatchObject({
    end: undefined,
    binding: { kind: "missing", material: "M0" },
  });
});
