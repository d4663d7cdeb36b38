import { z } from "zod";

/**
 * A finite-capacity planning problem. Times are whole seconds from the problem's start (0 is now); a resource works
 * only inside its calendar, and an operation that meets a break goes on after it.
 */
const id = z.string().min(1).max(200);
const largestTime = 1_000_000_000;
const time = z.number().int().min(0).max(largestTime);
const quantity = z.number().int().min(0).max(1_000_000_000);

const window = z.tuple([time, time]).refine(([from, to]) => to > from, "a window must end after it starts");

const resource = z.object({
  id,
  /** Working windows in order, apart from each other; none: always at work. */
  calendar: z.array(window).default([]),
  /** Names the set-up matrix that holds between families; none: no set-ups. */
  setupGroup: id.optional(),
  /** Family that the resource is set up for now. */
  family: id.optional(),
});

const material = z.object({
  id,
  stock: quantity,
  receipts: z.array(z.object({ time, quantity })).default([]),
});

const need = z.object({
  material: id,
  quantity: quantity.min(1),
  /** May stand in for what the material itself lacks, best first. */
  alternates: z.array(id).default([]),
});

const operation = z.object({
  id,
  /** Resources that can do it, each with its working seconds. */
  alternatives: z.array(z.object({ resource: id, duration: time.min(1) })).min(1),
  family: id.optional(),
  needs: z.array(need).default([]),
  /** Least seconds after the operation before it ends. */
  lag: time.default(0),
  /** Set when it is running or frozen: it stays where it is. */
  fixed: z.object({ resource: id, start: time, end: time }).optional(),
});

const order = z.object({
  id,
  /** Cost of one hour of lateness. */
  weight: z.number().positive().max(1_000),
  release: time,
  due: z.number().int().min(-largestTime).max(largestTime),
  operations: z.array(operation).min(1),
});

export const problemSchema = z.object({
  resources: z.array(resource).min(1),
  setups: z.array(z.object({ group: id, from: id, to: id, seconds: time })).default([]),
  materials: z.array(material).default([]),
  orders: z.array(order),
});

export type Problem = z.infer<typeof problemSchema>;
export type Order = Problem["orders"][number];
export type Operation = Order["operations"][number];
export type Resource = Problem["resources"][number];

/** One field of a problem that is wrong. */
export interface ProblemIssue {
  /** Path of the field, such as orders.3.operations.0.alternatives.1.resource. */
  readonly path: string;
  readonly problem: string;
}

export class ProblemError extends Error {
  readonly issues: readonly ProblemIssue[];
  constructor(issues: readonly ProblemIssue[]) {
    super(issues.map(({ path, problem }) => `${path}: ${problem}`).join("\n"));
    this.issues = issues;
  }
}

const references = (problem: Problem): ProblemIssue[] => {
  const issues: ProblemIssue[] = [];
  const resources = new Set(problem.resources.map((item) => item.id));
  const materials = new Set(problem.materials.map((item) => item.id));
  const unique = (items: readonly { id: string }[], path: string) => {
    const seen = new Set<string>();
    for (const [index, item] of items.entries()) {
      if (seen.has(item.id))
        issues.push({ path: `${path}.${index}.id`, problem: `${item.id} is there twice` });
      seen.add(item.id);
    }
  };
  unique(problem.resources, "resources");
  unique(problem.materials, "materials");
  unique(problem.orders, "orders");
  for (const [index, { calendar }] of problem.resources.entries())
    for (let window = 1; window < calendar.length; window += 1)
      if (calendar[window]![0] < calendar[window - 1]![1])
        issues.push({
          path: `resources.${index}.calendar.${window}`,
          problem: "windows must be in order and apart",
        });
  for (const [o, item] of problem.orders.entries()) {
    unique(item.operations, `orders.${o}.operations`);
    for (const [p, step] of item.operations.entries()) {
      const path = `orders.${o}.operations.${p}`;
      for (const [a, alternative] of step.alternatives.entries())
        if (!resources.has(alternative.resource))
          issues.push({
            path: `${path}.alternatives.${a}.resource`,
            problem: `there is no resource ${alternative.resource}`,
          });
      if (step.fixed && !resources.has(step.fixed.resource))
        issues.push({
          path: `${path}.fixed.resource`,
          problem: `there is no resource ${step.fixed.resource}`,
        });
      if (step.fixed && step.fixed.end <= step.fixed.start)
        issues.push({ path: `${path}.fixed`, problem: "must end after it starts" });
      for (const [n, wanted] of step.needs.entries())
        for (const name of [wanted.material, ...wanted.alternates])
          if (!materials.has(name))
            issues.push({ path: `${path}.needs.${n}`, problem: `there is no material ${name}` });
    }
  }
  return issues;
};

/** @throws ProblemError with every field that is wrong. */
export const parseProblem = (value: unknown): Problem => {
  const parsed = problemSchema.safeParse(value);
  if (!parsed.success)
    throw new ProblemError(
      parsed.error.issues.map((issue) => ({ path: issue.path.join("."), problem: issue.message })),
    );
  const issues = references(parsed.data);
  if (issues.length > 0) throw new ProblemError(issues);
  return parsed.data;
};
