import type { Problem } from "../problem.ts";
import { type CheckedPlan, type Report, readFacts, type Violation } from "./facts.ts";
import { checkLanes } from "./lanes.ts";
import { checkMaterial } from "./material.ts";
import { checkSecondary } from "./secondary.ts";
import { checkSequence } from "./sequence.ts";
import { checkUnplanned } from "./unplanned.ts";

export type { Violation } from "./facts.ts";
export { verifyObjective } from "./objective.ts";

/**
 * Checks a plan against its problem, rule by rule. Shares no code with the search: what it needs it works out afresh
 * from the problem alone.
 */
export const verify = (problem: Problem, plan: CheckedPlan): Violation[] => {
  const violations: Violation[] = [];
  const report: Report = (rule, subject, text) => violations.push({ rule, subject, problem: text });
  const facts = readFacts(problem, plan, report);
  checkSequence(facts, report);
  checkLanes(facts, report);
  checkSecondary(facts, report);
  checkMaterial(facts, plan, report);
  checkUnplanned(facts, plan, report);
  return violations;
};
