import type { Allocation } from "../plan.ts";
import type { Need, Problem } from "../problem.ts";
import { costByHour } from "./cost.ts";
import { hours, works } from "./hours.ts";
import { setupNeeded } from "./lanes.ts";
import type { Placed } from "./placed.ts";
import { hour } from "./plant.ts";
import { suppliesOf } from "./store.ts";
import { wrongPlaces } from "./wrong.ts";

/** The latest hour at which anything is tried. */
const latestStart = 60;

type Supply = ReturnType<typeof suppliesOf>[number];

/** Every way to take some pieces from supplies that have so many left. */
function* splits(quantity: number, left: readonly number[], from = 0): Generator<number[]> {
  if (from === left.length) {
    if (quantity === 0) yield [];
    return;
  }
  for (let taken = Math.min(quantity, left[from]!); taken >= 0; taken -= 1)
    for (const rest of splits(quantity - taken, left, from + 1)) yield [taken, ...rest];
}

const allocationOf = (supply: Supply, quantity: number, need: Need): Allocation => ({
  ...supply,
  quantity,
  ...(supply.material === need.material ? {} : { substitutes: need.material }),
});

/** Gives all who have a place their material, whichever way that goes; undefined when it goes in none. */
const supplied = (problem: Problem, placed: readonly Placed[], unplanned: readonly string[]) => {
  const supplies = suppliesOf(problem, placed, unplanned);
  const needs = placed.flatMap(({ step, start, order }, at) =>
    unplanned.includes(order.id) ? [] : step.needs.map((need) => ({ need, start, at })),
  );
  const dead = new Set<string>();
  const go = (index: number, left: number[]): Allocation[][] | undefined => {
    const wanted = needs[index];
    if (!wanted) return placed.map(() => []);
    const state = `${index}:${left.join()}`;
    if (dead.has(state)) return undefined;
    const { need, start, at } = wanted;
    const fits = left.map((pieces, which) => {
      const { material, time, expires, vendor } = supplies[which]!;
      const able =
        [need.material, ...need.alternates].includes(material) &&
        time <= start &&
        (expires === undefined || start * hour <= expires) &&
        (!need.vendors || need.vendors.includes(vendor ?? ""));
      return able ? pieces : 0;
    });
    for (const split of splits(need.quantity, fits)) {
      const own = split.flatMap((quantity, which) =>
        quantity > 0 ? [allocationOf(supplies[which]!, quantity, need)] : [],
      );
      const { uniform } = need;
      if (uniform && new Set(own.map((one) => `${one.material}|${one[uniform]}`)).size > 1) continue;
      const rest = go(
        index + 1,
        left.map((pieces, which) => pieces - split[which]!),
      );
      if (!rest) continue;
      rest[at]!.push(...own);
      return rest;
    }
    dead.add(state);
    return undefined;
  };
  return go(
    0,
    supplies.map(({ quantity }) => quantity),
  );
};

export interface Optimum {
  readonly cost: number;
  readonly placed: readonly Placed[];
}

/**
 * The best plan of a tiny plant, by trying every resource and every hour for each operation.
 *
 * @param below Only what costs less is looked for; undefined when there is nothing such.
 * @param most Places that are tried at the most; "too many" when there are more.
 */
export const findBetter = (
  problem: Problem,
  unplanned: readonly string[],
  below: number,
  most: number,
): Optimum | undefined | "too many" => {
  const steps = problem.orders
    .flatMap((order) =>
      order.operations.flatMap((step, at) =>
        unplanned.includes(order.id) && !step.fixed ? [] : [{ order, step, at }],
      ),
    )
    .toSorted((a, b) => Number(!a.step.fixed) - Number(!b.step.fixed));
  const { tardiness } = problem.objective ?? { tardiness: 1 };
  let best: Optimum | undefined;
  let limit = below;
  let tried = 0;
  const calendarOf = (id: string) => problem.resources.find((resource) => resource.id === id)!;
  const endOf = (id: string, start: number, duration: number): number => {
    const { calendar } = calendarOf(id);
    let end = start;
    for (let left = duration; left > 0; end += 1) if (works(calendar, end)) left -= 1;
    return end;
  };
  /** Durations that an operation may have where it shares an oven with longer ones. */
  const durations = (resource: string, own: number, family: string | undefined): number[] =>
    family === undefined || !calendarOf(resource).batch
      ? [own]
      : [
          ...new Set(
            steps.flatMap(({ step }) =>
              step.batch?.family === family
                ? step.alternatives
                    .filter((way) => way.resource === resource)
                    .map((way) => way.duration / hour)
                : [],
            ),
          ),
        ].filter((duration) => duration >= own);
  const finish = (placed: Placed[]): void => {
    const ready = placed.map((one) => {
      const setup = setupNeeded(problem, placed, one);
      const isHost =
        placed.find((other) => other.resource === one.resource && other.start === one.start) === one;
      return { ...one, setup: isHost ? setup : 0 };
    });
    const cost = costByHour(problem, ready, unplanned);
    if (cost >= limit - 1e-9 || wrongPlaces(problem, ready).length > 0) return;
    const allocations = supplied(problem, ready, unplanned);
    if (!allocations) return;
    const whole = ready.map((one, at) => ({ ...one, allocations: allocations[at]! }));
    limit = cost;
    best = { cost, placed: whole };
  };
  const go = (index: number, placed: Placed[], soFar: number): void => {
    if (tried > most) return;
    const next = steps[index];
    if (!next) {
      finish(placed);
      return;
    }
    const { order, step, at } = next;
    const before = placed.find((one) => one.order === order && one.at === at - 1);
    const isLast = at + 1 === order.operations.length && !unplanned.includes(order.id);
    const add = (one: Placed): boolean => {
      tried += 1;
      const isLate = isLast ? tardiness * order.weight * Math.max(0, one.end - order.due / hour) : 0;
      if (soFar + isLate >= limit) return false;
      const clash = placed.some(
        (other) =>
          other.resource === one.resource &&
          other.start < one.end &&
          one.start < other.end &&
          !(other.step.fixed && step.fixed) &&
          !(other.start === one.start && other.step.batch && step.batch?.family === other.step.batch.family),
      );
      if (!clash) go(index + 1, [...placed, one], soFar + isLate);
      return true;
    };
    if (step.fixed) {
      const { resource, start, end } = step.fixed;
      const way = step.alternatives.find((one) => one.resource === resource);
      const secondary = way?.secondary ?? step.secondary ?? [];
      add({
        order,
        step,
        at,
        resource,
        start: start / hour,
        end: end / hour,
        setup: 0,
        secondary,
        allocations: [],
      });
      return;
    }
    const from = before
      ? before.step.transfer === undefined
        ? before.end + before.step.lag / hour
        : before.start
      : order.release / hour;
    const { maxLag } = before?.step ?? {};
    const by = before
      ? maxLag === undefined
        ? undefined
        : before.end + maxLag / hour
      : step.latestStart === undefined || step.missed
        ? undefined
        : step.latestStart / hour;
    const to = by ?? latestStart;
    for (const { resource, duration: own, secondary = step.secondary ?? [] } of step.alternatives)
      for (const duration of durations(resource, own / hour, step.batch?.family))
        for (const start of hours(from, to + 1)) {
          if (!works(calendarOf(resource).calendar, start)) continue;
          const end = endOf(resource, start, duration);
          if (!add({ order, step, at, resource, start, end, setup: 0, secondary, allocations: [] })) break;
        }
  };
  go(0, [], 0);
  return tried > most ? "too many" : best;
};
