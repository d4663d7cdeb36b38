/** Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009), with their constant. */
const k = 60;

/** The best of several rankings; a text that one of them does not know counts nothing there. */
export const fuse = (
  rankings: readonly ReadonlyMap<number, number>[],
  limit: number,
): Map<number, number> => {
  const fused = new Map<number, number>();
  for (const scores of rankings)
    [...scores]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, limit)
      .forEach(([index], rank) => {
        fused.set(index, (fused.get(index) ?? 0) + 1 / (k + rank + 1));
      });
  return new Map([...fused].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, limit));
};
