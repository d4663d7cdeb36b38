import type { FastRandom } from "./random.ts";

/** The choice among the moves of one step: the best allowed one, ties at random, or any tabu one if there is no other. */
export interface Choice {
  operation: number;
  alternative: number;
  /** The operation goes right behind this one ("none": first on the machine). */
  after: number;
  estimate: number;
  found: boolean;
  readonly clear: () => void;
  readonly offer: (
    operation: number,
    alternative: number,
    after: number,
    estimate: number,
    tabu: boolean,
  ) => void;
}

export const createChoice = (random: FastRandom): Choice => {
  let ties = 0;
  let tabuCount = 0;
  const choice: Choice = {
    operation: 0,
    alternative: 0,
    after: 0,
    estimate: Number.POSITIVE_INFINITY,
    found: false,
    clear: () => {
      choice.estimate = Number.POSITIVE_INFINITY;
      choice.found = false;
      ties = 0;
      tabuCount = 0;
    },
    offer: (operation, alternative, after, estimate, tabu) => {
      if (tabu) {
        if (choice.estimate < Number.POSITIVE_INFINITY || random.below(++tabuCount) > 0) return;
      } else {
        if (estimate > choice.estimate) return;
        if (estimate < choice.estimate) ties = 0;
        choice.estimate = estimate;
        if (random.below(++ties) > 0) return;
      }
      choice.operation = operation;
      choice.alternative = alternative;
      choice.after = after;
      choice.found = true;
    },
  };
  return choice;
};
