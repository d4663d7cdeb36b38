import type { Alone } from "../alone.ts";
import type { Problem } from "../problem.ts";
import { createEffort, statedIn } from "./effort.ts";
import { findPrices } from "./prices.ts";
import { buildRules } from "./rules.ts";
import { buildSweep } from "./sweep.ts";
import { readUndecided } from "./undecided.ts";

const hour = 3_600;
const rounds = 250;
const roundings = 3;

/**
 * Weighted hours of lateness that no way to share out the material goes below; every order is taken to be complete some day.
 *
 * @param budgetMs Milliseconds that it should take at the most, counted in rounds; it is farther from the truth then.
 */
export const kitBound = (
  problem: Problem,
  alone: Alone,
  budgetMs: number = Number.POSITIVE_INFINITY,
): number => {
  const unavoidable = problem.orders.reduce(
    (sum, { weight, due }, order) => sum + (weight * Math.max(0, alone.end[order]! - due)) / hour,
    0,
  );
  // When orders wait for each other, their lateness is not theirs alone.
  if (problem.orders.some(({ produces }) => produces)) return unavoidable;
  const { network, scarce, slack, table } = readUndecided(problem, alone);
  const rules = buildRules(network, table, scarce, slack, statedIn(budgetMs));
  const sweep = buildSweep(network, table, rules, scarce, slack);
  if (sweep.orders.length === 0) return unavoidable;
  const { bound } = findPrices(network, sweep, rules, {
    rounds,
    roundings,
    effort: createEffort(budgetMs, sweep.rule.length),
  });
  return unavoidable + bound;
};
