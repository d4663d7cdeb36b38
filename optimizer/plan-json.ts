import { z } from "zod";
import type { Plan } from "./plan.ts";
import { ProblemError } from "./problem.ts";
import { toIssues } from "./schema/issues.ts";

const name = z.string().min(1);
const time = z.number().int();
const held = z.object({ resource: name, units: z.number().int().min(1) });

const plannedOperation = z.object({
  orderId: name,
  operationId: name,
  resource: name,
  start: time,
  end: time,
  setup: z.number().min(0).default(0),
  materialTime: time.default(0),
  secondary: z.array(held).optional(),
});

const allocation = z.object({
  material: name,
  quantity: z.number(),
  time: z.number(),
  substitutes: name.optional(),
  supply: name.optional(),
  order: name.optional(),
  vendor: name.optional(),
  bin: name.optional(),
  expires: z.number().optional(),
  reliability: z.number().optional(),
});

const peg = z.object({
  time: z.number(),
  allocations: z.array(allocation),
  critical: name.optional(),
  missing: z.array(z.object({ material: name, quantity: z.number() })).default([]),
});

const none = { tardiness: 0, setup: 0, energy: 0, flow: 0, promise: 0, change: 0, opened: 0 };

/** A plan as a file holds it. Only the operations must be there: so a plan that another program made can be verified. */
const planSchema = z.looseObject({
  operations: z.array(plannedOperation),
  /** By `order/operation`. */
  pegs: z.record(z.string(), peg).default({}),
  unplanned: z.array(name).default([]),
  objective: z.number().optional(),
  terms: z.looseObject({ tardiness: z.number(), setup: z.number() }).optional(),
  bound: z.number().default(0),
  boundWithPegs: z.number().default(0),
  gap: z.number().default(0),
});

/** The plan as JSON can hold it. */
export const planToJson = (plan: Plan): object => ({ ...plan, pegs: Object.fromEntries(plan.pegs) });

export interface ReadPlan {
  readonly plan: Plan;
  /** Whether it tells its objective; one that does not cannot be held to it. */
  readonly objectiveTold: boolean;
}

/** @throws ProblemError with every field that is wrong. */
export const parsePlan = (value: unknown): ReadPlan => {
  const parsed = planSchema.safeParse(value);
  if (!parsed.success)
    throw new ProblemError(parsed.error.issues.flatMap((issue) => toIssues(planSchema, value, issue)));
  const { pegs, objective, terms, ...rest } = parsed.data;
  return {
    // What is optional in the file is absent, not undefined, for those who spread it.
    plan: {
      ...rest,
      objective: objective ?? 0,
      terms: { ...none, ...terms },
      pegs: new Map(Object.entries(pegs)),
    } as Plan,
    objectiveTold: objective !== undefined && terms !== undefined,
  };
};
