/** A job of one machine: when it can come, what it needs, when it must be through. */
export interface Visit {
  /** In the machine's working time, as is the work. */
  readonly release: number;
  readonly work: number;
  readonly due: number;
  readonly weight: number;
}

/** Ends of preemptive shortest-remaining-work-first on one machine, soonest first: no schedule ends its i-th job sooner. */
const soonestEnds = (visits: readonly Visit[]): number[] => {
  const coming = visits.toSorted((a, b) => a.release - b.release);
  // A sorted list of remaining work; groups are small enough for plain insertion.
  const waiting: number[] = [];
  const ends: number[] = [];
  let time = 0;
  let next = 0;
  const insert = (work: number) => {
    let low = 0;
    let high = waiting.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // Largest first, so that the shortest is taken from the end.
      if (waiting[middle]! > work) low = middle + 1;
      else high = middle;
    }
    waiting.splice(low, 0, work);
  };
  while (next < coming.length || waiting.length > 0) {
    if (waiting.length === 0) time = Math.max(time, coming[next]!.release);
    while (next < coming.length && coming[next]!.release <= time) insert(coming[next++]!.work);
    const shortest = waiting.pop()!;
    const arrival = coming[next]?.release ?? Number.POSITIVE_INFINITY;
    if (time + shortest <= arrival) {
      time += shortest;
      ends.push(time);
    } else {
      insert(shortest - (arrival - time));
      time = arrival;
    }
  }
  return ends;
};

/** Least total lateness of the visits: the soonest ends against the due times, each in its own order (Chu 1992). */
const leastLateness = (visits: readonly Visit[], timeOf: (worked: number) => number): number => {
  const dues = visits.map(({ due }) => due).sort((a, b) => a - b);
  return soonestEnds(visits).reduce((sum, end, index) => sum + Math.max(0, timeOf(end) - dues[index]!), 0);
};

/**
 * Least weighted lateness of jobs on one machine that may interrupt them, layer by layer: every job of at least a weight is late
 * by no less than its own layer says.
 *
 * @param timeOf The moment by which the machine has worked so long.
 */
export const leastWeightedLateness = (
  visits: readonly Visit[],
  timeOf: (worked: number) => number,
): number => {
  const weights = [...new Set(visits.map(({ weight }) => weight))].sort((a, b) => a - b);
  return weights.reduce((sum, weight, index) => {
    const layer = weight - (weights[index - 1] ?? 0);
    return (
      sum +
      layer *
        leastLateness(
          visits.filter((visit) => visit.weight >= weight),
          timeOf,
        )
    );
  }, 0);
};
