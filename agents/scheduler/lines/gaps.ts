/** A stretch in which a line has nothing to do; without an end where nothing is planned behind it. */
export interface Gap {
  readonly from: number;
  readonly to: number | undefined;
}

/** The stretches between those that are taken, from a moment until another, that last at least so long. */
export const gapsBetween = (
  taken: readonly { readonly from: number; readonly to: number }[],
  {
    from,
    until,
    least,
  }: { readonly from: number; readonly until: number | undefined; readonly least: number },
): Gap[] => {
  const gaps: Gap[] = [];
  let at = from;
  for (const one of taken.toSorted((a, b) => a.from - b.from)) {
    if (until !== undefined && one.from >= until) break;
    if (one.from - at >= least) gaps.push({ from: at, to: one.from });
    at = Math.max(at, one.to);
  }
  if (until === undefined) gaps.push({ from: at, to: undefined });
  else if (until - at >= least) gaps.push({ from: at, to: until });
  return gaps;
};
