import { type Calendar, createCalendar } from "./calendar.ts";
import { subLot } from "./construct/ready.ts";
import type { Operation, Problem } from "./problem.ts";

/**
 * Orders as if each had the plant to itself: with calendars, lags and transfer batches, without material, set-ups and
 * others in the way. No plan can do better, so lower bounds and kit dates both rest on it.
 */
export interface Alone {
  /** First operation of each order, counted over all orders; closed. */
  readonly first: Int32Array;
  /** When each operation can be begun. */
  readonly ready: Float64Array;
  /** When each order can be through. */
  readonly end: Float64Array;
  /** When an order can be through if each operation's material is there at a time; `heads` gets when each can be begun. */
  endWith(order: number, materialTime: ArrayLike<number>, heads: Float64Array): number;
  /** When the order of an operation can be through if that operation is begun no sooner than a time. */
  endFrom(operation: number, time: number): number;
  /** The last moment at which each operation may be begun for its order to be through by a time of the order's own. */
  latest(by: ArrayLike<number>): Float64Array;
}

/** Resources that work at the same times share one calendar. */
const sharedCalendars = (problem: Problem): Map<string, Calendar> => {
  const known = new Map<string, Calendar>();
  return new Map(
    problem.resources.map((resource) => {
      const key = resource.calendar.join(" ");
      if (!known.has(key)) known.set(key, createCalendar(resource));
      return [resource.id, known.get(key)!];
    }),
  );
};

/** Ways to do each operation, closed: a calendar, and the least working seconds on resources with it. */
const waysOf = (operations: readonly Operation[], calendars: ReadonlyMap<string, Calendar>) => {
  const firstWay = new Int32Array(operations.length + 1);
  const wayCalendar: Calendar[] = [];
  const wayDuration: number[] = [];
  for (const [at, { alternatives }] of operations.entries()) {
    const from = wayCalendar.length;
    for (const { resource, duration } of alternatives) {
      const same = wayCalendar.indexOf(calendars.get(resource)!, from);
      if (same < 0) {
        wayCalendar.push(calendars.get(resource)!);
        wayDuration.push(duration);
      } else if (duration < wayDuration[same]!) wayDuration[same] = duration;
    }
    firstWay[at + 1] = wayCalendar.length;
  }
  return { firstWay, wayCalendar, wayDuration: Float64Array.from(wayDuration) };
};

export const createAlone = (problem: Problem): Alone => {
  const calendars = sharedCalendars(problem);
  const operations = problem.orders.flatMap((order) => order.operations);
  const first = new Int32Array(problem.orders.length + 1);
  for (const [order, { operations: steps }] of problem.orders.entries())
    first[order + 1] = first[order]! + steps.length;
  const last = new Int32Array(operations.length);
  for (let order = 0; order < problem.orders.length; order += 1)
    last.fill(first[order + 1]! - 1, first[order], first[order + 1]);
  const { firstWay, wayCalendar, wayDuration } = waysOf(operations, calendars);
  const lag = Float64Array.from(operations, (operation) => operation.lag);
  const transfer = Float64Array.from(operations, (operation) => operation.transfer ?? 1);
  const fixedStart = Float64Array.from(operations, ({ fixed }) => fixed?.start ?? -1);
  const fixedEnd = Float64Array.from(operations, ({ fixed }) => fixed?.end ?? -1);
  const soonest = (operation: number, time: number, share: number): number => {
    let best = Number.POSITIVE_INFINITY;
    for (let way = firstWay[operation]!; way < firstWay[operation + 1]!; way += 1) {
      const duration = wayDuration[way]!;
      const end = wayCalendar[way]!.finish(time, share < 1 ? subLot(share, duration) : duration);
      if (end < best) best = end;
    }
    return best;
  };
  /** Follows an order from an operation on; `heads` gets when each can be begun. */
  const follow = (
    from: number,
    time: number,
    materialTime?: ArrayLike<number>,
    heads?: Float64Array,
  ): number => {
    let ready = time;
    let end = 0;
    const to = last[from]!;
    for (let operation = from; operation <= to; operation += 1) {
      const isFixed = fixedEnd[operation]! >= 0;
      const share = operation < to ? transfer[operation]! : 1;
      if (materialTime && !isFixed) ready = Math.max(ready, materialTime[operation]!);
      if (heads) heads[operation] = isFixed ? fixedStart[operation]! : ready;
      if (isFixed) {
        end = Math.max(end, fixedEnd[operation]!);
        // What goes on in transfer batches may have gone on from the very start.
        ready = (share < 1 ? fixedStart[operation]! : fixedEnd[operation]!) + lag[operation]!;
        continue;
      }
      const through = soonest(operation, ready, 1);
      end = Math.max(end, through);
      ready = (share < 1 ? soonest(operation, ready, share) : through) + lag[operation]!;
    }
    return end;
  };

  /** The last moment at which an operation may begin to be through by a time. */
  const latestOf = (operation: number, limit: number): number => {
    let latest = Number.NEGATIVE_INFINITY;
    for (let way = firstWay[operation]!; way < firstWay[operation + 1]!; way += 1)
      latest = Math.max(latest, wayCalendar[way]!.begin(limit, wayDuration[way]!));
    return latest;
  };

  const ready = new Float64Array(operations.length);
  const end = Float64Array.from(problem.orders, ({ release }, order) =>
    follow(first[order]!, release, undefined, ready),
  );
  return {
    first,
    ready,
    end,
    endWith: (order, materialTime, heads) =>
      follow(first[order]!, problem.orders[order]!.release, materialTime, heads),
    endFrom: (operation, time) => follow(operation, Math.max(time, ready[operation]!)),
    latest: (by) => {
      const begin = new Float64Array(operations.length);
      for (let order = 0; order < problem.orders.length; order += 1) {
        let limit = by[order]!;
        for (let operation = first[order + 1]! - 1; operation >= first[order]!; operation -= 1) {
          if (operation < last[operation]!) limit -= lag[operation]!;
          limit = fixedEnd[operation]! >= 0 ? fixedStart[operation]! : latestOf(operation, limit);
          begin[operation] = Math.max(limit, ready[operation]!);
        }
      }
      return begin;
    },
  };
};
