import { expect, test } from "vitest";
import { fitsGraph } from "../construct/graph.ts";
import { buildModel } from "../construct/model.ts";
import { createStart } from "../construct/start.ts";
import { searchGraph } from "../improve/graph-search.ts";
import {
  type Disruption,
  InfeasibleError,
  type Plan,
  plan,
  repair,
  verify,
  verifyObjective,
} from "../index.ts";
import { createReservoir } from "../peg/reservoir/reservoir.ts";
import { toPlan } from "../present.ts";
import type { Problem } from "../problem.ts";
import { createRandom } from "../random.ts";
import { costByHour } from "./cost.ts";
import { damaged } from "./damage.ts";
import { findBetter } from "./optimum.ts";
import { placedOf } from "./placed.ts";
import { hour, tinyPlant } from "./plant.ts";
import { whatIsWrong } from "./wrong.ts";

const seeds = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
/** Places that are tried for one plant: a few plants have more, and are left out. */
const most = 8_000;

const randomOf = (seed: number) => {
  const random = createRandom(seed);
  // The first numbers of neighbouring seeds are alike.
  for (let warm = 0; warm < 8; warm += 1) random.share();
  return random;
};

/** A plan of the planner; undefined where it says that there is none. */
const planned = (problem: Problem, options: object): Promise<Plan | undefined> =>
  plan(problem, options).catch((error) => {
    if (error instanceof InfeasibleError) return undefined;
    throw error;
  });

/** What both, the verifier and a look hour by hour, find wrong. */
const faultsOf = (problem: Problem, found: Plan) => {
  const placed = placedOf(problem, found);
  return {
    byHour: placed ? whatIsWrong(problem, placed, found.unplanned) : ["not all that is wanted"],
    verified: [...verify(problem, found), ...verifyObjective(problem, found)],
  };
};
const none = { byHour: [], verified: [] };

test("tiny plants: every rule is kept hour by hour, no plan there is lies below the bound, and few are better", async () => {
  let best = 0;
  let found = 0;
  for (const seed of seeds(1, 30)) {
    const problem = tinyPlant(seed);
    const own = await planned(problem, { iterations: 200, seed });
    if (!own) {
      expect(findBetter(problem, [], 1e9, most), `seed ${seed}`).toBeUndefined();
      continue;
    }
    expect({ seed, ...faultsOf(problem, own) }).toEqual({ seed, ...none });
    expect(own.objective).toBeCloseTo(costByHour(problem, placedOf(problem, own)!, own.unplanned), 6);
    const better = findBetter(problem, own.unplanned, own.objective - 1e-7, most);
    if (better === "too many") continue;
    const least = better?.cost ?? own.objective;
    expect(own.bound, `seed ${seed}`).toBeLessThanOrEqual(least + 1e-6);
    best += least;
    found += own.objective;
  }
  expect(best).toBeGreaterThan(200);
  expect(found).toBeLessThanOrEqual(1.04 * best);
});

test("tiny plants: what the verifier accepts is what keeps every rule hour by hour, and the other way round", async () => {
  let sound = 0;
  let broken = 0;
  for (const seed of seeds(1_000, 120)) {
    const problem = tinyPlant(seed);
    const whole = await planned(problem, { constructOnly: true });
    if (!whole) continue;
    const random = randomOf(seed);
    for (let turn = 0; turn < 20; turn += 1) {
      const found = damaged(problem, whole, random);
      const placed = placedOf(problem, found);
      const isSound = placed !== undefined && whatIsWrong(problem, placed, found.unplanned).length === 0;
      const told = [
        ...verify(problem, found),
        ...verifyObjective(problem, found).filter(({ rule }) => rule !== "objective"),
      ];
      expect({ seed, turn, isSound, told }).toMatchObject({ told: isSound ? [] : [{}, ...told.slice(1)] });
      if (isSound) {
        sound += 1;
        const objective = costByHour(problem, placed, found.unplanned);
        const subjects = verifyObjective(problem, { ...found, objective }).map(({ subject }) => subject);
        expect({ seed, turn, subjects }).not.toMatchObject({
          subjects: expect.arrayContaining(["objective"]),
        });
      } else broken += 1;
    }
  }
  expect(Math.min(sound, broken)).toBeGreaterThan(500);
});

/** Something that goes wrong in the first hours of a tiny plant. */
const disruptionOf = ({ resources, materials, secondaryResources = [], orders }: Problem, seed: number) => {
  const { int } = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[int(list.length)]!;
  const from = int(8) * hour;
  const to = from + (1 + int(5)) * hour;
  const free = orders.filter(({ operations }) => operations.every(({ fixed }) => !fixed));
  const receipts = materials.flatMap(({ id, receipts: list }) => list.map(({ time }) => ({ id, time })));
  const kinds: (() => Disruption)[] = [
    () => ({ kind: "down", resource: pick(resources).id, from, to }),
    () => ({ kind: "cancel", order: pick(orders).id }),
    ...(secondaryResources.length > 0
      ? [(): Disruption => ({ kind: "absent", resource: pick(secondaryResources).id, from, to, units: 1 })]
      : []),
    ...(receipts.length > 0
      ? [
          (): Disruption => {
            const { id, time } = pick(receipts);
            return { kind: "late", material: id, from: time, to: time + (1 + int(6)) * hour };
          },
        ]
      : []),
    ...(free.length > 0
      ? [(): Disruption => ({ kind: "rush", order: { ...pick(free), weight: 9, due: 3 * hour } as never })]
      : []),
  ];
  return { disruption: pick(kinds)(), frozenUntil: int(5) * hour };
};

test("tiny plants: a mended plan keeps every rule hour by hour", async () => {
  let mended = 0;
  for (const seed of seeds(2_000, 120)) {
    const problem = tinyPlant(seed);
    const before = await planned(problem, { constructOnly: true });
    if (!before) continue;
    const { disruption, frozenUntil } = disruptionOf(problem, seed);
    const after = await repair(problem, before, [disruption], { iterations: 10, frozenUntil });
    expect({ seed, ...faultsOf(after.problem, after.plan) }).toEqual({ seed, ...none });
    mended += 1;
  }
  expect(mended).toBeGreaterThan(90);
});

test("tiny plants: the search of large plants keeps every rule hour by hour, and loses nothing", async () => {
  let searched = 0;
  for (const seed of seeds(3_000, 120)) {
    const problem = tinyPlant(seed);
    const { model, pegging, schedule } = createStart(problem, { seed, goOn: () => true });
    if (!fitsGraph(model) || !Number.isFinite(schedule.cost) || model.keys.length === 0) continue;
    const reservoir = createReservoir(problem, pegging.pegs, model.unplanned);
    const options = { seed, now: () => 0, deadline: 1, iterations: 60, reservoir };
    const { pegs = pegging.pegs, schedule: better } = await searchGraph(model, schedule, options);
    const found = toPlan(buildModel(problem, pegs), pegs, better, { bound: 0, boundWithPegs: 0 });
    expect({ seed, ...faultsOf(problem, found) }).toEqual({ seed, ...none });
    expect(better.cost).toBeLessThanOrEqual(schedule.cost);
    searched += 1;
  }
  expect(searched).toBeGreaterThan(80);
});
