import { type Plan, type Problem, verify } from "../../../optimizer/index.ts";
import { MillwrightError } from "../../../services/core/errors.ts";

/** @throws MillwrightError PLAN_REJECTED for a plan that breaks a rule of its problem. */
export const requireVerified = (problem: Problem, plan: Plan): void => {
  const [violation, ...more] = verify(problem, plan);
  if (violation)
    throw new MillwrightError("PLAN_REJECTED", {
      count: more.length + 1,
      first: `${violation.rule} ${violation.subject} ${violation.problem}`,
    });
};

/** An optimizer's failure as one of the catalogue, for `catch`. */
export const noPlan = (error: Error): never => {
  const reason = error.message.split("\n")[0] ?? "";
  throw new MillwrightError("PLAN_INFEASIBLE", { reason }, { cause: error });
};
