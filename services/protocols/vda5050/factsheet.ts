import { z } from "zod";

/**
 * What is read of a vehicle's factsheet (VDA 5050 2.1, 7): what orders have to keep to. All of it may be left out, and what is left out
 * limits nothing.
 */
const limit = z.number().nonnegative();

const agvAction = z.object({
  actionType: z.string(),
  actionScopes: z.array(z.string()).optional(),
  actionParameters: z
    .array(z.object({ key: z.string(), isOptional: z.boolean().default(false) }))
    .default([]),
  /** Since 2.1. */
  blockingTypes: z.array(z.string()).optional(),
});

export const factsheet = z.object({
  protocolLimits: z
    .object({
      /** Elements of arrays by their paths, such as `order.nodes`; 0: no limit. */
      maxArrayLens: z.record(z.string(), limit.optional()).default({}),
      maxStringLens: z
        .object({
          /** Signs of the ids of orders, nodes, edges and actions; 0: no limit. */
          idLen: limit.optional(),
          idNumericalOnly: z.boolean().optional(),
          loadIdLen: limit.optional(),
        })
        .default({}),
      timing: z
        .object({
          /** Least seconds between two orders. */
          minOrderInterval: limit.optional(),
        })
        .default({}),
    })
    .default({ maxArrayLens: {}, maxStringLens: {}, timing: {} }),
  protocolFeatures: z
    .object({
      optionalParameters: z.array(z.object({ parameter: z.string(), support: z.string() })).default([]),
      agvActions: z.array(agvAction).default([]),
    })
    .default({ optionalParameters: [], agvActions: [] }),
});
export type Factsheet = z.infer<typeof factsheet>;
