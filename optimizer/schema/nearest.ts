import { distance } from "fastest-levenshtein";

/** Of the names the one that was probably meant; undefined where none is near: more than a third of it would be wrong. */
export const nearestName = (said: string, names: readonly string[]): string | undefined => {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const wrong = distance(said.toLowerCase(), name.toLowerCase());
    if (wrong < least && wrong <= Math.max(1, name.length / 3)) [best, least] = [name, wrong];
  }
  return best;
};
