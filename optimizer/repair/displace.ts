import type { Graph } from "../construct/graph.ts";
import type { Model } from "../construct/model.ts";
import type { Random } from "../random.ts";

/** Stretches that are looked at for one operation, of which the best counts. */
const looked = 5;
/** Most operations of one stretch. */
const longest = 6;
const hour = 3_600;

/**
 * Says who should give an operation its place: where resources are full for weeks, who loses its place comes behind all, and it
 * matters who does. Of some stretches of operations before it on its resources, each as long as it needs, it is the one where
 * those who would have to wait for as long as it does now lose least, if that is less than it gains.
 *
 * @param soonest It cannot start sooner.
 */
export const createDisplacing = (model: Model, graph: Graph, { int }: Random, soonest: number) => {
  const { schedule, lanes } = graph;
  const lastOf = (operation: number): number => model.first[model.orderOf[operation]! + 1]! - 1;
  /** Weighted hours by which the order of an operation is late when it ends at a moment. */
  const lateAt = (order: number, end: number): number =>
    (model.objective.tardiness * model.weight[order]! * Math.max(0, end - model.due[order]!)) / hour;
  const lateNow = (operation: number): number =>
    lateAt(model.orderOf[operation]!, schedule.end[lastOf(operation)]!);
  const lateWith = (operation: number, end: number): number => {
    const rest = operation < lastOf(operation) ? model.lag[operation]! + model.rest[operation + 1]! : 0;
    return lateAt(model.orderOf[operation]!, end + rest);
  };

  return (operation: number): readonly number[] => {
    const ready = Math.max(graph.readyOf(operation), soonest);
    const start = schedule.start[operation]!;
    const ways = model.alternatives[operation]!;
    let most = 0;
    let best: readonly number[] = [];
    for (let look = 0; look < looked && start > ready; look += 1) {
      const { resource, duration } = ways[int(ways.length)]!;
      const from = graph.turnAt(resource, ready);
      const to = graph.turnAt(resource, start);
      if (to <= from || model.batchCapacity[resource]! > 0) continue;
      const lane = lanes[resource]!;
      const turn = from + int(to - from);
      const begin = turn > 0 ? Math.max(ready, schedule.end[lane[turn - 1]!]!) : ready;
      let gain = lateNow(operation) - lateWith(operation, begin + duration);
      const stretch: number[] = [];
      for (let at = turn; at < lane.length && gain > most; at += 1) {
        const other = lane[at]!;
        if (schedule.start[other]! >= begin + duration) break;
        stretch.push(other);
        const end = start + schedule.end[other]! - schedule.start[other]!;
        gain -= Math.max(0, lateWith(other, end) - lateNow(other));
        if (model.fixed[other] || stretch.length > longest) gain = 0;
      }
      if (gain <= most) continue;
      most = gain;
      best = stretch;
    }
    return best;
  };
};
