import { createAlone } from "../alone.ts";
import { pegOrders } from "../peg/peg.ts";
import type { Problem } from "../problem.ts";
import { queuesOf } from "./queues.ts";
import { showDates } from "./shown.ts";
import { type Start, startFrom } from "./start.ts";

/** Rounds seldom gain anything after these. */
const mostRestarts = 3;
/** What an hour before the time that it takes costs a kit, when queues are known: they need no room beyond themselves. */
const flowCost = 0.1;
/** How much of what was known of queues is kept when another schedule shows others. */
const kept = 0.5;

export interface RestartOptions {
  readonly seed: number;
  /** Asked before each round: whether there is time for another. */
  readonly goOn: () => boolean;
  readonly onBetter: (cost: number) => void;
}

/**
 * Pegs material anew by the queues that the plan before it shows instead of by usual ones, and builds a schedule on that, while it
 * gets better: where material is scarce more is won by who gets it than by turns.
 *
 * @returns The best, the given start if nothing is better.
 */
export const restart = (problem: Problem, start: Start, { seed, goOn, onBetter }: RestartOptions): Start => {
  // Nobody waits for material.
  if (start.pegging.cost === 0) return start;
  const alone = createAlone(problem);
  let queues: Float64Array | undefined;
  let best = start;
  for (let round = 0; round < mostRestarts && goOn(); round += 1) {
    const { starts, ends } = showDates(problem, best.model, best.schedule);
    const shown = queuesOf(problem, alone, best.pegging.kitTime, ends);
    queues = queues ? queues.map((old, order) => kept * old + (1 - kept) * shown[order]!) : shown;
    const known = queues;
    const pegging = pegOrders(problem, {
      seed,
      flowCost,
      startOf: (operation) => starts.get(operation),
      endOf: (order) => ends.get(order),
      queueOf: (order) => known[order]!,
    });
    const next = startFrom(problem, pegging, [start.trial], () => false);
    if (next.schedule.cost >= best.schedule.cost) break;
    best = next;
    onBetter(best.schedule.cost);
  }
  return best;
};
