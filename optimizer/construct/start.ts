import { type Pegging, type PegOptions, pegOrders } from "../peg/peg.ts";
import type { Problem } from "../problem.ts";
import { createDecoder, emptySchedule, type Schedule } from "./decode.ts";
import { dispatch, type Rule, rules } from "./dispatch.ts";
import { couldHurry, withKeeping } from "./keeping.ts";
import { buildModel, type Model } from "./model.ts";
import { withPressing } from "./pressing.ts";
import type { Scales } from "./rules.ts";
import { expiredCost } from "./schedule.ts";
import { showDates } from "./shown.ts";

/** A first plan: material pegged, one schedule built by each rule, the best of them. */
export interface Start {
  readonly pegging: Pegging;
  readonly model: Model;
  readonly sequence: Int32Array;
  /** Its cost is Infinity when an operation has no place. */
  readonly schedule: Schedule;
  /** What built it. */
  readonly trial: Trial;
  /** The problem as its material was pegged, see `withPressing`; the problem itself without. */
  readonly pressing?: Problem;
}

export interface StartOptions {
  readonly seed: number;
  /** Milliseconds that a pegging should take at the most; as usual when it is left out. */
  readonly pegMs?: number | undefined;
  /** Asked after each rule: whether there is time for another. */
  readonly goOn: () => boolean;
}

/** Rounds of pegging anew what does not keep until it is used; in the last one, what may expire is left alone. */
const mostRounds = 6;

/** Dispatching on the board is worth its time before anything else up to so many orders, and at all up to so many. */
const mostOnBoard = 500;
const mostAtOnce = 20_000;
/** Beyond so many orders every rule takes its time: the best one is enough, which other look-ahead betters more than other rules. */
export const mostForAllRules = 3_000;

/** A way to build a schedule: by a rule, on the board or not. */
export interface Trial {
  readonly rule: Rule;
  readonly onBoard: boolean;
  readonly scales?: Scales;
}

/** What is tried in turn: each rule, on the board too where secondary resources, batches and maximum lags, or gaps ahead of what is fixed, ask for it. */
const trialsOf = (model: Model): readonly Trial[] => {
  const plain = rules.map((rule) => ({ rule, onBoard: false }));
  if (!model.needsBoard) return plain;
  const board = rules.map((rule) => ({ rule, onBoard: true }));
  if (model.orders <= mostOnBoard) return [...board, ...plain];
  if (model.orders > mostAtOnce) return [...plain, ...board];
  // Each rule both ways, as either may be far behind.
  return plain.flatMap((trial, index) => [trial, board[index]!]);
};

/** The best schedule that some trials build. */
export const bestOf = (model: Model, trials: readonly Trial[], goOn: (tried: number) => boolean) => {
  const decode = createDecoder(model);
  let best: { sequence: Int32Array; schedule: Schedule; trial: Trial } | undefined;
  for (const [index, trial] of trials.entries()) {
    const sequence = dispatch(model, trial.rule, trial.onBoard, trial.scales);
    const schedule = emptySchedule(model);
    decode(sequence, schedule);
    if (!best || schedule.cost < best.schedule.cost) best = { sequence, schedule, trial };
    if (Number.isFinite(best.schedule.cost) && !goOn(index + 1)) break;
  }
  return best!;
};

/** A schedule for pegged material: the best that some trials build, all there are if none are named. */
export const startFrom = (
  problem: Problem,
  pegging: Pegging,
  trials: readonly Trial[] | undefined,
  goOn: (tried: number) => boolean,
): Start => {
  const model = buildModel(problem, pegging.pegs);
  const bothWays = model.needsBoard && model.orders > mostForAllRules && model.orders <= mostAtOnce;
  const enough = (tried: number) => (bothWays ? tried < 2 : goOn(tried));
  const asked = trials ?? trialsOf(model);
  const found = bestOf(model, asked, trials ? goOn : enough);
  if (!isExpired(found)) return { pegging, model, ...found };
  // By due times and weights alone somebody starts too late for what it was given.
  const { sequence } = bestOf(withKeeping(model), asked, trials ? goOn : enough);
  const schedule = emptySchedule(model);
  createDecoder(model)(sequence, schedule);
  const kept = { ...found, sequence, schedule };
  return { pegging, model, ...(schedule.cost < found.schedule.cost ? kept : found) };
};

/** Whether somebody starts when its material has expired. */
const isExpired = ({ schedule: { cost } }: Pick<Start, "schedule">): boolean =>
  cost >= expiredCost && Number.isFinite(cost);

/**
 * Whether one start is better than another: first of all nobody uses what has expired, then fewer orders are left out, whose lateness is
 * not in its cost, then it costs less.
 */
export const isBetterStart = (start: Start, other: Start): boolean => {
  const [cost, otherCost] = [start.schedule.cost, other.schedule.cost];
  const left = start.model.unplanned.length - other.model.unplanned.length;
  return cost >= expiredCost || otherCost >= expiredCost || left === 0 ? cost < otherCost : left < 0;
};

/** Material, and the problem as it is pegged: pressed are those only who would be too late if everyone asked for what it is worth to him. */
const pegPressed = (
  problem: Problem,
  options: PegOptions,
): { readonly pressing: Problem; readonly pegging: Pegging } => {
  let pressing = problem;
  let pegging = pegOrders(problem, options);
  const late = withPressing(problem, pegging.pegs);
  if (late === problem) return { pressing, pegging };
  pressing = late;
  pegging = pegOrders(pressing, options);
  if (withPressing(problem, pegging.pegs) === problem) return { pressing, pegging };
  // Others are late for it: all are pressed.
  pressing = withPressing(problem);
  return { pressing, pegging: pegOrders(pressing, options) };
};

/**
 * Builds the first plan. Lots that would have expired when their operation starts, and orders that wait for what others make,
 * need to know the schedule before material can be pegged for good: it is pegged anew with the dates of the schedule until
 * everything keeps.
 */
export const createStart = (problem: Problem, { seed, pegMs, goOn }: StartOptions): Start => {
  const attempt = (pegging: Pegging): Start => startFrom(problem, pegging, undefined, goOn);
  const { pressing, pegging } = pegPressed(problem, { seed, budgetMs: pegMs });
  let best = attempt(pegging);
  let current = best;
  const hurried = couldHurry(problem, best.pegging);
  if (hurried.size > 0) {
    const startOf = (operation: number) => (hurried.has(operation) ? 0 : undefined);
    current = attempt(pegOrders(pressing, { seed, budgetMs: pegMs, startOf }));
    if (isBetterStart(current, best)) best = current;
  }
  const linked = problem.orders.some(({ produces }) => produces);
  const offences = new Map<number, number>();
  for (let round = 1; round <= mostRounds; round += 1) {
    const { model, schedule } = current;
    if (!isExpired(current) && !(linked && round === 1)) break;
    const { operations, starts, ends } = showDates(problem, model, schedule);
    for (const [at, operation] of operations.entries())
      if (schedule.start[at]! > model.supply.until[at]!)
        offences.set(operation, (offences.get(operation) ?? 0) + 1);
    // Who offends again gets nothing that expires; in the last round nobody does.
    const startOf = (operation: number) =>
      round === mostRounds || (offences.get(operation) ?? 0) > 1
        ? Number.POSITIVE_INFINITY
        : starts.get(operation);
    current = attempt(
      pegOrders(pressing, { seed, budgetMs: pegMs, startOf, endOf: (order) => ends.get(order) }),
    );
    if (isBetterStart(current, best)) best = current;
  }
  return { ...best, pressing };
};
