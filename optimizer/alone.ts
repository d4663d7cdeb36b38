import { type Calendar, createCalendar } from "./calendar.ts";
import { subLot } from "./construct/ready.ts";
import type { Problem } from "./problem.ts";

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

interface Way {
  readonly calendar: Calendar;
  /** Least working seconds on resources with this calendar. */
  readonly duration: number;
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

export const createAlone = (problem: Problem): Alone => {
  const calendars = sharedCalendars(problem);
  const operations = problem.orders.flatMap((order) => order.operations);
  const first = new Int32Array(problem.orders.length + 1);
  for (const [order, { operations: steps }] of problem.orders.entries())
    first[order + 1] = first[order]! + steps.length;
  const last = new Int32Array(operations.length);
  for (let order = 0; order < problem.orders.length; order += 1)
    last.fill(first[order + 1]! - 1, first[order], first[order + 1]);
  const ways = operations.map(({ alternatives }): Way[] => {
    const found: { calendar: Calendar; duration: number }[] = [];
    for (const { resource, duration } of alternatives) {
      const calendar = calendars.get(resource)!;
      const same = found.find((way) => way.calendar === calendar);
      if (!same) found.push({ calendar, duration });
      else if (duration < same.duration) same.duration = duration;
    }
    return found;
  });
  const soonest = (operation: number, time: number, share: number): number => {
    let best = Number.POSITIVE_INFINITY;
    for (const { calendar, duration } of ways[operation]!) {
      const end = calendar.finish(calendar.opens(time), share < 1 ? subLot(share, duration) : duration);
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
    for (let operation = from; operation <= last[from]!; operation += 1) {
      const { fixed, transfer = 1, lag } = operations[operation]!;
      const share = operation < last[from]! ? transfer : 1;
      if (materialTime && !fixed) ready = Math.max(ready, materialTime[operation]!);
      if (heads) heads[operation] = fixed ? fixed.start : ready;
      if (fixed) {
        end = Math.max(end, fixed.end);
        // What goes on in transfer batches may have gone on from the very start.
        ready = (share < 1 ? fixed.start : fixed.end) + lag;
        continue;
      }
      const through = soonest(operation, ready, 1);
      end = Math.max(end, through);
      ready = (share < 1 ? soonest(operation, ready, share) : through) + lag;
    }
    return end;
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
          const { fixed, lag } = operations[operation]!;
          if (operation < last[operation]!) limit -= lag;
          const latest = ways[operation]!.map(({ calendar, duration }) => calendar.begin(limit, duration));
          limit = fixed ? fixed.start : Math.max(...latest);
          begin[operation] = Math.max(limit, ready[operation]!);
        }
      }
      return begin;
    },
  };
};
