import type { ReplayEvent } from "../../../replay/event.ts";
import { objectOf } from "../../../replay/event.ts";
import { countUpTo } from "../../../replay/timeline.ts";
import { vehicleAfter } from "../../../replay/vehicle.ts";
import { laneY, type Point } from "../floor/geometry.ts";

interface Report extends Point {
  readonly time: number;
  readonly driving: boolean;
}
/** Where a vehicle was reported, in order. */
export type Track = readonly Report[];

/** Every vehicle's reports; `stationAt` gives the place of a record that holds no position. */
export const tracksOf = (
  events: readonly ReplayEvent[],
  stationAt: (station: string | undefined) => Point,
): Map<string, Track> => {
  const tracks = new Map<string, Report[]>();
  for (const event of events) {
    const id = event.type === "vehicle.state" ? objectOf(event, "vehicle") : undefined;
    if (id === undefined) continue;
    const { online, driving, lastNodeId, x, y } = vehicleAfter(event);
    const place = x === undefined || y === undefined ? stationAt(lastNodeId) : { x, y };
    const track = tracks.get(id) ?? [];
    tracks.set(id, track);
    // Where one drove that nobody heard nobody can say.
    track.push({ time: event.time, driving: driving && online, ...place });
  }
  return tracks;
};

/** Roads from node to node are shorter, old records of whole ways from station to station longer. */
const longestRoad = 15;

/** The point at a share of the way: straight to the next node; in old records out to the lane, along it, and in again. */
const along = (from: Point, to: Point, share: number): Point => {
  const corners =
    Math.abs(from.x - to.x) < longestRoad
      ? [from, to]
      : [from, { x: from.x, y: laneY }, { x: to.x, y: laneY }, to];
  const legs = corners.slice(1).map((end, index) => {
    const start = corners[index]!;
    return { start, end, length: Math.abs(end.x - start.x) + Math.abs(end.y - start.y) };
  });
  let left = share * legs.reduce((sum, { length }) => sum + length, 0);
  for (const { start, end, length } of legs) {
    if (left <= length && length > 0) {
      const part = left / length;
      return { x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part };
    }
    left -= length;
  }
  return to;
};

/** Where a vehicle was: at its last report, or, driving, on its way to the next one. */
export const placeAt = (track: Track, time: number): Point | undefined => {
  const count = countUpTo(track, time);
  const last = track[count - 1];
  const target = track[count];
  if (!last) return undefined;
  if (!last.driving || !target) return { x: last.x, y: last.y };
  return along(last, target, (time - last.time) / (target.time - last.time));
};
