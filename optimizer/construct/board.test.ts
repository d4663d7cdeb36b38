import fc from "fast-check";
import { expect, test } from "vitest";
import { createCalendar, without } from "../calendar.ts";
import { explain, type Problem, plan, verify } from "../index.ts";
import { createTimeline } from "./timeline.ts";

const hour = 3_600;
const stay = fc
  .tuple(fc.nat(50), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 3 }))
  .map(([from, length, units]) => ({ from, to: from + length, units }));
const windows = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pairs) => {
    let at = 0;
    return pairs.map(([pause, work]): [number, number] => {
      const from = at + pause;
      at = from + work;
      return [from, at];
    });
  });

test("a timeline counts as one counts second by second", () => {
  fc.assert(
    fc.property(fc.array(stay, { maxLength: 12 }), stay, (taken, asked) => {
      const timeline = createTimeline(4);
      for (const { from, to, units } of taken) timeline.take(from, to, units);
      const level = (time: number) =>
        taken.reduce((sum, { from, to, units }) => sum + (from <= time && time < to ? units : 0), 0);
      const lacks = (from: number) =>
        Array.from({ length: asked.to - from }, (_, index) => from + index).some(
          (time) => level(time) + asked.units > 4,
        );
      const until = timeline.blockedUntil(asked.from, asked.to, asked.units);
      expect(until >= 0).toBe(lacks(asked.from));
      // Whoever starts before that and still ends where it was asked runs into the lack; from there on nobody does.
      if (until >= 0) {
        expect(level(until - 1) + asked.units).toBeGreaterThan(4);
        if (until < asked.to) expect(lacks(until)).toBe(false);
      }
    }),
  );
});

test("a calendar counts back as it counts forth, and what is taken out is gone", () => {
  fc.assert(
    fc.property(windows, fc.nat(60), fc.integer({ min: 1, max: 20 }), (calendar, end, duration) => {
      const { begin, worked } = createCalendar({ calendar });
      const from = begin(end, duration);
      if (from === Number.NEGATIVE_INFINITY) expect(worked(end)).toBeLessThan(duration);
      else expect(worked(end) - worked(from)).toBe(duration);
    }),
  );
  fc.assert(
    fc.property(windows, windows, fc.nat(60), (some, taken, time) => {
      const inside = (list: readonly (readonly [number, number])[]) =>
        list.some(([from, to]) => from <= time && time < to);
      expect(inside(without(some, taken))).toBe(inside(some) && !inside(taken));
    }),
  );
});

type Step = Problem["orders"][number]["operations"][number];
const step = (id: string, resource: string, hours: number, more: Partial<Step> = {}): Step => ({
  id,
  alternatives: [{ resource, duration: hours * hour }],
  needs: [],
  lag: 0,
  ...more,
});
const order = (id: string, weight: number, due: number, ...operations: Step[]) => ({
  id,
  weight,
  release: 0,
  due: due * hour,
  operations,
});
const problemOf = (more: Partial<Problem>): Problem => ({
  resources: [
    { id: "M", calendar: [] },
    { id: "N", calendar: [] },
  ],
  setups: [],
  materials: [],
  orders: [],
  ...more,
});

test("a short operation goes into the gap before a later one", async () => {
  const problem = problemOf({
    orders: [
      order("LONG", 9, 1, step("1", "M", 6), step("2", "N", 2)),
      order("SHORT", 1, 4, step("1", "N", 3)),
    ],
  });
  const found = await plan(problem, { constructOnly: true });
  expect(found.operations.find(({ orderId }) => orderId === "SHORT")).toMatchObject({
    start: 0,
    end: 3 * hour,
  });
});

test("an operation with slack waits for cheap energy, one without does not", async () => {
  const problem = problemOf({
    orders: [
      order("SLACK", 1, 100, step("1", "M", 2, { power: 50 })),
      order("URGENT", 9, 2, step("1", "N", 2, { power: 50 })),
    ],
    tariff: { price: 1, windows: [{ from: 0, to: 8 * hour, price: 3 }] },
    objective: { tardiness: 1_000, setup: 0, energy: 1, flow: 0, promise: 0, change: 0, opened: 0 },
  });
  const found = await plan(problem, { constructOnly: true });
  expect(verify(problem, found)).toEqual([]);
  expect(found.operations.map(({ start }) => start)).toEqual([8 * hour, 0]);
  expect(found.terms.energy).toBeCloseTo(50 * 2 * 1 + 50 * 2 * 3);
});

test("who waits for a tool is told whom it waits for", async () => {
  const secondary = [{ resource: "TOOL", units: 1 }];
  const problem = problemOf({
    secondaryResources: [{ id: "TOOL", capacity: 1 }],
    orders: [
      order("A", 9, 1, step("1", "M", 2, { secondary })),
      order("B", 1, 2, step("1", "N", 2, { secondary })),
    ],
  });
  const found = await plan(problem, { constructOnly: true });
  expect(explain(problem, found, "B")).toContainEqual({
    kind: "secondary",
    operation: "1",
    resource: "TOOL",
    seconds: 2 * hour,
    ahead: ["A"],
  });
});
