import { type Kpis, kpisOf } from "../kpi.ts";
import type { Plan } from "../plan.ts";
import { type Problem, usualObjective } from "../problem.ts";
import { type Contradiction, contradictions } from "../schema/contradictions.ts";
import { type Shortage, shortagesOf } from "../shortage.ts";
import { type Times, tellContradiction } from "../tell.ts";
import { type Violation, verify, verifyObjective } from "../verify/verify.ts";

/** What is said about a plan. */
export interface Report {
  readonly objective: number;
  readonly bound: number;
  readonly gap: number;
  readonly terms: Plan["terms"];
  readonly violations: readonly Violation[];
  /** Facts of the problem that cannot all be so. */
  readonly contradictions: readonly Contradiction[];
  readonly unplanned: readonly string[];
  readonly shortages: readonly Shortage[];
  readonly kpis: Kpis;
}

/** @param facts What the plant is bound by, where the problem has fixed more than that. */
export const reportOf = (problem: Problem, plan: Plan, facts: Problem = problem): Report => ({
  objective: plan.objective,
  bound: plan.bound,
  gap: plan.gap,
  terms: plan.terms,
  violations: [...verify(facts, plan), ...verifyObjective(problem, plan)],
  contradictions: contradictions(facts, plan),
  unplanned: plan.unplanned,
  shortages: shortagesOf(problem, plan),
  kpis: kpisOf(problem, plan),
});

const most = 20;
/** The first of a long list, and how many more there are. */
export const firstOf = (lines: readonly string[]): string[] =>
  lines.length <= most ? [...lines] : [...lines.slice(0, most), `  and ${lines.length - most} more`];

/** A column of names and their values. */
export const table = (rows: readonly (readonly [string, string])[]): string[] => {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
};

/** What the bound says of a plan; a bound of nothing says nothing, and is not shown. */
const boundText = ({ objective, bound, gap }: Pick<Plan, "objective" | "bound" | "gap">): string => {
  if (objective <= 1e-9 || gap <= 1e-6) return "no plan is better";
  return bound > 1e-9
    ? `no plan is below ${bound.toFixed(2)} (gap ${(gap * 100).toFixed(1)} %)`
    : "no useful bound";
};

export const violationLines = (violations: readonly Violation[]): string[] =>
  firstOf(violations.map(({ rule, subject, problem }) => `  ${rule} ${subject}: ${problem}`));

const termNames: Readonly<Record<string, string>> = {
  tardiness: "weighted h of lateness",
  setup: "h of set-up",
  energy: "cost of energy",
  flow: "h of flow",
  promise: "weighted h after the promised dates",
  change: "h of change",
  opened: "h of opened windows",
};

const shortageLine = ({ material, quantity, needs }: Shortage, times: Times): string => {
  const [first] = needs;
  return `  ${material} lacks ${quantity}${first ? `, first for ${first.operation} by ${times.at(first.by).en}` : ""}`;
};

/** The report for people. */
export const tellReport = (report: Report, problem: Problem, plan: Plan, times: Times): string => {
  const { kpis, violations, unplanned, shortages } = report;
  const weights: Readonly<Record<string, unknown>> = problem.objective ?? usualObjective;
  const told = Object.entries(plan.terms).filter(([, value]) => value > 0);
  const sum = told.flatMap(([term, value]) => {
    const weight = Number(weights[term] ?? 0);
    const times = weight === 1 ? "" : `${weight} × `;
    return weight > 0 ? [`${times}${value.toFixed(1)} ${termNames[term] ?? term}`] : [];
  });
  const besides = told.flatMap(([term, value]) =>
    Number(weights[term] ?? 0) > 0 ? [] : [`${value.toFixed(1)} ${termNames[term] ?? term}`],
  );
  return [
    ...table([
      ["orders", `${problem.orders.length - unplanned.length} of ${problem.orders.length} planned`],
      ["operations", String(plan.operations.length)],
      ["on time", `${(kpis.onTimeRate * 100).toFixed(1)} % (${kpis.lateOrders} late)`],
      ["utilisation", `${(kpis.utilisation * 100).toFixed(1)} %`],
      ["ends", times.at(Math.round(kpis.makespanHours * 3_600)).en],
      ["objective", `${plan.objective.toFixed(2)} = ${sum.join(" + ") || "nothing"}`],
      ...(besides.length > 0 ? [["not weighed", besides.join(", ")] as const] : []),
      ["bound", boundText(plan)],
      ["verified", violations.length === 0 ? "no rule is broken" : `${violations.length} violations`],
    ]),
    ...violationLines(violations),
    ...firstOf(report.contradictions.map((one) => `contradiction: ${tellContradiction(one, times).en}`)),
    ...(unplanned.length > 0 ? [`not planned: ${unplanned.slice(0, most).join(", ")}`] : []),
    ...firstOf(shortages.map((shortage) => shortageLine(shortage, times))),
  ].join("\n");
};
