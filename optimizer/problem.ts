import { z } from "zod";
import { references } from "./problem-references.ts";

/**
 * A finite-capacity planning problem. Times are whole seconds from the problem's start (0 is now); a resource works
 * only inside its calendar, and an operation that meets a break goes on after it.
 */
const id = z.string().min(1).max(200);
const largestTime = 1_000_000_000;
const time = z.number().int().min(0).max(largestTime);
const quantity = z.number().int().min(0).max(1_000_000_000);

const units = z.number().int().min(1).max(1_000_000);
const largestPower = 1_000_000;

const window = z.tuple([time, time]).refine(([from, to]) => to > from, "a window must end after it starts");

const resource = z.object({
  id,
  /** Working windows in order, apart from each other; none: always at work. */
  calendar: z.array(window).default([]),
  /** Names the set-up matrix that holds between families; none: no set-ups. */
  setupGroup: id.optional(),
  /** Family that the resource is set up for now. */
  family: id.optional(),
  /** Works on several operations at once, such as an oven: how much `batch.size` goes in together. */
  batch: z.object({ capacity: units }).optional(),
  /** Kilowatts while it works on an operation that does not say otherwise. */
  power: z.number().min(0).max(largestPower).optional(),
});

/** What operations need beside their resource: tools, stencils, feeders, people of one skill. */
const secondaryResource = z.object({
  id,
  /** Units that can be in use at once. */
  capacity: units,
  /** When its units are there, as for resources; none: always. */
  calendar: z.array(window).optional(),
});

/** Held over the whole time of an operation, set-up and breaks included. */
const secondary = z.array(z.object({ resource: id, units }));

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
  /** Resources that can do it, each with its working seconds; `secondary` replaces the operation's own there. */
  alternatives: z
    .array(z.object({ resource: id, duration: time.min(1), secondary: secondary.optional() }))
    .min(1),
  family: id.optional(),
  needs: z.array(need).default([]),
  secondary: secondary.optional(),
  /** Least seconds from its end until the next operation of the order starts. */
  lag: time.default(0),
  /** Most seconds from its end until the next operation starts, such as the pot life of solder paste. */
  maxLag: time.optional(),
  /**
   * Share of the order that goes on as a transfer batch (lot streaming): once so much is done the next operation may
   * start, and what it has left when this one ends is at least its own last sub-lot of the same share.
   */
  transfer: z.number().gt(0).max(1).optional(),
  /** Operations of one batch family may run together on a resource with `batch`: same start, same end. */
  batch: z.object({ family: id, size: units }).optional(),
  /** Kilowatts while it runs, instead of its resource's. */
  power: z.number().min(0).max(largestPower).optional(),
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

const price = z.number().min(0).max(1_000_000);

/** Time-of-use tariff: what a kilowatt-hour costs inside windows, and outside of them all. */
const tariff = z.object({
  price,
  windows: z.array(z.object({ from: time, to: time, price })).default([]),
});

const objectiveWeight = z.number().min(0).max(1_000_000);

/** What one unit of each term of the objective weighs. */
const objective = z.object({
  /** Weighted hours of lateness. */
  tardiness: objectiveWeight.default(1),
  /** Hours of set-up. */
  setup: objectiveWeight.default(0.05),
  /** Cost of energy by the tariff. */
  energy: objectiveWeight.default(0),
  /** Hours from release to end, over all orders: work in process by Little's law. */
  flow: objectiveWeight.default(0),
});
export type Objective = z.infer<typeof objective>;
export const usualObjective: Objective = objective.parse({});

export const problemSchema = z.object({
  resources: z.array(resource).min(1),
  secondaryResources: z.array(secondaryResource).optional(),
  tariff: tariff.optional(),
  objective: objective.optional(),
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
