import { createDecoder, emptySchedule } from "./construct/decode.ts";
import { dispatch, type Rule } from "./construct/dispatch.ts";
import { buildModel } from "./construct/model.ts";
import { keyOf, namesByKey, type Plan } from "./plan.ts";
import type { Problem } from "./problem.ts";
import { candidatesOf, type Relaxation, tellRelaxation } from "./relaxation.ts";
import { isEndless } from "./running.ts";

/** Thrown when an operation has no place whatever the sequence. */
export class InfeasibleError extends Error {
  /** The operation that found no place. */
  readonly operation: string;
  /** What would make room: any one list is enough, with everything in it. */
  readonly relaxations: readonly (readonly Relaxation[])[];
  constructor(operation: string, relaxations: readonly (readonly Relaxation[])[]) {
    const ways = relaxations.map((list) => list.map(tellRelaxation).join(" and "));
    super(
      `operation ${operation} does not fit into any calendar of its resources${ways.length > 0 ? `: ${ways.join(", or ")}` : ""}`,
    );
    this.operation = operation;
    this.relaxations = relaxations;
  }
}

const quickRules: readonly Rule[] = ["due", "slack"];

/** What runs and never ends, by its key. */
const endlessOperation = ({ orders }: Problem): string | undefined => {
  for (const { id, operations } of orders) {
    const endless = operations.find(isEndless);
    if (endless) return keyOf(id, endless.id);
  }
  return undefined;
};

/** The operation that has no place by any of the rules; none when the problem is feasible. */
const blockedOperation = (problem: Problem, pegs: Plan["pegs"]): string | undefined => {
  const endless = endlessOperation(problem);
  if (endless !== undefined) return endless;
  const model = buildModel(problem, pegs);
  const decode = createDecoder(model);
  const schedule = emptySchedule(model);
  for (const rule of quickRules)
    if (Number.isFinite(decode(dispatch(model, rule), schedule))) return undefined;
  return model.keys[schedule.blocked];
};

/** Fewest steps that are enough, by doubling and halving. */
const fewest = (most: number, enough: (steps: number) => boolean): number => {
  let high = 1;
  while (high < most && !enough(high)) high *= 2;
  let low = Math.floor(high / 2);
  high = Math.min(high, most);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
};

/**
 * Says what clashes: each constraint of the blocked order is relaxed alone, as little as is enough. When none is enough
 * alone, all of the problem's are relaxed and put back one by one as long as it stays feasible (the deletion filter
 * of Chinneck and Dravnieks 1991), which leaves a smallest set that has to give way together.
 */
export const explainInfeasible = (problem: Problem, pegs: Plan["pegs"]): InfeasibleError => {
  const operation = blockedOperation(problem, pegs) ?? "";
  const feasible = (changed: Problem) => blockedOperation(changed, pegs) === undefined;
  const blocked = new Set([namesByKey(problem.orders).get(operation)?.orderId ?? ""]);
  const alone = candidatesOf(problem, blocked).flatMap(({ most, relax, describe }) =>
    feasible(relax(problem, most))
      ? [[describe(fewest(most, (steps) => feasible(relax(problem, steps))))]]
      : [],
  );
  if (alone.length > 0) return new InfeasibleError(operation, alone);

  const all = candidatesOf(problem, new Set(problem.orders.map(({ id }) => id)));
  const steps = all.map(({ most }) => most);
  const relaxed = () => all.reduce((changed, { relax }, index) => relax(changed, steps[index]!), problem);
  if (!feasible(relaxed())) return new InfeasibleError(operation, []);
  for (const [index, { most }] of all.entries()) {
    steps[index] = 0;
    if (feasible(relaxed())) continue;
    steps[index] = fewest(most, (count) => {
      steps[index] = count;
      return feasible(relaxed());
    });
  }
  const together = all.flatMap(({ describe }, index) => (steps[index]! > 0 ? [describe(steps[index]!)] : []));
  return new InfeasibleError(operation, [together]);
};

/** @throws InfeasibleError when something runs on a resource that has no time left for it. */
export const requireEnds = (problem: Problem): void => {
  if (endlessOperation(problem) !== undefined) throw explainInfeasible(problem, new Map());
};
