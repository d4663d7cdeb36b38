import type { Random } from "../random.ts";
import type { Distances } from "./distance.ts";
import type { Graph } from "./roadmap.ts";
import { createReservations } from "./space-time.ts";

export interface RefineOptions {
  readonly graph: Graph;
  readonly goals: Int32Array;
  readonly distances: readonly Distances[];
  readonly random: Random;
  readonly rotations: boolean;
}

const largest = 60_000_000;

/** Each vehicle's way without the steps that it stays at its goal. */
const pathsOf = (plan: readonly Int32Array[], goals: Int32Array): Int32Array[] =>
  Array.from(goals, (goal, vehicle) => {
    let end = plan.length - 1;
    while (end > 0 && plan[end - 1]![vehicle] === goal) end -= 1;
    return Int32Array.from({ length: end + 1 }, (_, step) => plan[step]![vehicle]!);
  });

/**
 * Large neighbourhood search (Li et al. 2021): takes the ways of a few vehicles that hamper each other out of the plan and
 * finds them anew, one after another; kept when together they are no longer. Undefined where the plan is too large.
 */
export const createRefiner = (
  plan: readonly Int32Array[],
  { graph, goals, distances, random, rotations }: RefineOptions,
) => {
  const vehicles = goals.length;
  const horizon = plan.length + 2;
  if (!graph.isUnit || graph.size * horizon > largest) return undefined;
  const held = createReservations(graph, vehicles, horizon, random, rotations);
  for (const [vehicle, path] of pathsOf(plan, goals).entries()) held.add(vehicle, path);
  const least = Array.from({ length: vehicles }, (_, vehicle) => distances[vehicle]![plan[0]![vehicle]!]!);
  const costOf = (vehicle: number) => held.path(vehicle).length - 1;
  let cost = 0;
  for (let vehicle = 0; vehicle < vehicles; vehicle += 1) cost += costOf(vehicle);
  const weights = [1, 1, 1];

  const delayed = (): number => {
    let best = random.int(vehicles);
    for (let tries = 0; tries < 6; tries += 1) {
      const other = random.int(vehicles);
      if (costOf(other) - least[other]! > costOf(best) - least[best]!) best = other;
    }
    return best;
  };
  /** Who is in the way of one that would rather be sooner: met on walks that leave its way towards the goal. */
  const hampering = (amount: number): Set<number> => {
    const first = delayed();
    const group = new Set([first]);
    const path = held.path(first);
    const distance = distances[first]!;
    for (let walk = 0; walk < 12 && group.size < amount; walk += 1) {
      let step = random.int(Math.max(1, path.length - 1));
      let node = path[step]!;
      for (; step + 1 < path.length && group.size < amount; step += 1) {
        const begin = graph.offsets[node]!;
        const count = graph.offsets[node + 1]! - begin;
        const turn = random.int(count + 1);
        let next = -1;
        for (let choice = 0; choice <= count; choice += 1) {
          const place = (choice + turn) % (count + 1);
          const to = place === count ? node : graph.targets[begin + place]!;
          if (step + 1 + distance[to]! >= path.length - 1) continue;
          next = to;
          break;
        }
        if (next < 0) break;
        const ahead = held.at(step + 1, next);
        const there = held.at(step, next);
        if (ahead >= 0) group.add(ahead);
        if (there >= 0 && there !== ahead && held.at(step + 1, node) === there) group.add(there);
        node = next;
      }
    }
    return group;
  };
  /** Who passes a node about a moment. */
  const passing = (amount: number): Set<number> => {
    const first = delayed();
    const path = held.path(first);
    const step = random.int(path.length);
    const group = new Set([first]);
    const near = [path[step]!];
    const seen = new Set(near);
    for (let at = 0; at < near.length && group.size < amount && at < 60; at += 1) {
      const node = near[at]!;
      for (let away = -3; away <= 3 && group.size < amount; away += 1) {
        const there = held.at(Math.max(0, step + away), node);
        if (there >= 0) group.add(there);
      }
      for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc += 1) {
        const next = graph.targets[arc]!;
        if (!seen.has(next)) near.push(next);
        seen.add(next);
      }
    }
    return group;
  };
  const anybody = (amount: number): Set<number> => {
    const group = new Set([delayed()]);
    while (group.size < amount) group.add(random.int(vehicles));
    return group;
  };
  const kinds = [hampering, passing, anybody];

  return {
    cost: (): number => cost,
    advance: (): void => {
      const total = weights[0]! + weights[1]! + weights[2]!;
      let drawn = random.share() * total;
      let kind = 0;
      while (kind < 2 && drawn >= weights[kind]!) drawn -= weights[kind++]!;
      const amount = Math.min(vehicles, 2 + random.int(random.share() < 0.3 ? 14 : 6));
      const group = [...kinds[kind]!(amount)];
      const had = group.map((vehicle) => held.path(vehicle));
      const old = had.reduce((sum, path) => sum + path.length - 1, 0);
      const ideal = group.reduce((sum, vehicle) => sum + least[vehicle]!, 0);
      if (old === ideal) return;
      for (const vehicle of group) held.remove(vehicle);
      const order = group.map((vehicle) => ({ vehicle, key: random.share() })).sort((a, b) => a.key - b.key);
      // What may still be spent above everybody's shortest way.
      let slack = old - ideal;
      const added: number[] = [];
      for (const { vehicle } of order) {
        const before = held.path(vehicle);
        const found = held.search(before[0]!, goals[vehicle]!, distances[vehicle]!, least[vehicle]! + slack);
        if (!found) break;
        slack -= found.length - 1 - least[vehicle]!;
        held.add(vehicle, found);
        added.push(vehicle);
      }
      const won = added.length === group.length ? slack : 0;
      if (added.length < group.length) {
        for (const vehicle of added) held.remove(vehicle);
        group.forEach((vehicle, place) => {
          held.add(vehicle, had[place]!);
        });
      }
      cost -= won;
      weights[kind] = Math.max(0.05, weights[kind]! * 0.99 + (won / group.length) * 0.1);
    },
    plan: (): Int32Array[] => {
      const paths = Array.from({ length: vehicles }, (_, vehicle) => held.path(vehicle));
      const length = Math.max(...paths.map((path) => path.length));
      return Array.from({ length }, (_, step) =>
        Int32Array.from(paths, (path) => path[Math.min(step, path.length - 1)]!),
      );
    },
  };
};
