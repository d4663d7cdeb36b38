import type { Calendar } from "../calendar.ts";
import type { Alternative, FixedPlace } from "./model.ts";

/**
 * Whether what is fixed leaves time ahead of it in which anything else could be done: who only appends would leave its resource
 * idle until then.
 */
export const leavesGap = (
  calendars: readonly Calendar[],
  fixed: readonly (FixedPlace | undefined)[],
  alternatives: readonly (readonly Alternative[])[],
): boolean => {
  const facts = fixed.flatMap((fact) => fact ?? []);
  if (facts.length === 0) return false;
  const shortest = new Float64Array(calendars.length).fill(Number.POSITIVE_INFINITY);
  for (const [operation, ways] of alternatives.entries())
    if (!fixed[operation])
      for (const { resource, duration } of ways) shortest[resource] = Math.min(shortest[resource]!, duration);
  const free = new Float64Array(calendars.length);
  return facts
    .toSorted((a, b) => a.start - b.start)
    .some(({ resource, start, end }) => {
      const { worked } = calendars[resource]!;
      const room = start > free[resource]! ? worked(start) - worked(free[resource]!) : 0;
      free[resource] = Math.max(free[resource]!, end);
      return room >= shortest[resource]!;
    });
};
