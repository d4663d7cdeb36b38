/** Entries of rules that are priced, and exchanges tried, in a millisecond of a usual core. */
const pricedEach = 60_000;
const triedEach = 75;
/** Changes of waits that are chosen together, tried in a millisecond of a usual core. */
const chosenEach = 1_000;
/** Shares of the time: for prices, for diving by them, for exchanges, for choosing waits together. The rest is the network's. */
const pricing = 0.2;
const diving = 0.15;
const exchanging = 0.15;
const choosing = 0.2;
/** Pairs of a need and a supply about which rules are stated in a millisecond of the time: to state one takes as long as many rounds on it. */
const statedEach = 600;
/** So many take a moment. */
const fewestStated = 200_000;
/** Fewer rounds than this make no prices. */
const fewestRounds = 10;
/** So many exchanges, or changes of waits, take a moment: a small problem has them however short the time. */
const fewestTries = 20_000;

/** Pairs of a need and a supply about which a pegging may state rules in so many milliseconds. */
export const statedIn = (budgetMs: number): number => Math.max(fewestStated, budgetMs * statedEach);

/**
 * What may be spent on a pegging, in rounds and tries instead of seconds: the same on every machine, and only less than usual
 * where a problem is so large that the usual would not fit the time.
 *
 * @param budgetMs Milliseconds that the pegging should take at the most.
 * @param entries Needs of orders times the rules that they count for: what a round of pricing goes through.
 */
export const createEffort = (budgetMs: number, entries: number) => {
  /** So many rounds go through all entries in a share of the time. */
  const roundsIn = (share: number): number => (budgetMs * share * pricedEach) / Math.max(1, entries);
  return {
    /** Rounds of pricing, no more than wanted. */
    rounds: (wanted: number): number =>
      Math.min(wanted, Math.max(fewestRounds, Math.floor(roundsIn(pricing)))),
    /** The share of so many rounds that fits, at most 1. */
    share: (rounds: number): number => Math.min(1, roundsIn(pricing) / rounds),
    /** Whether some dives, of so many rounds together, fit. */
    dives: (rounds: number): boolean => rounds <= roundsIn(diving),
    /** Changes of waits chosen together, no more than wanted, where they are chosen from so many starts. */
    choices: (wanted: number, starts: number): number =>
      Math.min(wanted, Math.max(fewestTries, Math.floor((budgetMs * choosing * chosenEach) / starts))),
    /** Exchanges, no more than wanted. */
    tries: (wanted: number): number =>
      Math.min(wanted, Math.max(fewestTries, Math.floor(budgetMs * exchanging * triedEach))),
  };
};
export type Effort = ReturnType<typeof createEffort>;
