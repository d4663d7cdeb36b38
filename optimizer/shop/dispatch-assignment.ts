import type { JobShop } from "./disjunctive.ts";

/**
 * A balanced choice of machines: the operations by falling shortest time, each where load and time together are least
 * (the idea of the localisation approach of Kacem, Hammadi and Borne 2002).
 */
export const balancedAssignment = (shop: JobShop): Int32Array => {
  const { operations, machines, firstAlternative, alternativeMachine, alternativeDuration } = shop;
  const load = new Float64Array(machines);
  const chosen = new Int32Array(operations);
  const shortest = Int32Array.from({ length: operations }, (_, operation) =>
    alternativeDuration
      .subarray(firstAlternative[operation]!, firstAlternative[operation + 1]!)
      .reduce((a, b) => Math.min(a, b)),
  );
  const choices = (operation: number) => firstAlternative[operation + 1]! - firstAlternative[operation]!;
  const byNeed = Int32Array.from({ length: operations }, (_, operation) => operation).sort(
    (a, b) => choices(a) - choices(b) || shortest[b]! - shortest[a]!,
  );
  for (const operation of byNeed) {
    let best = firstAlternative[operation]!;
    let bestLoad = Number.POSITIVE_INFINITY;
    for (let at = best; at < firstAlternative[operation + 1]!; at++) {
      const after = load[alternativeMachine[at]!]! + alternativeDuration[at]!;
      if (after < bestLoad) {
        bestLoad = after;
        best = at;
      }
    }
    chosen[operation] = best;
    load[alternativeMachine[best]!] = bestLoad;
  }
  return chosen;
};
