export {
  comparePlans,
  type OperationChange,
  type OrderChange,
  type PlanDiff,
  type ResourceChange,
} from "./diff.ts";
export type { Fact } from "./explain.ts";
export { explain } from "./explain.ts";
export { InfeasibleError } from "./infeasible.ts";
export { type Kpis, kpisOf } from "./kpi.ts";
export { type Load, loadsOf } from "./load.ts";
export { type Alternative, paretoPlans, withPrevious } from "./pareto.ts";
export { type GoldenPart, goldenParts } from "./peg/golden.ts";
export { type Pegging, pegOrders } from "./peg/peg.ts";
export { suppliesOf } from "./peg/supplies.ts";
export { keyOf, type ObjectiveTerms, orderEnds, type Peg, type Plan, type PlannedOperation } from "./plan.ts";
export { type Order, type Problem, ProblemError, parseProblem } from "./problem.ts";
export type { Cause } from "./promise/causes.ts";
export type { Inquiry } from "./promise/inquiry.ts";
export {
  type Binding,
  type Displaced,
  type OrderPromise,
  type PromiseOptions,
  promise,
} from "./promise/promise.ts";
export type { Relaxation } from "./relaxation.ts";
export { type Disruption, disrupt } from "./repair/disruption.ts";
export { withLapsed } from "./repair/lapsed.ts";
export { type Repaired, type RepairOptions, repair } from "./repair/repair.ts";
export { type Term, terms } from "./schema/objective.ts";
export { type Shortage, shortagesOf } from "./shortage.ts";
export { type PlanOptions, plan } from "./solve.ts";
export { type Violation, verify, verifyObjective } from "./verify/verify.ts";
