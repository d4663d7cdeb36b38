import type { Random } from "../random.ts";
import type { Distances } from "./distance.ts";
import type { Graph } from "./roadmap.ts";
import { isSwapPossible, isSwapRequired, type SwapState } from "./swap.ts";

export interface PibtOptions {
  readonly graph: Graph;
  readonly random: Random;
  /** Whether vehicles that fill a circle may all move on at once; real ones cannot, since each waits for the next. */
  readonly rotations: boolean;
}

export interface Pibt {
  /**
   * One step of all vehicles (Okumura et al. 2022, with the swap of 2023). `next` holds -1, or where a vehicle has to go.
   * False when such wishes cannot be met; `next` is then of no use.
   */
  step(
    from: Int32Array,
    next: Int32Array,
    order: Int32Array,
    goals: Int32Array,
    distances: readonly Distances[],
  ): boolean;
}

export const createPibt = ({ graph, random, rotations }: PibtOptions): Pibt => {
  const { size, offsets, targets } = graph;
  const now = new Int32Array(size).fill(-1);
  const taken = new Int32Array(size).fill(-1);
  let from: Int32Array = now;
  let next: Int32Array = now;
  let state: SwapState = { graph, occupied: now, goals: now, distances: [] };

  /** Whether the move would close a circle in which everybody follows somebody. */
  const closesCircle = (vehicle: number, node: number): boolean => {
    let ahead = now[node]!;
    // Wishes that are not looked at yet may hold a circle of their own: no more than everybody is followed.
    for (let left = from.length; left > 0; left -= 1) {
      if (ahead < 0 || ahead === vehicle || next[ahead]! < 0 || next[ahead] === from[ahead]) return false;
      if (next[ahead] === from[vehicle]) return true;
      ahead = now[next[ahead]!]!;
    }
    return false;
  };

  /** With whom it has to change places, by the first of its wishes; -1 nobody. */
  const swapPartner = (vehicle: number, wish: number): number => {
    const at = from[vehicle]!;
    if (wish === at) return -1;
    const there = now[wish]!;
    if (
      there >= 0 &&
      next[there]! < 0 &&
      isSwapRequired(state, vehicle, there, at, wish) &&
      isSwapPossible(state, wish, at)
    )
      return there;
    // Another behind it may have to get past it: it clears the way.
    for (let arc = offsets[at]!; arc < offsets[at + 1]!; arc += 1) {
      const behind = now[targets[arc]!]!;
      if (behind < 0 || from[behind] === wish) continue;
      if (isSwapRequired(state, behind, vehicle, at, wish) && isSwapPossible(state, wish, at)) return behind;
    }
    return -1;
  };

  const decide = (vehicle: number): boolean => {
    const at = from[vehicle]!;
    const distance = state.distances[vehicle]!;
    const first = offsets[at]!;
    const count = offsets[at + 1]! - first + 1;
    const wishes: number[] = [];
    const keys: number[] = [];
    for (let place = 0; place < count; place += 1) {
      const node = place === count - 1 ? at : targets[first + place]!;
      // Lanes that are as good: rather an empty node, then by chance.
      const key = distance[node]! + (now[node]! >= 0 && node !== at ? 0.02 : 0) + random.share() * 0.01;
      let slot = wishes.length;
      while (slot > 0 && keys[slot - 1]! > key) {
        wishes[slot] = wishes[slot - 1]!;
        keys[slot] = keys[slot - 1]!;
        slot -= 1;
      }
      wishes[slot] = node;
      keys[slot] = key;
    }
    const partner = swapPartner(vehicle, wishes[0]!);
    if (partner >= 0) wishes.reverse();
    for (let place = 0; place < count; place += 1) {
      const node = wishes[place]!;
      if (taken[node]! >= 0) continue;
      const there = now[node]!;
      if (there >= 0 && there !== vehicle && next[there] === at) continue;
      if (!rotations && there >= 0 && there !== vehicle && closesCircle(vehicle, node)) continue;
      taken[node] = vehicle;
      next[vehicle] = node;
      if (there >= 0 && there !== vehicle && next[there]! < 0 && !decide(there)) continue;
      if (place === 0 && partner >= 0 && next[partner]! < 0 && taken[at]! < 0) {
        // Drawn along, where a lane leads that way.
        const behind = from[partner]!;
        for (let arc = offsets[behind]!; arc < offsets[behind + 1]!; arc += 1)
          if (targets[arc] === at && (rotations || !closesCircle(partner, at))) {
            taken[at] = partner;
            next[partner] = at;
          }
      }
      return true;
    }
    taken[at] = vehicle;
    next[vehicle] = at;
    return false;
  };

  return {
    step: (at, wanted, order, goals, distances) => {
      from = at;
      next = wanted;
      state = { graph, occupied: now, goals, distances };
      let holds = true;
      for (let vehicle = 0; vehicle < at.length; vehicle += 1) now[at[vehicle]!] = vehicle;
      for (let vehicle = 0; vehicle < at.length && holds; vehicle += 1) {
        const node = next[vehicle]!;
        if (node < 0) continue;
        const there = now[node]!;
        if (taken[node]! >= 0 || (there >= 0 && there !== vehicle && next[there] === at[vehicle]))
          holds = false;
        else if (!rotations && there >= 0 && there !== vehicle && closesCircle(vehicle, node)) holds = false;
        else taken[node] = vehicle;
      }
      for (let place = 0; place < order.length && holds; place += 1) {
        const vehicle = order[place]!;
        if (next[vehicle]! < 0 && !decide(vehicle)) holds = false;
      }
      for (let vehicle = 0; vehicle < at.length; vehicle += 1) {
        now[at[vehicle]!] = -1;
        if (next[vehicle]! >= 0) taken[next[vehicle]!] = -1;
      }
      if (!holds) taken.fill(-1);
      return holds;
    },
  };
};
