/** What goes on is told again after this time, ms. */
const againMs = 60_000;
/** Kinds that are remembered; with more of them, all are told anew. */
const mostKinds = 200;

/**
 * What comes again and again, such as the failure of an engine that is away for a night, is told when it begins and once a minute
 * while it lasts.
 *
 * @returns Of one more of a kind: how many were kept back since it was told last; undefined when it is to be kept back too.
 */
export const createRepeats = (): ((kind: string) => number | undefined) => {
  const told = new Map<string, { at: number; keptBack: number }>();
  return (kind) => {
    const before = told.get(kind);
    const now = Date.now();
    if (before && now - before.at < againMs) {
      before.keptBack += 1;
      return undefined;
    }
    if (told.size >= mostKinds) told.clear();
    told.set(kind, { at: now, keptBack: 0 });
    return before?.keptBack ?? 0;
  };
};
