import type { Graph } from "../construct/graph.ts";
import type { Model } from "../construct/model.ts";
import type { Reservoir } from "../peg/reservoir/reservoir.ts";

/** A model whose material is there when a reservoir says, now and from now on. */
export const drawnFrom = (model: Model, { materialTime }: Reservoir): Model => ({
  ...model,
  supply: { ...model.supply, materialTime },
});

/**
 * Exchanges material as a schedule lets it: whoever starts later than its pieces come puts them off, and who waits for pieces alone
 * takes what that leaves, the orders that lose most by waiting first. Nobody loses by it.
 */
export const createExchange = (model: Model, graph: Graph, reservoir: Reservoir) => {
  const { schedule } = graph;
  const { first, orderOf, calendars, fixed, weight, due } = model;
  const { materialTime } = reservoir;
  const loosenAll = () => {
    for (let operation = 0; operation < fixed.length; operation += 1)
      if (!fixed[operation]) reservoir.loosen(operation, schedule.start[operation]!);
    reservoir.accept();
  };
  const lossOf = (operation: number): number => {
    const order = orderOf[operation]!;
    return weight[order]! * Math.max(0, schedule.end[first[order + 1]! - 1]! - due[order]!);
  };
  return (): void => {
    loosenAll();
    const waiting: number[] = [];
    for (let operation = 0; operation < fixed.length; operation += 1) {
      const time = materialTime[operation]!;
      const resource = schedule.resource[operation]!;
      if (!fixed[operation] && time > 0 && calendars[resource]!.opens(time) >= schedule.start[operation]!)
        waiting.push(operation);
    }
    waiting.sort((a, b) => lossOf(b) - lossOf(a) || schedule.start[a]! - schedule.start[b]! || a - b);
    const before = graph.cost();
    const isSettled = waiting.every((operation) => {
      graph.free(operation, graph.floor[operation]!);
      return graph.settle(Number.POSITIVE_INFINITY);
    });
    if (isSettled && graph.cost() <= before) {
      graph.accept();
      loosenAll();
    } else graph.reject();
  };
};
