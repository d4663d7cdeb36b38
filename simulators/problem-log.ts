const quietMs = 60_000;
/** Kinds that are remembered; with more of them, all are told anew. */
const mostKinds = 500;

/**
 * Tells of a problem when it begins, and once a minute while it lasts, with how often it has come meanwhile: a broker that is away is
 * met by every machine each second.
 *
 * @param now Wall time, ms.
 */
export const createProblemLog = (write: (line: string) => void, now: () => number = Date.now) => {
  const told = new Map<string, { at: number; more: number }>();
  return (problem: string): void => {
    // The same of another machine is no news.
    const kind = problem.slice(problem.indexOf(": ") + 1);
    const known = told.get(kind);
    if (known && now() - known.at < quietMs) {
      known.more += 1;
      return;
    }
    write(known && known.more > 0 ? `${problem} (and ${known.more} more of the kind)` : problem);
    if (told.size >= mostKinds) told.clear();
    told.set(kind, { at: now(), more: 0 });
  };
};
