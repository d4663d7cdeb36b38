import type { Graph } from "./roadmap.ts";

/** Cost of the shortest way from each node to one goal; Infinity where there is none. */
export type Distances = Float32Array;

const steps = ({ size, backOffsets, backTargets }: Graph, goal: number): Distances => {
  const found = new Float32Array(size).fill(Number.POSITIVE_INFINITY);
  const queue = new Int32Array(size);
  found[goal] = 0;
  queue[0] = goal;
  let end = 1;
  for (let at = 0; at < end; at += 1) {
    const node = queue[at]!;
    const next = found[node]! + 1;
    for (let arc = backOffsets[node]!; arc < backOffsets[node + 1]!; arc += 1) {
      const from = backTargets[arc]!;
      if (found[from]! <= next) continue;
      found[from] = next;
      queue[end++] = from;
    }
  }
  return found;
};

/** Label correcting: roadmaps are small where lanes differ in length. */
const metres = ({ size, backOffsets, backTargets, backCosts }: Graph, goal: number): Distances => {
  const found = new Float32Array(size).fill(Number.POSITIVE_INFINITY);
  found[goal] = 0;
  const queue = [goal];
  for (let at = 0; at < queue.length; at += 1) {
    const node = queue[at]!;
    for (let arc = backOffsets[node]!; arc < backOffsets[node + 1]!; arc += 1) {
      const next = Math.fround(found[node]! + backCosts[arc]!);
      const from = backTargets[arc]!;
      if (found[from]! <= next) continue;
      found[from] = next;
      queue.push(from);
    }
  }
  return found;
};

/** Distances to each goal that is asked for, reckoned once. */
export const createDistances = (graph: Graph): ((goal: number) => Distances) => {
  const known = new Map<number, Distances>();
  return (goal) => {
    const before = known.get(goal);
    if (before) return before;
    const found = graph.isUnit ? steps(graph, goal) : metres(graph, goal);
    known.set(goal, found);
    return found;
  };
};
