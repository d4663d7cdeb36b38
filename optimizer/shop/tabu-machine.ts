import type { Selection } from "./disjunctive.ts";
import type { Choice } from "./tabu-candidate.ts";
import type { TabuList } from "./tabu-list.ts";

/** Offers the places of an operation on all its other machines. */
export type OfferMachines = (operation: number, aspiration: number, now: number) => void;

/**
 * Moves of a critical operation to another machine (Mastrolilli and Gambardella 2000): every place from which heads and
 * tails show no path back, valued by the longest path through the operation there (Gonzalez, Vela and Varela 2015).
 */
export const createMachineMoves = (selection: Selection, tabu: TabuList, choice: Choice): OfferMachines => {
  const { shop, end, tail, duration, sequence, machineLength, alternative } = selection;
  const { jobPrevious, jobNext, firstAlternative, alternativeMachine, alternativeDuration } = shop;
  const { machineOffset, operations: none } = shop;
  const { alternativeUntil } = tabu;

  /** First place of a machine with an operation that ends after `start` and has no longer tail than `rest`. */
  const firstPlace = (machine: number, start: number, rest: number): number => {
    const offset = machineOffset[machine]!;
    let low = 0;
    let high = machineLength[machine]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      const here = sequence[offset + middle]!;
      if (end[here]! <= start || tail[here]! > rest) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return (operation, aspiration, now) => {
    const from = firstAlternative[operation]!;
    const to = firstAlternative[operation + 1]!;
    if (to - from < 2) return;
    const leader = jobPrevious[operation]!;
    const follower = jobNext[operation]!;
    const ready = end[leader]!;
    const rest = tail[follower]!;
    // What ends later has no path to the leader, what has a longer tail none from the follower.
    const leaderStart = leader < none ? ready - duration[leader]! : -1;
    const followerRest = follower === none ? -1 : rest - duration[follower]!;
    for (let candidate = from; candidate < to; candidate++) {
      if (candidate === alternative[operation]) continue;
      const takes = alternativeDuration[candidate]!;
      if (ready + takes + rest > choice.estimate) continue;
      const forbidden = alternativeUntil[candidate]! >= now;
      const machine = alternativeMachine[candidate]!;
      const offset = machineOffset[machine]!;
      const length = machineLength[machine]!;
      // Ends rise and tails fall along a machine: places before and behind a window cannot be good enough.
      let at = firstPlace(machine, leaderStart, choice.estimate - ready - takes);
      if (at < length && sequence[offset + at] === leader) at++;
      for (; at <= length; at++) {
        const after = at === 0 ? none : sequence[offset + at - 1]!;
        if (after !== none && (after === follower || tail[after]! <= followerRest)) break;
        const headMachine = end[after]!;
        if (headMachine + takes + rest > choice.estimate) break;
        const tailMachine = at === length ? 0 : tail[sequence[offset + at]!]!;
        const estimate =
          (headMachine > ready ? headMachine : ready) + takes + (tailMachine > rest ? tailMachine : rest);
        if (estimate <= choice.estimate)
          choice.offer(operation, candidate, after, estimate, forbidden && estimate >= aspiration);
      }
    }
  };
};
