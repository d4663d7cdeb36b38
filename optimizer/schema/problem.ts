import { z } from "zod";
import { objective } from "./objective.ts";
import { resource, secondaryResource, setup, tariff } from "./plant.ts";
import { material, policy } from "./supply.ts";
import { customerClass, order } from "./work.ts";

/**
 * A finite-capacity planning problem as it is written down. Times are whole seconds from the problem's start (0 is now); a
 * resource works only inside its calendar, and an operation that meets a break goes on after it.
 */
export const problemSchema = z.strictObject({
  resources: z.array(resource).min(1),
  secondaryResources: z.array(secondaryResource).optional(),
  tariff: tariff.optional(),
  objective: objective.optional(),
  policy: policy.optional(),
  classes: z.array(customerClass).optional(),
  setups: z.array(setup).default([]),
  materials: z.array(material).default([]),
  orders: z.array(order),
});

/** A problem as it may be written, and as it is after defaults. */
export type ProblemInput = z.input<typeof problemSchema>;
export type ParsedProblem = z.output<typeof problemSchema>;

/** The JSON schema of a problem file. */
export const problemJsonSchema = (): object => z.toJSONSchema(problemSchema, { io: "input" });
