import type { Budget } from "./budget.ts";
import { type Selection, type Snapshot, save } from "./disjunctive.ts";
import { reinsert } from "./disjunctive-move.ts";
import type { FastRandom } from "./random.ts";
import { createChoice } from "./tabu-candidate.ts";
import { createTabuList } from "./tabu-list.ts";
import { createMachineMoves } from "./tabu-machine.ts";
import { createSequenceMoves } from "./tabu-sequence.ts";

/** Improves the selection until `patience` steps in a row found nothing better; the best one goes to `best`. */
export type TabuSearch = (best: Snapshot, patience: number, bound: number) => void;

/** Steps between two looks at the clock. */
const stepsPerLook = 16;

/** How many times as long as an order a machine may stay forbidden. */
const longestStay = 4;

/** Steps without any move before a search gives up. */
const idleSteps = 20;

/**
 * Tabu search on the disjunctive graph: in every step the best allowed move of one critical path, chosen at random
 * (Nowicki and Smutnicki 1996). A move is tabu when it brings back one forbidden order; that is strict, so the times are
 * shorter than those of Zhang, Li, Guan and Rao (2007) and vary more: 3 to 9 where jobs and machines are few.
 */
export const createTabuSearch = (selection: Selection, random: FastRandom, budget: Budget): TabuSearch => {
  const { shop, end, tail, duration, order, rank, machinePrevious, position, alternative } = selection;
  const { jobPrevious, operations: none, lastOperation, flexible } = shop;
  const tabu = createTabuList(selection);
  const choice = createChoice(random);
  const offerBlock = createSequenceMoves(selection, tabu, choice);
  const offerMachines = createMachineMoves(selection, tabu, choice);
  const path = new Int32Array(none);
  const shortest = Math.ceil(3 + shop.jobs / shop.machines / 2);
  const longest = 3 * shortest;
  let now = 0;
  let stay = 1;

  /** A critical path, ties at random, from the last operation back; its length. */
  const tracePath = (): number => {
    let here = none;
    let ties = 0;
    const { first, until } = selection;
    if (until - first < none) {
      // The last critical operation among those that may move: what follows it on its path is none of them.
      for (let place = until - 1; place >= first && here === none; place--) {
        const last = order[place]!;
        if (end[last]! + tail[last]! - duration[last]! === selection.makespan) here = last;
      }
    } else
      for (let index = 0; index < lastOperation.length; index++) {
        const last = lastOperation[index]!;
        if (end[last] === selection.makespan && random.below(++ties) === 0) here = last;
      }
    let length = 0;
    while (here < none && rank[here]! >= first) {
      path[length++] = here;
      const start = end[here]! - duration[here]!;
      const job = jobPrevious[here]!;
      const machine = machinePrevious[here]!;
      const byJob = end[job] === start && job < none;
      const byMachine = machine !== none && end[machine] === start;
      here = byMachine && (!byJob || (random.bits() & 1) === 0) ? machine : byJob ? job : none;
    }
    return length;
  };

  const offerPath = (length: number, aspiration: number) => {
    // A path that starts with a release is held by it: its first block is like one behind a job.
    const origin = path[length - 1]!;
    const free = end[origin] === duration[origin];
    const bound = tail[path[0]!] === duration[path[0]!];
    let rear = 0;
    while (rear < length) {
      let front = rear;
      while (front + 1 < length && machinePrevious[path[front]!] === path[front + 1]) front++;
      if (front > rear)
        offerBlock(
          path[front]!,
          front - rear + 1,
          free && front === length - 1,
          bound && rear === 0,
          aspiration,
          now,
        );
      rear = front + 1;
    }
    if (flexible) for (let index = 0; index < length; index++) offerMachines(path[index]!, aspiration, now);
  };

  const perform = () => {
    const { operation, alternative: to, after } = choice;
    const until = now + shortest + random.below(longest - shortest + 1);
    const own = alternative[operation]!;
    if (to !== own) tabu.alternativeUntil[own] = now + (until - now) * stay;
    else if (after !== none && position[after]! > position[operation]!)
      for (let here = after; here !== operation; here = machinePrevious[here]!)
        tabu.forbidOrder(operation, here, until);
    else
      for (let here = machinePrevious[operation]!; here !== after; here = machinePrevious[here]!)
        tabu.forbidOrder(here, operation, until);
    reinsert(selection, operation, to, after);
  };

  return (best, patience, bound) => {
    // What was forbidden before no longer is.
    now += longest * longestStay + 1;
    // How long machines should stay forbidden differs from shop to shop more than orders do; each search tries one.
    stay = 1 << random.below(3);
    save(selection, best);
    let idle = 0;
    for (let since = 0; since < patience && best.objective > bound && idle < idleSteps; since++) {
      if (now++ % stepsPerLook === 0 && budget.spend(stepsPerLook)) return;
      const length = tracePath();
      choice.clear();
      offerPath(length, best.objective);
      if (!choice.found) {
        idle++;
        continue;
      }
      idle = 0;
      perform();
      if (selection.makespan < best.objective) {
        save(selection, best);
        since = 0;
      }
    }
  };
};
