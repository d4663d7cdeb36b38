/** Letters that must be put in, taken out or changed to turn one word into another (Levenshtein 1966). */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const change = row[column - 1]! + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(change, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
};

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
