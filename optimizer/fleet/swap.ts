import type { Distances } from "./distance.ts";
import type { Graph } from "./roadmap.ts";

export interface SwapState {
  readonly graph: Graph;
  /** Who is at a node now; -1 nobody. */
  readonly occupied: Int32Array;
  readonly goals: Int32Array;
  readonly distances: readonly Distances[];
}

/** Follows the corridor on from `to`, coming from `from`: the next node, -1 at a dead end, -2 where ways part. */
const onward = ({ graph, occupied, goals }: SwapState, from: number, to: number): number => {
  const { offsets, targets } = graph;
  let ways = 0;
  let next = -1;
  for (let arc = offsets[to]!; arc < offsets[to + 1]!; arc += 1) {
    const node = targets[arc]!;
    if (node === from) continue;
    const there = occupied[node]!;
    // A dead end whose vehicle is at its goal is no place to give way.
    if (offsets[node + 1]! - offsets[node]! === 1 && there >= 0 && goals[there] === node) continue;
    ways += 1;
    next = node;
  }
  return ways === 0 ? -1 : ways === 1 ? next : -2;
};

/** Whether one that pushes along a corridor and the one that it pushes have to change places (Okumura 2023, LaCAM*). */
export const isSwapRequired = (
  state: SwapState,
  pusher: number,
  puller: number,
  pusherAt: number,
  pullerAt: number,
): boolean => {
  const ofPusher = state.distances[pusher]!;
  const ofPuller = state.distances[puller]!;
  let from = pusherAt;
  let to = pullerAt;
  for (let left = state.graph.size; left > 0 && ofPusher[to]! < ofPusher[from]!; left -= 1) {
    const next = onward(state, from, to);
    if (next === -2) return false;
    if (next === -1) break;
    from = to;
    to = next;
  }
  return ofPuller[from]! < ofPuller[to]! && (ofPusher[from] === 0 || ofPusher[to]! < ofPusher[from]!);
};

/** Whether the one that is pulled can draw the other to a node where ways part. */
export const isSwapPossible = (state: SwapState, pusherAt: number, pullerAt: number): boolean => {
  let from = pusherAt;
  let to = pullerAt;
  for (let left = state.graph.size; left > 0 && to !== pusherAt; left -= 1) {
    const next = onward(state, from, to);
    if (next === -2) return true;
    if (next === -1) return false;
    from = to;
    to = next;
  }
  return false;
};
