import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Problem } from "./problem.ts";
import { randomProblem } from "./random-problem.ts";

/** Which rules beyond the usual ones a random problem has. */
export interface RandomFeatures {
  readonly secondary?: boolean;
  readonly batch?: boolean;
  readonly lags?: boolean;
  readonly transfer?: boolean;
  readonly energy?: boolean;
}

const hour = 3_600;
const dayWindows = (from: number, to: number): [number, number][] =>
  Array.from({ length: 90 }, (_, day) => [(day * 24 + from) * hour, (day * 24 + to) * hour]);

/** A random problem whose operations also need tools and people, share ovens, must not wait, overlap or draw power. */
export const randomConstrainedProblem = (seed: number, orders: number, features: RandomFeatures): Problem => {
  const random = xoroshiro128plus(seed ^ 0xfea7);
  const int = (from: number, to: number) => uniformInt(random, from, to);
  const problem = randomProblem(seed, orders);
  const oven = {
    id: "OVEN",
    calendar: int(0, 1) === 0 ? [] : dayWindows(2, 23),
    batch: { capacity: int(2, 6) },
  };
  // A set-up that needs what the operation before still holds cannot begin sooner: no wait at all may be impossible.
  const shortestWait = features.secondary ? 2 : 0;
  type Step = Problem["orders"][number]["operations"][number];
  const enrich = (step: Step, index: number): Step => ({
    ...step,
    ...(features.secondary && int(0, 2) > 0
      ? { secondary: [{ resource: ["STENCIL", "FEEDER", "CREW"][int(0, 2)]!, units: int(1, 2) }] }
      : {}),
    ...(features.secondary && int(0, 4) === 0
      ? {
          alternatives: step.alternatives.flatMap((alternative) => [
            alternative,
            {
              ...alternative,
              duration: alternative.duration * 2,
              secondary: [{ resource: "FEEDER", units: 1 }],
            },
          ]),
        }
      : {}),
    ...(features.lags && index < 2 && int(0, 2) === 0
      ? { maxLag: step.lag + int(shortestWait, 8) * 1_800 }
      : {}),
    // What ended long ago may wait for longer than what others do to it.
    ...(features.lags && index === 0 && int(0, 9) === 0 ? { latestStart: int(150, 300) * hour } : {}),
    ...(features.transfer && int(0, 2) === 0 ? { transfer: [0.1, 0.25, 0.5][int(0, 2)]! } : {}),
    ...(features.energy && int(0, 1) === 0 ? { power: int(1, 40) } : {}),
    ...(features.energy && int(0, 2) === 0
      ? { previous: { resource: step.alternatives[0]!.resource, start: int(0, 40) * hour } }
      : {}),
  });
  const burnIn = (): Step => ({
    id: "BURN-IN",
    lag: 0,
    needs: [],
    alternatives: [{ resource: "OVEN", duration: [2, 2, 4][int(0, 2)]! * hour }],
    batch: { family: `T${int(0, 1)}`, size: int(1, 2) },
  });
  return {
    ...problem,
    ...(features.secondary
      ? {
          secondaryResources: [
            { id: "STENCIL", capacity: 2 },
            { id: "FEEDER", capacity: int(3, 6) },
            { id: "CREW", capacity: 4, calendar: dayWindows(0, 22) },
          ],
        }
      : {}),
    ...(features.energy
      ? {
          tariff: {
            price: 0.1,
            windows: dayWindows(8, 20).map(([from, to]) => ({ from, to, price: 0.3 })),
          },
          objective: {
            tardiness: 1,
            setup: 0.05,
            energy: int(0, 2),
            flow: int(0, 1) / 10,
            promise: int(0, 2),
            change: int(0, 1) / 10,
            opened: int(0, 2) / 10,
          },
        }
      : {}),
    resources: [
      ...problem.resources.map((resource) =>
        features.energy ? { ...resource, power: int(0, 30) } : resource,
      ),
      ...(features.batch ? [oven] : []),
    ],
    orders: problem.orders.map((order) => ({
      ...order,
      ...(features.energy && int(0, 1) === 0 ? { promised: int(4, 60) * hour } : {}),
      operations: [...order.operations, ...(features.batch && int(0, 3) > 0 ? [burnIn()] : [])].map(enrich),
    })),
  };
};
