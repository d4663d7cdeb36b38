import type { Problem } from "../problem.ts";
import type { Pegging } from "./peg.ts";

/** A material that orders wait for. */
export interface GoldenPart {
  readonly material: string;
  /** Weighted hours of kit lateness that would fall away if it were there at once and nothing else changed. */
  readonly gated: number;
  /** Orders that wait for it longer than for anything else. */
  readonly orders: number;
}

/**
 * Materials by what they gate (the golden parts of an electronics plant): of each late kit the part of its lateness that
 * only its critical material causes. What its early arrival would free for others comes on top, so the true gain is no
 * smaller.
 */
export const goldenParts = (problem: Problem, pegging: Pegging, top = 20): GoldenPart[] => {
  const parts = new Map<string, { gated: number; orders: number }>();
  for (const [order, { critical, lateness, otherwise }] of pegging.kits.entries()) {
    if (critical === undefined || lateness === 0) continue;
    const part = parts.get(critical) ?? { gated: 0, orders: 0 };
    part.gated += problem.orders[order]!.weight * (lateness - otherwise);
    part.orders += 1;
    parts.set(critical, part);
  }
  return [...parts]
    .map(([material, part]) => ({ material, ...part }))
    .sort((a, b) => b.gated - a.gated || (a.material < b.material ? -1 : 1))
    .slice(0, top);
};
