import type { RepairCase, Symptoms } from "./case.ts";
import { positionOf } from "./level.ts";

export interface NearCase {
  readonly unit: string;
  readonly cause: string;
  readonly product: string;
  /** Root mean square of the differences of positions between limits, over the steps that both ran. */
  readonly distance: number;
}

/** Beyond this many distances to the limit, how far no longer matters. */
const farthest = 4;
/** Steps that only one of two runs reached count as this far apart. */
const unread = 0.5;

interface Placed {
  readonly id: string;
  readonly unit: string;
  readonly cause: string;
  readonly product: string;
  readonly at: Float32Array;
}

/** Cases by family, for finding those that failed most alike. */
export const createNearCases = () => {
  const steps = new Map<string, Map<string, number>>();
  const families = new Map<string, Map<string, Placed>>();

  const place = ({ family, measurements }: Symptoms): Float32Array => {
    let index = steps.get(family);
    if (!index) {
      index = new Map();
      steps.set(family, index);
    }
    for (const { step } of measurements) if (!index.has(step)) index.set(step, index.size);
    const at = new Float32Array(index.size).fill(Number.NaN);
    for (const one of measurements)
      at[index.get(one.step)!] = Math.max(-farthest, Math.min(farthest, positionOf(one)));
    return at;
  };

  /** Sum of squares, or any number above the bound once it is passed. Steps that came later are beyond an older array. */
  const distanceOf = (a: Float32Array, b: Float32Array, bound: number): number => {
    const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
    let sum = 0;
    for (let index = 0; index < shorter.length && sum <= bound; index += 1) {
      const difference = shorter[index]! - longer[index]!;
      if (!Number.isNaN(difference)) sum += difference * difference;
      else if (!Number.isNaN(shorter[index]!) || !Number.isNaN(longer[index]!)) sum += unread ** 2;
    }
    for (let index = shorter.length; index < longer.length && sum <= bound; index += 1)
      if (!Number.isNaN(longer[index]!)) sum += unread ** 2;
    return sum;
  };

  return {
    add: ({ id, unit, cause, symptoms }: RepairCase): void => {
      const known = families.get(symptoms.family) ?? new Map<string, Placed>();
      families.set(symptoms.family, known);
      known.set(id, { id, unit, cause, product: symptoms.product, at: place(symptoms) });
    },
    remove: ({ id, symptoms }: RepairCase): void => {
      families.get(symptoms.family)?.delete(id);
    },
    /** The nearest cases, nearest first; `except` is left out. None is near a unit of which nothing was measured. */
    nearest: (symptoms: Symptoms, count: number, except?: string): NearCase[] => {
      if (symptoms.measurements.length === 0) return [];
      const own = place(symptoms);
      const found: { one: Placed; sum: number }[] = [];
      for (const one of families.get(symptoms.family)?.values() ?? []) {
        if (one.id === except) continue;
        const bound = found.length < count ? Number.POSITIVE_INFINITY : found.at(-1)!.sum;
        const sum = distanceOf(own, one.at, bound);
        if (sum >= bound) continue;
        if (found.length === count) found.pop();
        let at = found.length;
        while (at > 0 && found[at - 1]!.sum > sum) at -= 1;
        found.splice(at, 0, { one, sum });
      }
      return found.map(({ one: { unit, cause, product }, sum }) => ({
        unit,
        cause,
        product,
        distance: Math.sqrt(sum / Math.max(1, own.length)),
      }));
    },
  };
};
