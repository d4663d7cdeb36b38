import { costOf } from "./construct/objective.ts";
import type { ObjectiveTerms, Plan } from "./plan.ts";
import { type Objective, type Problem, parseProblem, usualObjective } from "./problem.ts";
import { withLapsed } from "./repair/lapsed.ts";
import { type Term, terms } from "./schema/objective.ts";
import { type PlanOptions, plan } from "./solve.ts";

/** One of a few plans of which none is better than another in every term. */
export interface Alternative {
  /** The term that it was made for; none: the problem's own weights. */
  readonly favours?: Term;
  /** Its objective and gap are those by the problem's own weights, so that the plans can be compared. */
  readonly plan: Plan;
}

/** How much more than by the problem's own weights a term counts in the plan that is made for it. */
const favoured = 20;
/** Share of a term's weight that is nothing: terms without a weight of their own get some. */
const leastWeight = 0.05;
/** Relative difference below which two values of a term are the same. */
const same = 1e-6;

/** Whether one plan is no worse in any term and better in some. */
const dominates = (a: ObjectiveTerms, b: ObjectiveTerms): boolean => {
  let better = false;
  for (const term of terms) {
    const margin = same * Math.max(1, Math.abs(a[term]), Math.abs(b[term]));
    if (a[term] > b[term] + margin) return false;
    if (a[term] < b[term] - margin) better = true;
  }
  return better;
};

const equal = (a: ObjectiveTerms, b: ObjectiveTerms): boolean =>
  terms.every(
    (term) => Math.abs(a[term] - b[term]) <= same * Math.max(1, Math.abs(a[term]), Math.abs(b[term])),
  );

/** Terms that a plan of this problem can be better or worse in. */
const termsThatVary = (problem: Problem): Term[] =>
  terms.filter((term) => {
    switch (term) {
      case "setup":
        return problem.setups.length > 0;
      case "energy":
        return problem.tariff !== undefined;
      case "promise":
        return problem.orders.some(({ promised }) => promised !== undefined);
      case "change":
        return problem.orders.some(({ operations }) => operations.some(({ previous }) => previous));
      default:
        return true;
    }
  });

/**
 * A few plans to choose from: one by the problem's own weights, and one for each term that counts more in it (the weighted-sum
 * method of multi-objective optimisation, Marler and Arora 2010), without those that another one beats in every term. The
 * budget is shared out evenly.
 *
 * @throws ProblemError when the problem is not sound, InfeasibleError when an operation has no place.
 */
export const paretoPlans = async (input: Problem, options: PlanOptions = {}): Promise<Alternative[]> => {
  let problem = parseProblem(input);
  const own = problem.objective ?? usualObjective;
  const favours = termsThatVary(problem);
  const { budgetMs = 5_000, onLapsed } = options;
  const lapse = (keys: readonly string[]) => {
    problem = withLapsed(problem, keys);
    onLapsed?.(keys);
  };
  const share: PlanOptions = {
    ...options,
    budgetMs: budgetMs / (favours.length + 1),
    ...(onLapsed ? { onLapsed: lapse } : {}),
  };
  const base = await plan(problem, share);
  const found: Alternative[] = [{ plan: base }];
  const { lexicographic: _lexicographic, ...weights } = own;
  for (const term of favours) {
    if (options.signal?.aborted) break;
    const most = Math.max(...Object.values(weights));
    const objective: Objective = {
      ...weights,
      [term]: favoured * Math.max(weights[term], leastWeight * most),
    };
    const {
      bound: _bound,
      boundWithPegs: _withPegs,
      ...other
    } = await plan({ ...problem, objective }, share);
    const cost = costOf(own, other.terms);
    const { bound } = base;
    found.push({
      favours: term,
      plan: {
        ...other,
        objective: cost,
        bound,
        // The base's pegs are these too: they do not depend on the weights.
        boundWithPegs: Math.min(base.boundWithPegs, cost),
        gap: cost > 0 ? Math.max(0, (cost - bound) / cost) : 0,
      },
    });
  }
  return found.filter(
    ({ plan: { terms: mine } }, index) =>
      !found.some(
        ({ plan: other }, at) =>
          at !== index && (dominates(other.terms, mine) || (at < index && equal(other.terms, mine))),
      ),
  );
};

/**
 * The problem with each operation's place in an earlier plan, so that the objective's `change` counts from there. Nothing can stay on a
 * resource that is not there any more.
 */
export const withPrevious = (problem: Problem, before: Pick<Plan, "operations">): Problem => {
  const places = new Map<string, { resource: string; start: number }>();
  const resources = new Set(problem.resources.map(({ id }) => id));
  for (const { orderId, operationId, resource, start } of before.operations.filter((place) =>
    resources.has(place.resource),
  ))
    places.set(`${orderId}/${operationId}`, { resource, start });
  return {
    ...problem,
    orders: problem.orders.map((order) => ({
      ...order,
      operations: order.operations.map((operation) => {
        const previous = places.get(`${order.id}/${operation.id}`);
        return previous ? { ...operation, previous } : operation;
      }),
    })),
  };
};
