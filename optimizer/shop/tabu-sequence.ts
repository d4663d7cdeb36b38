import type { Selection } from "./disjunctive.ts";
import type { Choice } from "./tabu-candidate.ts";
import type { TabuList } from "./tabu-list.ts";

/** Blocks beyond this length are searched around their two ends only: an estimate costs as much as the move is long. */
const longestStretch = 60;

/** Offers the moves of a critical block: `count` operations from `first` on, one behind the other on a machine. */
export type OfferBlock = (
  first: number,
  count: number,
  opens: boolean,
  closes: boolean,
  aspiration: number,
  now: number,
) => void;

/**
 * The neighbourhood N7 (Zhang, Li, Guan and Rao 2007) on N6 (Balas and Vazacopoulos 1998): every operation of a critical
 * block to its front and to its rear, the first and the last one to every place inside. A move is offered only where
 * heads and tails show that no path closes a cycle; its value is the longest path through the operations moved, estimated
 * from the heads and tails outside the stretch (Taillard 1994, Balas and Vazacopoulos 1998).
 */
export const createSequenceMoves = (selection: Selection, tabu: TabuList, choice: Choice): OfferBlock => {
  const { shop, end, tail, duration, machinePrevious, machineNext, alternative } = selection;
  const { jobPrevious, jobNext, operations: none } = shop;
  const { orderForbidden } = tabu;
  /** Ends (forward) or tails (backward) inside the stretch as they would be. */
  const through = new Int32Array(none + 1);

  /** `moved` right behind `target`, which comes after it. */
  const offerForward = (moved: number, target: number, aspiration: number, now: number) => {
    const follower = jobNext[moved]!;
    // A path from the follower to the target would make its tail at least this long.
    if (follower === target) return;
    if (follower !== none && tail[follower]! >= tail[target]! + duration[follower]!) return;
    let head = end[machinePrevious[moved]!]!;
    for (let here = machineNext[moved]!; ; here = machineNext[here]!) {
      const ready = end[jobPrevious[here]!]!;
      head = (ready > head ? ready : head) + duration[here]!;
      through[here] = head;
      if (here === target) break;
    }
    const ready = end[jobPrevious[moved]!]!;
    if (ready > head) head = ready;
    const afterJob = tail[follower]!;
    const afterMachine = tail[machineNext[target]!]!;
    let rest = (afterJob > afterMachine ? afterJob : afterMachine) + duration[moved]!;
    let estimate = head + rest;
    for (let here = target; here !== moved; here = machinePrevious[here]!) {
      const next = tail[jobNext[here]!]!;
      if (next > rest) rest = next;
      const length = through[here]! + rest;
      if (length > estimate) estimate = length;
      rest += duration[here]!;
    }
    if (estimate > choice.estimate) return;
    let forbidden = false;
    if (estimate >= aspiration)
      for (let here = target; here !== moved && !forbidden; here = machinePrevious[here]!)
        forbidden = orderForbidden(here, moved, now);
    choice.offer(moved, alternative[moved]!, target, estimate, forbidden);
  };

  /** `moved` right before `target`, which comes before it. */
  const offerBackward = (moved: number, target: number, aspiration: number, now: number) => {
    const leader = jobPrevious[moved]!;
    if (leader === target) return;
    if (leader < none && end[leader]! - duration[leader]! >= end[target]!) return;
    let rest = tail[machineNext[moved]!]!;
    for (let here = machinePrevious[moved]!; ; here = machinePrevious[here]!) {
      const next = tail[jobNext[here]!]!;
      rest = (next > rest ? next : rest) + duration[here]!;
      through[here] = rest;
      if (here === target) break;
    }
    const next = tail[jobNext[moved]!]!;
    if (next > rest) rest = next;
    const readyJob = end[leader]!;
    const readyMachine = end[machinePrevious[target]!]!;
    let head = (readyJob > readyMachine ? readyJob : readyMachine) + duration[moved]!;
    let estimate = head + rest;
    for (let here = target; here !== moved; here = machineNext[here]!) {
      const ready = end[jobPrevious[here]!]!;
      if (ready > head) head = ready;
      const length = through[here]! + head;
      if (length > estimate) estimate = length;
      head += duration[here]!;
    }
    if (estimate > choice.estimate) return;
    let forbidden = false;
    if (estimate >= aspiration)
      for (let here = target; here !== moved && !forbidden; here = machineNext[here]!)
        forbidden = orderForbidden(moved, here, now);
    choice.offer(moved, alternative[moved]!, machinePrevious[target]!, estimate, forbidden);
  };

  const offerBlock = (
    first: number,
    count: number,
    opens: boolean,
    closes: boolean,
    aspiration: number,
    now: number,
  ) => {
    let last = first;
    for (let index = 1; index < count; index++) last = machineNext[last]!;
    if (count === 2) {
      // Swaps in front of the first block or behind the last one shorten nothing.
      if (!(opens && closes)) offerForward(first, last, aspiration, now);
      return;
    }
    const reach = Math.min(count - 1, longestStretch);
    if (!closes)
      for (
        let step = 1, here = machinePrevious[last]!;
        step <= reach;
        step++, here = machinePrevious[here]!
      ) {
        offerForward(here, last, aspiration, now);
        if (step > 1 && step < reach) offerBackward(last, here, aspiration, now);
      }
    if (!opens)
      for (let step = 1, here = machineNext[first]!; step <= reach; step++, here = machineNext[here]!) {
        offerBackward(here, first, aspiration, now);
        if (step > 1 && step < reach) offerForward(first, here, aspiration, now);
      }
  };

  return offerBlock;
};
