import type { Place, Robot } from "./description.ts";

export interface Speed {
  readonly metresPerSecond: number;
  /** Seconds of every move besides the way: lift, lower, approach. */
  readonly approachS: number;
}

/** Seconds from place to place on straight lines; each move adds the approach, so no detour is ever shorter. */
export const travelBetween = (
  places: readonly Pick<Place, "id" | "x" | "y">[],
  { metresPerSecond, approachS }: Speed,
): Robot["travel"] => ({
  between: places.map(({ id }) => id),
  seconds: places.map((a) =>
    places.map((b) =>
      a === b ? 0 : approachS + Math.ceil(Math.hypot(a.x - b.x, a.y - b.y) / metresPerSecond),
    ),
  ),
});
