import fc from "fast-check";
import type { Problem } from "../problem.ts";

const hour = 3_600;
const names = ["A", "B", "C"];

/** For tests: a few orders of many pieces: the order is whole, so that a few pieces short cost much. */
export const fewOrders: fc.Arbitrary<Problem> = fc
  .record({
    stocks: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 3, maxLength: 3 }),
    receipts: fc.array(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 })), { maxLength: 3 }),
      { minLength: 3, maxLength: 3 },
    ),
    orders: fc.array(
      fc.record({
        weight: fc.integer({ min: 1, max: 9 }),
        due: fc.integer({ min: 1, max: 40 }),
        needs: fc.uniqueArray(
          fc.record({
            material: fc.constantFrom(...names),
            quantity: fc.integer({ min: 1, max: 15 }),
            able: fc.subarray(names, { maxLength: 1 }),
          }),
          { minLength: 1, maxLength: 2, selector: ({ material }) => material },
        ),
      }),
      { minLength: 2, maxLength: 4 },
    ),
  })
  .map(({ stocks, receipts, orders }) => ({
    resources: [{ id: "R", calendar: [] }],
    setups: [],
    materials: names.map((id, at) => ({
      id,
      stock: stocks[at]!,
      receipts: receipts[at]!.map(([time, quantity]) => ({ time: time * hour, quantity })),
    })),
    orders: orders.map(({ weight, due, needs }, index) => ({
      id: `O${index}`,
      weight,
      release: 0,
      due: due * hour,
      operations: [
        {
          id: "1",
          lag: 0,
          alternatives: [{ resource: "R", duration: hour }],
          needs: needs.map(({ material, quantity, able }) => ({
            material,
            quantity,
            alternates: able.filter((name) => name !== material),
          })),
        },
      ],
    })),
  }));

/** Whether everyone can have all pieces by a time of its own: pieces along augmenting paths (Ford and Fulkerson 1956). */
const fits = ({ materials, orders }: Problem, by: readonly number[]): boolean => {
  const lots = materials.flatMap(({ id, stock, receipts }) => [
    { id, time: 0, left: stock },
    ...receipts.map(({ time, quantity }) => ({ id, time, left: quantity })),
  ]);
  const needs = orders.flatMap(({ operations: [step] }, order) =>
    step!.needs.map(({ material, quantity, alternates }) => ({
      quantity,
      able: lots.map(({ id, time }) => time <= by[order]! && [material, ...alternates].includes(id)),
      taken: lots.map(() => 0),
    })),
  );
  const serve = (need: (typeof needs)[number], seen: Set<number>): boolean => {
    for (const [at, lot] of lots.entries()) {
      if (!need.able[at] || seen.has(at)) continue;
      seen.add(at);
      const giver =
        lot.left > 0 ? undefined : needs.find((other) => other.taken[at]! > 0 && serve(other, seen));
      if (giver) giver.taken[at]! -= 1;
      else if (lot.left > 0) lot.left -= 1;
      else continue;
      need.taken[at]! += 1;
      return true;
    }
    return false;
  };
  return needs.every((need) =>
    Array.from({ length: need.quantity }).every(() => serve(need, new Set<number>())),
  );
};

/** Least weighted hours of lateness over all dates at which kits could be complete; undefined when not all can be. */
export const leastOf = (problem: Problem): number | undefined => {
  const { materials, orders } = problem;
  const times = [...new Set([0, ...materials.flatMap(({ receipts }) => receipts.map(({ time }) => time))])];
  let best: number | undefined;
  const try_ = (by: number[], cost: number): void => {
    if (best !== undefined && cost >= best) return;
    if (by.length === orders.length) {
      if (fits(problem, by)) best = cost;
      return;
    }
    const { weight, due } = orders[by.length]!;
    for (const time of times.toSorted((a, b) => a - b))
      try_([...by, time], cost + (weight * Math.max(0, time - Math.max(0, due - hour))) / hour);
  };
  try_([], 0);
  return best;
};
