import type { Place } from "./types.ts";

/** What of a board is counted. */
export type Counted = "defects" | "rejected";

/** The part of the plane that holds all places, mm, with room about them. */
export const outlineOf = (places: readonly Pick<Place, "x" | "y">[]) => {
  const margin = 10;
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [left, bottom] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
  return { left, bottom, width: Math.max(...xs) - left + margin, height: Math.max(...ys) - bottom + margin };
};

/** Radius of a place, mm: its area grows with what was found there. */
export const radiusOf = (count: number, most: number, size: number): number =>
  size * (count === 0 ? 0.011 : 0.016 + 0.03 * Math.sqrt(count / Math.max(1, most)));

/** The longest bars of a Pareto, with the share of all that they and those before them hold. */
export const paretoOf = <T extends { readonly count: number }>(bars: readonly T[], most: number) => {
  const known = bars.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  const total = known.reduce((sum, { count }) => sum + count, 0);
  let sum = 0;
  return known.slice(0, most).map((bar) => {
    sum += bar.count;
    return { ...bar, together: sum / total };
  });
};

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A chance as it is read: 0.012, and very small ones by their power, 10⁻⁹. */
export const chanceText = (chance: number): string => {
  if (chance >= 1e-4) return chance.toPrecision(2);
  const power = Math.min(99, -Math.floor(Math.log10(Math.max(chance, 1e-99))));
  return `10⁻${[...String(power)].map((digit) => raised[Number(digit)]).join("")}`;
};
