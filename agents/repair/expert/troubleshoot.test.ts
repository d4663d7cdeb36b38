import { expect, test } from "vitest";
import { createRandomStream } from "../../../simulators/engine/random.ts";
import type { Action } from "./case.ts";
import {
  actionCost,
  courseOf,
  nextStep,
  type Outlook,
  type Rates,
  type Repairing,
  repairOrder,
} from "./troubleshoot.ts";

const rates: Rates = { perMinute: 2, retestMinutes: 3, scrap: 500 };

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

/** A random single fault with one action a cause, and looks that find each cause with a share of their own. */
const world = (seed: number, causes: number, checks: number) => {
  const random = createRandomStream(seed, "troubleshoot");
  const weights = Array.from({ length: causes }, () => random.uniform() + 0.01);
  const all = weights.reduce((sum, each) => sum + each, 0);
  const posterior = new Map(weights.map((weight, index) => [`c${index}`, weight / all]));
  const actions = [...posterior.keys()].map(
    (cause): Action => ({
      id: `a-${cause}`,
      cause,
      minutes: 1 + random.uniform() * 40,
      cost: random.uniform() * 200,
    }),
  );
  const shares = new Map<string, number>();
  const finds = (check: string, cause: string) => {
    const key = `${check} ${cause}`;
    if (!shares.has(key)) shares.set(key, random.uniform());
    return shares.get(key)!;
  };
  const outlook: Outlook = {
    actions,
    checks: Array.from({ length: checks }, (_, index) => ({
      id: `k${index}`,
      minutes: 1 + random.uniform() * 10,
    })),
    rates,
    finds,
    lasts: () => 1,
  };
  return { posterior, outlook };
};

/** Of doing all of these one after the other until one mends the unit, and of giving it up when none does. */
const costOfAll = (order: readonly Repairing[]): number => {
  let [open, cost] = [1, 0];
  for (const step of order) {
    cost += open * step.cost;
    open -= step.probability;
  }
  return cost + Math.max(0, open) * rates.scrap;
};
const subsets = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: 2 ** items.length }, (_, set) => items.filter((_item, index) => set & (1 << index)));

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  "no other repairs in any other order cost less when there is one fault (world %i)",
  (seed) => {
    const { posterior, outlook } = world(seed, 5, 0);
    for (const lasting of [1, 0.4]) {
      const order = repairOrder(posterior, { ...outlook, lasts: () => lasting });
      const { repairs, cost } = courseOf(order, rates);
      const least = Math.min(...subsets(order).flatMap(permutations).map(costOfAll));
      expect(cost).toBeCloseTo(least, 9);
      expect(costOfAll(repairs)).toBeCloseTo(cost, 9);
    }
  },
);

test("the expected cost is that of the courses that can happen", () => {
  const { posterior, outlook } = world(3, 4, 0);
  const order = repairOrder(posterior, outlook);
  const byCause = order.reduce((sum, { probability }, index) => {
    const spent = order.slice(0, index + 1).reduce((all, step) => all + actionCost(step.action, rates), 0);
    return sum + probability * spent;
  }, 0);
  expect(courseOf(order, { ...rates, scrap: 1e6 }).cost).toBeCloseTo(byCause, 6);
});

test("a repair that hardly ever mends is not done before the unit is given up", () => {
  const action = (id: string): Action => ({ id, cause: id, minutes: 60, cost: 0 });
  const outlook: Outlook = {
    ...world(1, 1, 0).outlook,
    actions: [action("rare"), action("likely")],
    lasts: () => 1,
  };
  const likely = new Map([
    ["likely", 0.6],
    ["rare", 0.01],
    ["unknown", 0.39],
  ]);
  expect(courseOf(repairOrder(likely, outlook), rates).repairs.map((one) => one.action.id)).toEqual([
    "likely",
  ]);
  // What is likely has been tried in vain.
  const left = new Map([
    ["rare", 0.01],
    ["unknown", 0.99],
  ]);
  expect(nextStep(left, outlook)).toEqual({ kind: "give-up", cost: rates.scrap });
});

/** The same decision by walking every course of at most so many looks, cause by cause. */
const bruteForce = (
  posterior: ReadonlyMap<string, number>,
  outlook: Outlook,
  looks: number,
): { cost: number; first: string } => {
  const { repairs, cost: atOnce } = courseOf(repairOrder(posterior, outlook), rates);
  let best = { cost: atOnce, first: repairs[0]?.action.id ?? "" };
  if (looks === 0) return best;
  for (const check of outlook.checks) {
    const rest = { ...outlook, checks: outlook.checks.filter((other) => other !== check) };
    let cost = check.minutes * rates.perMinute;
    for (const found of [true, false]) {
      const joint = [...posterior].map(([cause, probability]) => {
        const share = outlook.finds(check.id, cause);
        return [cause, probability * (found ? share : 1 - share)] as const;
      });
      const all = joint.reduce((sum, [, each]) => sum + each, 0);
      cost +=
        all * bruteForce(new Map(joint.map(([cause, each]) => [cause, each / all])), rest, looks - 1).cost;
    }
    if (cost < best.cost - 1e-9) best = { cost, first: check.id };
  }
  return best;
};

test.each([11, 12, 13, 14, 15, 16])(
  "looking ahead at two looks is the best of all such courses (world %i)",
  (seed) => {
    const { posterior, outlook } = world(seed, 5, 3);
    const next = nextStep(posterior, outlook, 2);
    const best = bruteForce(posterior, outlook, 2);
    expect(next.cost).toBeCloseTo(best.cost, 6);
    const first = next.kind === "check" ? next.check.id : next.kind === "repair" ? next.repair.action.id : "";
    expect(first).toBe(best.first);
  },
);

test("a look that tells two dear repairs apart is worth its time; one that tells nothing is not", () => {
  const posterior = new Map([
    ["c0", 0.5],
    ["c1", 0.5],
  ]);
  const actions = ["c0", "c1"].map((cause): Action => ({ id: cause, cause, minutes: 60, cost: 150 }));
  const outlook = (telling: boolean): Outlook => ({
    actions,
    checks: [{ id: "look", minutes: 5 }],
    rates,
    finds: (_, cause) => (telling && cause === "c0" ? 0.95 : 0.05),
    lasts: () => 1,
  });
  const told = nextStep(posterior, outlook(true));
  expect(told).toMatchObject({ kind: "check", check: { id: "look" } });
  expect(told.kind === "check" && told.saves).toBeGreaterThan(0);
  expect(nextStep(posterior, outlook(false)).kind).toBe("repair");
});

test("with nothing to do the unit is given up", () => {
  expect(nextStep(new Map([["c0", 1]]), { ...world(1, 1, 0).outlook, actions: [] })).toEqual({
    kind: "give-up",
    cost: rates.scrap,
  });
});
