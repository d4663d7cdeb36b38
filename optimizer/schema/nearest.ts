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

/**
 * How a sentence about a name that is not known goes on: with the one that was probably meant, and with all there are.
 *
 * @param called What they are: "known", "commands".
 */
export const insteadOf = (said: string, names: readonly string[], called: string): string => {
  const near = nearestName(said, names);
  const all = `${called} are ${names.join(", ")}`;
  return near ? `; did you mean ${near}? ${all[0]!.toUpperCase()}${all.slice(1)}` : `; ${all}`;
};
