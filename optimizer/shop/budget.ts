/** What a search may still use: seconds, steps and the caller's patience. */
export interface Budget {
  /** Counts steps; true: stop now. */
  readonly spend: (steps: number) => boolean;
  readonly over: () => boolean;
  /** Share used, 0 to 1. */
  readonly used: () => number;
  readonly seconds: () => number;
}

export const createBudget = (
  limitSeconds: number,
  limitSteps: number,
  signal: AbortSignal | undefined,
): Budget => {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  let steps = 0;
  const over = () => steps >= limitSteps || seconds() >= limitSeconds || signal?.aborted === true;
  return {
    spend: (count) => {
      steps += count;
      return over();
    },
    over,
    // Steps decide alone where they are limited, so that a run comes out the same on every machine.
    used: () =>
      Math.min(1, limitSteps < Number.POSITIVE_INFINITY ? steps / limitSteps : seconds() / limitSeconds),
    seconds,
  };
};
