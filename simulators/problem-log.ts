import { createRepeats } from "../services/core/repeats.ts";

/** Tells of problems, a broker that is away once a minute with how often that was met: every machine meets it each second. */
export const createProblemLog = (write: (line: string) => void) => {
  const repeats = createRepeats();
  return (problem: string): void => {
    // The same of another machine is no news.
    const more = repeats(problem.slice(problem.indexOf(": ") + 1));
    if (more !== undefined) write(more > 0 ? `${problem} (and ${more} more of the kind)` : problem);
  };
};
