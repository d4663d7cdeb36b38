/** Reference designators as a drawing lists them: "C1–C12, C14, U3". */

const split = (designator: string): readonly [letters: string, number: number] | undefined => {
  const match = /^(.*?\D)(0|[1-9]\d*)$/.exec(designator);
  return match ? [match[1]!, Number(match[2])] : undefined;
};

const order = (a: string, b: string) => {
  const [first, second] = [split(a), split(b)];
  if (first && second && first[0] === second[0]) return first[1] - second[1];
  return a < b ? -1 : 1;
};

/** Three or more that follow each other become a range. */
export const compress = (designators: readonly string[]): string => {
  const sorted = [...new Set(designators)].toSorted(order);
  const parts: string[] = [];
  for (let from = 0; from < sorted.length; ) {
    const start = split(sorted[from]!);
    let to = from;
    while (start && to + 1 < sorted.length) {
      const next = split(sorted[to + 1]!);
      if (!next || next[0] !== start[0] || next[1] !== start[1] + (to + 1 - from)) break;
      to += 1;
    }
    if (to - from >= 2) parts.push(`${sorted[from]}–${sorted[to]}`);
    else for (let one = from; one <= to; one += 1) parts.push(sorted[one]!);
    from = to + 1;
  }
  return parts.join(", ");
};

/** The designators of such a list, one by one. */
export const expand = (list: string): string[] =>
  list.split(", ").flatMap((part) => {
    const [from, to] = part.split("–");
    const [first, last] = [split(from ?? ""), split(to ?? "")];
    if (to === undefined || !first || !last || first[0] !== last[0]) return [part];
    return Array.from({ length: last[1] - first[1] + 1 }, (_, index) => `${first[0]}${first[1] + index}`);
  });
