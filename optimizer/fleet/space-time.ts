import type { Random } from "../random.ts";
import type { Distances } from "./distance.ts";
import type { Graph } from "./roadmap.ts";

export interface Reservations {
  /** Steps that are kept; a plan ends before. */
  readonly horizon: number;
  add(vehicle: number, path: Int32Array): void;
  remove(vehicle: number): void;
  path(vehicle: number): Int32Array;
  /** Who is at the node in the step; -1 nobody. */
  at(step: number, node: number): number;
  /** The quickest way that meets nobody, of at most `limit` steps; undefined when there is none. */
  search(start: number, goal: number, distances: Distances, limit: number): Int32Array | undefined;
}

/** A vehicle's way holds its nodes step by step and its last node from then on. */
export const createReservations = (
  graph: Graph,
  vehicles: number,
  horizon: number,
  random: Random,
  rotations: boolean,
): Reservations => {
  const { size, offsets, targets } = graph;
  const held = new Int32Array(size * horizon).fill(-1);
  const paths = new Array<Int32Array>(vehicles);
  const stamp = new Int32Array(size * horizon);
  const parent = new Int32Array(size * horizon);
  let round = 0;
  const fill = (path: Int32Array, value: number) => {
    const end = path.length - 1;
    for (let step = 0; step < horizon; step += 1) held[step * size + path[step < end ? step : end]!] = value;
  };
  const nodeOf = (vehicle: number, step: number): number => {
    const path = paths[vehicle]!;
    return path[Math.min(step, path.length - 1)]!;
  };
  const closesCircle = (step: number, from: number, to: number): boolean => {
    let node = to;
    for (let left = vehicles; left > 0; left -= 1) {
      const there = held[step * size + node]!;
      if (there < 0) return false;
      const next = nodeOf(there, step + 1);
      if (next === from) return true;
      if (next === node) return false;
      node = next;
    }
    return false;
  };

  const search = (start: number, goal: number, distances: Distances, limit: number) => {
    round += 1;
    let free = horizon - 1;
    while (free >= 0 && held[free * size + goal]! < 0) free -= 1;
    if (free === horizon - 1) return undefined;
    const most = Math.min(limit, horizon - 1);
    const least = Math.max(distances[start]!, free + 1);
    if (least > most) return undefined;
    const buckets: number[][] = Array.from({ length: most + 1 }, () => []);
    buckets[least]!.push(start);
    stamp[start] = round;
    parent[start] = -1;
    for (let estimate = least; estimate <= most; estimate += 1) {
      const bucket = buckets[estimate]!;
      for (let state = bucket.pop(); state !== undefined; state = bucket.pop()) {
        const step = Math.floor(state / size);
        const node = state - step * size;
        if (node === goal && step > free) {
          const path = new Int32Array(step + 1);
          for (let at = state, left = step; left >= 0; left -= 1) {
            path[left] = at - left * size;
            at = parent[at]!;
          }
          return path;
        }
        if (step + 1 >= horizon) continue;
        const first = offsets[node]!;
        const count = offsets[node + 1]! - first;
        const turn = random.int(count + 1);
        for (let choice = 0; choice <= count; choice += 1) {
          const place = (choice + turn) % (count + 1);
          const to = place === count ? node : targets[first + place]!;
          const next = (step + 1) * size + to;
          if (stamp[next] === round || held[next]! >= 0) continue;
          const expected = Math.max(step + 1 + distances[to]!, free + 1);
          if (expected > most) continue;
          if (to !== node) {
            const there = held[step * size + to]!;
            if (there >= 0 && held[(step + 1) * size + node] === there) continue;
            if (!rotations && there >= 0 && closesCircle(step, node, to)) continue;
          }
          stamp[next] = round;
          parent[next] = state;
          buckets[expected]!.push(next);
        }
      }
    }
    return undefined;
  };
  return {
    horizon,
    search,
    add: (vehicle, path) => {
      paths[vehicle] = path;
      fill(path, vehicle);
    },
    remove: (vehicle) => fill(paths[vehicle]!, -1),
    path: (vehicle) => paths[vehicle]!,
    at: (step, node) => held[Math.min(step, horizon - 1) * size + node]!,
  };
};
