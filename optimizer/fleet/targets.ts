import type { Graph } from "./roadmap.ts";

/**
 * One node for each vehicle: who comes first in the order gets the one that it wants, others that want the same, or a node that
 * is shut, the nearest that nobody wants. A configuration search needs them to differ.
 */
export const distinctTargets = (
  graph: Graph,
  wanted: ArrayLike<number>,
  order: ArrayLike<number>,
  shut: ReadonlySet<number> = new Set(),
): Int32Array => {
  const taken = new Set<number>(shut);
  const first = new Map<number, number>();
  const targets = new Int32Array(wanted.length).fill(-1);
  for (let place = 0; place < order.length; place += 1) {
    const vehicle = order[place]!;
    const node = wanted[vehicle]!;
    if (first.has(node) || taken.has(node)) continue;
    first.set(node, vehicle);
    targets[vehicle] = node;
  }
  for (const node of first.keys()) taken.add(node);
  for (let place = 0; place < order.length; place += 1) {
    const vehicle = order[place]!;
    if (targets[vehicle]! >= 0) continue;
    const queue = [wanted[vehicle]!];
    const seen = new Set(queue);
    for (let at = 0; at < queue.length && targets[vehicle]! < 0; at += 1) {
      const node = queue[at]!;
      if (!taken.has(node)) targets[vehicle] = node;
      for (let arc = graph.backOffsets[node]!; arc < graph.backOffsets[node + 1]!; arc += 1) {
        const next = graph.backTargets[arc]!;
        if (!seen.has(next)) queue.push(next);
        seen.add(next);
      }
    }
    if (targets[vehicle]! < 0) throw new RangeError(`no node is left for vehicle ${vehicle}`);
    taken.add(targets[vehicle]!);
  }
  return targets;
};
