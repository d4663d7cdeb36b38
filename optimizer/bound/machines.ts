import type { Model } from "../construct/model.ts";
import { subLot } from "../construct/ready.ts";
import { lastAt } from "../last-at.ts";
import type { Problem } from "../problem.ts";
import { shortestOf } from "../shortest.ts";
import { leastWeightedLateness, type Visit } from "./one-machine.ts";

/**
 * The working seconds of several resources together, and back: the moment by which they can have done that much. A
 * machine that is as fast as all of them that work at a moment keeps this time.
 */
const together = (calendars: readonly Problem["resources"][number]["calendar"][]) => {
  const changes = new Map<number, number>([[0, 0]]);
  const change = (time: number, by: number) => changes.set(time, (changes.get(time) ?? 0) + by);
  for (const calendar of calendars) {
    if (calendar.length === 0) change(0, 1);
    for (const [opens, closes] of calendar) {
      change(opens, 1);
      change(closes, -1);
    }
  }
  // How many work from each moment on, and what they have done by then.
  const times = Float64Array.from(changes.keys()).sort();
  const speed = new Float64Array(times.length);
  const done = new Float64Array(times.length);
  for (let at = 0; at < times.length; at += 1) {
    speed[at] = (at > 0 ? speed[at - 1]! : 0) + changes.get(times[at]!)!;
    if (at > 0) done[at] = done[at - 1]! + speed[at - 1]! * (times[at]! - times[at - 1]!);
  }
  return {
    worked: (until: number): number => {
      const at = lastAt(times, until);
      return done[at]! + speed[at]! * Math.max(0, until - times[at]!);
    },
    timeOf: (wanted: number): number => {
      const at = lastAt(done, wanted - 1e-9);
      // The lower end, so that rounding never lifts the bound; after all calendars nothing more is claimed.
      return speed[at]! > 0 ? Math.floor(times[at]! + (wanted - done[at]!) / speed[at]!) : times[at]!;
    },
  };
};

/** Resources that can stand in for each other, directly or by way of others. */
const groups = (model: Model): number[] => {
  const group = model.calendars.map((_, index) => index);
  const find = (index: number): number => (group[index] === index ? index : find(group[index]!));
  for (const alternatives of model.alternatives)
    for (const { resource } of alternatives) group[find(resource)] = find(alternatives[0]!.resource);
  return group.map((_, index) => find(index));
};

/**
 * Weighted lateness in seconds that no schedule goes below: each group of resources as one machine that is as fast as all that
 * work at a moment, may interrupt, and needs no set-up; the worst group counts.
 *
 * @param head When each operation can be begun at the soonest.
 */
export const crowdedLateness = (model: Model, head: Float64Array): number => {
  const shortest = model.alternatives.map((alternatives) => shortestOf(alternatives));
  const groupOf = groups(model);
  const clocks = new Map(
    [...new Set(groupOf)].map((group) => [
      group,
      together(
        model.problem.resources
          .filter((_, resource) => groupOf[resource] === group)
          .map(({ calendar }) => calendar),
      ),
    ]),
  );
  const visits = new Map<number, Map<number, Visit>>();
  // A batch resource does more than one operation's work at a time: it is no such machine.
  const batching = new Set(groupOf.filter((_, resource) => model.batchCapacity[resource]! > 0));
  for (let order = 0; order < model.orders; order += 1) {
    let tail = 0;
    for (let operation = model.first[order + 1]! - 1; operation >= model.first[order]!; operation -= 1) {
      if (model.fixed[operation]) break;
      const group = groupOf[model.alternatives[operation]![0]!.resource]!;
      const known = visits.get(group) ?? new Map<number, Visit>();
      visits.set(group, known);
      // One visit an order and group is enough for a bound; the last one knows most about the end.
      if (!known.has(order) && !batching.has(group))
        known.set(order, {
          release: clocks.get(group)!.worked(head[operation]!),
          work: shortest[operation]!,
          due: model.due[order]! - tail,
          weight: model.weight[order]!,
        });
      if (operation === model.first[order]!) break;
      tail += model.lag[operation - 1]! + subLot(model.transfer[operation - 1]!, shortest[operation]!);
    }
  }
  const crowded = [...visits].map(([group, list]) =>
    leastWeightedLateness([...list.values()], clocks.get(group)!.timeOf),
  );
  return Math.max(0, ...crowded);
};
