import { type CellProblem, type CellResource, transitionOf } from "./problem.ts";

/** A stretch of time in which a unit has a resource. */
export interface Booking {
  readonly start: number;
  readonly end: number;
  readonly entry: number;
  readonly exit: number;
  readonly unit: number;
}

/** What every resource is booked for, in order of time. */
export interface Timetable {
  /**
   * The earliest moment at or after `start` from which the resource can be had until `end` (moved along with the start): room is
   * left for the passage from the booking before and to the one after.
   */
  earliest(resource: number, start: number, length: number, entry: number, exit: number): number;
  /** The latest start at or before `start` from which it can be had for so long; below all bookings: minus infinity. */
  latest(resource: number, start: number, length: number, entry: number, exit: number): number;
  book(resource: number, booking: Booking): void;
  /** Takes all bookings of the unit away. */
  release(unit: number): void;
}

export const createTimetable = ({ resources }: CellProblem): Timetable => {
  const lanes: Booking[][] = resources.map(() => []);
  const after = (resource: CellResource, last: Booking | undefined, entry: number) =>
    last
      ? last.end + transitionOf(resource, last.exit, entry)
      : resource.free + transitionOf(resource, resource.initial, entry);
  /** How many bookings begin before the time. */
  const position = (lane: readonly Booking[], time: number) => {
    let [low, high] = [0, lane.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lane[middle]!.start < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    earliest: (r, start, length, entry, exit) => {
      const [lane, resource] = [lanes[r]!, resources[r]!];
      let at = start;
      for (let next = position(lane, start); ; next++) {
        at = Math.max(at, after(resource, lane[next - 1], entry));
        const following = lane[next];
        if (!following || at + length + transitionOf(resource, exit, following.entry) <= following.start)
          return at;
      }
    },
    latest: (r, start, length, entry, exit) => {
      const [lane, resource] = [lanes[r]!, resources[r]!];
      let at = start;
      for (let next = position(lane, start + length); ; next--) {
        const following = lane[next];
        if (following)
          at = Math.min(at, following.start - transitionOf(resource, exit, following.entry) - length);
        if (at >= after(resource, lane[next - 1], entry)) return at;
        if (next === 0) return Number.NEGATIVE_INFINITY;
      }
    },
    book: (r, booking) => {
      const lane = lanes[r]!;
      lane.splice(position(lane, booking.start), 0, booking);
    },
    release: (unit) => {
      for (const [r, lane] of lanes.entries())
        if (lane.some((booking) => booking.unit === unit))
          lanes[r] = lane.filter((booking) => booking.unit !== unit);
    },
  };
};
