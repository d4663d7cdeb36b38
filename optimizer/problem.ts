import { complete } from "./schema/complete.ts";
import { type ProblemIssue, toIssues } from "./schema/issues.ts";
import { objective } from "./schema/objective.ts";
import { problemSchema } from "./schema/problem.ts";
import { references } from "./schema/references.ts";

export type { ProblemIssue } from "./schema/issues.ts";
export { type ProblemInput, problemJsonSchema } from "./schema/problem.ts";

/** A sound planning problem with everything worked out; see `schema/` for its fields. */
export type Problem = ReturnType<typeof complete>;
export type Order = Problem["orders"][number];
export type Operation = Order["operations"][number];
export type Resource = Problem["resources"][number];
export type Material = Problem["materials"][number];
export type Need = Operation["needs"][number];
export type Objective = NonNullable<Problem["objective"]>;
export const usualObjective: Objective = objective.parse({});
/** Hours of change that an operation on another resource than before counts for: a shift. */
export const movedHours = 8;

/** Issues that are told in one message. */
const mostTold = 20;

export class ProblemError extends Error {
  readonly issues: readonly ProblemIssue[];
  constructor(issues: readonly ProblemIssue[]) {
    const told = issues
      .slice(0, mostTold)
      .map(({ path, problem }) => (path ? `${path}: ${problem}` : problem));
    const more = issues.length - told.length;
    super([...told, ...(more > 0 ? [`and ${more} more`] : [])].join("\n"));
    this.issues = issues;
  }
}

/** @throws ProblemError with every field that is wrong. */
export const parseProblem = (value: unknown): Problem => {
  const parsed = problemSchema.safeParse(value);
  if (!parsed.success)
    throw new ProblemError(parsed.error.issues.flatMap((issue) => toIssues(problemSchema, value, issue)));
  const issues = references(parsed.data);
  if (issues.length > 0) throw new ProblemError(issues);
  return complete(parsed.data);
};
