import type { Action, Check } from "./case.ts";
import type { Posterior } from "./model.ts";

/** What a step costs, in money: time at a rate, and material. */
export interface Rates {
  /** Money a minute of a technician. */
  readonly perMinute: number;
  /** Minutes of the test that follows every repair. */
  readonly retestMinutes: number;
  /** What it costs to give the unit up. */
  readonly scrap: number;
}

export interface Outlook {
  readonly actions: readonly Action[];
  readonly checks: readonly Check[];
  readonly rates: Rates;
  /** P(the check finds something | cause). */
  readonly finds: (check: string, cause: string) => number;
  /** Share of repairs of a cause that last. */
  readonly lasts: (cause: string) => number;
}

export const actionCost = ({ minutes, cost }: Action, { perMinute, retestMinutes }: Rates): number =>
  (minutes + retestMinutes) * perMinute + cost;

export interface Repairing {
  readonly action: Action;
  /** That it is this one that mends the unit, before any is done. */
  readonly probability: number;
  readonly cost: number;
}

/**
 * Actions in the order of probability over cost, which is the order of least expected cost when there is one fault, each
 * action mends one cause, and a test after each tells (Heckerman, Breese and Rommelse, "Decision-theoretic
 * troubleshooting", CACM 1995, section 3).
 */
export const repairOrder = (posterior: Posterior, { actions, rates, lasts }: Outlook): Repairing[] =>
  actions
    .map((action) => ({
      action,
      probability: (posterior.get(action.cause) ?? 0) * lasts(action.cause),
      cost: actionCost(action, rates),
    }))
    .sort((a, b) => b.probability / b.cost - a.probability / a.cost || (a.action.id < b.action.id ? -1 : 1));

export interface Course {
  /** Repairs that are worth their cost, in order; the unit is given up when none of them mends it. */
  readonly repairs: readonly Repairing[];
  /** Expected, until it is mended or given up. */
  readonly cost: number;
}

/**
 * How far to go along these repairs before the unit is given up. In the order of probability over cost no other choice of repairs costs
 * less: one that is left out has a lower share than any that is done.
 */
export const courseOf = (order: readonly Repairing[], { scrap }: Rates): Course => {
  let [open, spent] = [1, 0];
  let best: Course = { repairs: [], cost: scrap };
  for (const [index, step] of order.entries()) {
    spent += open * step.cost;
    open -= step.probability;
    const cost = spent + Math.max(0, open) * scrap;
    if (cost < best.cost - 1e-9) best = { repairs: order.slice(0, index + 1), cost };
  }
  return best;
};

/** What is known of the causes once a check has an outcome, and how probable that outcome is. */
const afterCheck = (posterior: Posterior, share: (cause: string) => number) => {
  const weights = [...posterior].map(([cause, probability]) => [cause, probability * share(cause)] as const);
  const probability = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return {
    probability,
    posterior: new Map(weights.map(([cause, weight]) => [cause, probability > 0 ? weight / probability : 0])),
  };
};

/**
 * Expected cost when this check is made first: of the check, and of what is best after each outcome.
 *
 * @param depth Further checks that are looked ahead at.
 */
const costWith = (posterior: Posterior, check: Check, outlook: Outlook, depth: number): number => {
  const rest = { ...outlook, checks: outlook.checks.filter(({ id }) => id !== check.id) };
  const shares = new Map([...posterior.keys()].map((cause) => [cause, outlook.finds(check.id, cause)]));
  return [true, false].reduce((sum, found) => {
    const after = afterCheck(posterior, (cause) => (found ? shares.get(cause)! : 1 - shares.get(cause)!));
    return after.probability < 1e-9 ? sum : sum + after.probability * best(after.posterior, rest, depth).cost;
  }, check.minutes * outlook.rates.perMinute);
};

export type NextStep =
  | { readonly kind: "repair"; readonly repair: Repairing; readonly cost: number }
  | {
      readonly kind: "check";
      readonly check: Check;
      readonly cost: number;
      /** Money that it saves against repairing at once, or giving up. */
      readonly saves: number;
    }
  | { readonly kind: "give-up"; readonly cost: number };

const best = (posterior: Posterior, outlook: Outlook, depth: number): NextStep => {
  const {
    repairs: [repair],
    cost: atOnce,
  } = courseOf(repairOrder(posterior, outlook), outlook.rates);
  const mend: NextStep = repair
    ? { kind: "repair", repair, cost: atOnce }
    : { kind: "give-up", cost: atOnce };
  if (depth === 0) return mend;
  let chosen: NextStep = mend;
  for (const check of outlook.checks) {
    const cost = costWith(posterior, check, outlook, depth - 1);
    if (cost < chosen.cost - 1e-9) chosen = { kind: "check", check, cost, saves: atOnce - cost };
  }
  return chosen;
};

/**
 * What to do next: the check with the greatest value of information, net of what it costs; the first repair when no check is
 * worth its time; or nothing more, when no repair is worth its cost either (Heckerman et al. 1995, section 4), looking ahead at two checks in a row.
 */
export const nextStep = (posterior: Posterior, outlook: Outlook, depth = 2): NextStep =>
  best(posterior, outlook, depth);
