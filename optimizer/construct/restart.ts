import { createAlone } from "../alone.ts";
import { pegOrders } from "../peg/peg.ts";
import type { Problem } from "../problem.ts";
import { withPressing } from "./pressing.ts";
import { queuesOf } from "./queues.ts";
import { showDates } from "./shown.ts";
import { isBetterStart, mostForAllRules, type Start, startFrom } from "./start.ts";

/** Once with each of the costs below, and once more: the search needs its time too. */
const mostRestarts = 4;
/**
 * What an hour costs a kit that takes away from the usual time in the plant, round by round: little when queues are known, but no
 * share is the best on every plant.
 */
const flowCosts = [0.2, 0.1, 0.05];
/** What being late at all counts for, as a share of the hours by which late orders are late in the mean. */
const onceShare = 0.05;
/** How much of what was known of queues is kept when another schedule shows others. */
const kept = 0.5;

/** Hours by which late orders end late, in the mean. */
const meanLateness = ({ orders }: Problem, ends: ReadonlyMap<number, number>): number => {
  const late = [...ends].map(([order, end]) => end - orders[order]!.due).filter((lateness) => lateness > 0);
  return late.reduce((sum, lateness) => sum + lateness, 0) / 3_600 / Math.max(1, late.length);
};

export interface RestartOptions {
  readonly seed: number;
  /** Milliseconds that a pegging should take at the most; as usual when it is left out. */
  readonly pegMs?: number | undefined;
  /** Asked before each round, with the milliseconds that the last one took: whether there is time for another. */
  readonly goOn: (lastMs?: number) => boolean;
  readonly onBetter: (cost: number) => void;
}

/**
 * Pegs material anew by the queues that the best plan so far shows instead of by usual ones, and builds a schedule on that for
 * some rounds: where material is scarce more is won by who gets it than by turns.
 *
 * @returns The best, the given start if nothing is better.
 */
export const restart = (
  problem: Problem,
  start: Start,
  { seed, pegMs, goOn, onBetter }: RestartOptions,
): Start => {
  // Nobody waits for material.
  if (start.pegging.cost === 0) return start;
  const alone = createAlone(problem);
  const pressing = start.pressing ?? withPressing(problem);
  let queues: Float64Array | undefined;
  let best = start;
  let lastMs: number | undefined;
  for (let round = 0; round < mostRestarts && goOn(lastMs); round += 1) {
    const from = performance.now();
    const { starts, ends } = showDates(problem, best.model, best.schedule);
    const shown = queuesOf(problem, alone, best.pegging.kitTime, ends);
    queues = queues ? queues.map((old, order) => kept * old + (1 - kept) * shown[order]!) : shown;
    const known = queues;
    const pegging = pegOrders(pressing, {
      seed,
      budgetMs: pegMs,
      onceLate: onceShare * meanLateness(problem, ends),
      flowCost: flowCosts[round % flowCosts.length]!,
      startOf: (operation) => starts.get(operation),
      endOf: (order) => ends.get(order),
      queueOf: (order) => known[order]!,
    });
    // What built the best plan builds the next.
    const trials = problem.orders.length > mostForAllRules ? [best.trial] : undefined;
    const next = startFrom(problem, pegging, trials, () => true);
    lastMs = performance.now() - from;
    if (!isBetterStart(next, best)) continue;
    best = next;
    onBetter(best.schedule.cost);
  }
  return best;
};
