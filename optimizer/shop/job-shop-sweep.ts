import type { Budget } from "./budget.ts";
import {
  restore,
  restoreRange,
  type Selection,
  type Snapshot,
  updateEnds,
  updateMakespan,
  updateTails,
} from "./disjunctive.ts";
import type { FastRandom } from "./random.ts";
import type { TabuSearch } from "./tabu.ts";

/** A stretch is between these shares of all operations long; the next one begins half of it further on. */
const shortestShare = 1 / 8;
const longestShare = 3 / 8;
/** Steps of the search in a stretch without improvement that end it. */
const patience = 3_000;

/** Improves the schedule in the snapshot, once from its front to its rear; it never gets worse. */
export type Sweep = (snapshot: Snapshot, bound: number) => void;

/**
 * Tabu search on one stretch of the topological order after another, heads before and tails behind it held: as a critical path
 * runs through the whole schedule, any stretch can shorten it, and a step costs as much as the stretch is long (time windows
 * as in Carlier's and in Bierwirth and Mattfeld's decompositions). For shops without a choice of machines.
 */
export const createSweep =
  (selection: Selection, tabu: TabuSearch, random: FastRandom, budget: Budget): Sweep =>
  (snapshot, bound) => {
    const { operations } = selection.shop;
    restore(selection, snapshot);
    const share = shortestShare + (longestShare - shortestShare) * (random.below(1_024) / 1_024);
    const length = Math.max(2, Math.ceil(share * operations));
    const step = length >> 1;
    for (let from = -random.below(step); from < operations - 1 && !budget.over(); from += step) {
      selection.first = Math.max(0, from);
      selection.until = Math.min(operations, from + length);
      updateEnds(selection, selection.first);
      updateMakespan(selection);
      tabu(snapshot, patience, bound);
      restoreRange(selection, snapshot);
    }
    selection.first = 0;
    selection.until = operations;
    updateEnds(selection, 0);
    updateTails(selection, operations - 1);
    updateMakespan(selection);
    snapshot.objective = selection.makespan;
  };
