import type { Graph } from "../construct/graph.ts";
import type { Model } from "../construct/model.ts";

interface Times {
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/** Times worked out for each operation; beyond that, turns and maximum lags chase each other for ever. */
const mostEach = 50;

/**
 * Operations that have to come sooner for orders to be as soon as they could be: their own, and whoever has a turn before one of
 * them and would still be there at its new time.
 */
const neededFor = (
  model: Model,
  graph: Graph,
  orders: readonly number[],
  old: Times,
  soonest: Times,
): number[] => {
  const needed = new Set<number>();
  const open: number[] = [];
  const add = (operation: number) => {
    if (needed.has(operation) || !(soonest.start[operation]! < old.start[operation]!)) return;
    needed.add(operation);
    open.push(operation);
  };
  for (const order of orders) {
    const close = model.first[order + 1]!;
    for (let operation = model.first[order]!; operation < close; operation += 1) add(operation);
    for (let operation = open.pop(); operation !== undefined; operation = open.pop()) {
      const before = graph.previousOf(operation);
      if (before >= 0 && old.end[before]! > soonest.start[operation]!) add(before);
      if (operation > model.first[model.orderOf[operation]!]!) add(operation - 1);
    }
  }
  return [...needed];
};

/**
 * Lets operations begin sooner than before in the turns that they have, where calendars, material and units have come to allow it:
 * one late order after the other with whoever is in its way, as long as that costs less than it saves.
 *
 * @param goOn Asked before each order.
 */
export const bringSooner = (model: Model, graph: Graph, soonest: number, goOn: () => boolean): void => {
  const { schedule, isIn, floor } = graph;
  const most = mostEach * isIn.length;
  const timesNow = (): Times => ({
    start: Float64Array.from(schedule.start),
    end: Float64Array.from(schedule.end),
  });
  const free = (operations: Iterable<number>) => {
    for (const operation of operations)
      if (isIn[operation] && !model.fixed[operation] && floor[operation]! > soonest)
        graph.free(operation, soonest);
    return graph.settle(most);
  };
  const old = timesNow();
  const cost = graph.cost();
  const isAble = free(isIn.keys());
  const times = timesNow();
  const whole = graph.cost();
  graph.reject();
  if (!isAble) return;
  const excess = (order: number, { end }: Times): number =>
    model.weight[order]! * Math.max(0, end[model.first[order + 1]! - 1]! - model.due[order]!);
  const gains = Array.from({ length: model.orders }, (_, order) => excess(order, old) - excess(order, times));
  const orders = gains.flatMap((gain, order) => (gain > 0 ? [order] : []));
  orders.sort((a, b) => gains[b]! - gains[a]! || a - b);
  let least = cost;
  const attempt = (operations: readonly number[]) => {
    if (free(operations) && graph.cost() < least - 1e-9) {
      graph.accept();
      least = graph.cost();
    } else graph.reject();
  };
  // All of them together: of a crowd in one queue none gains by itself.
  attempt(neededFor(model, graph, orders, old, times));
  for (const order of orders) {
    if (!goOn()) break;
    attempt(neededFor(model, graph, [order], old, times));
  }
  if (whole < least - 1e-9) attempt([...isIn.keys()]);
};
