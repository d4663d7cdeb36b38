import { z } from "zod";

const termWeight = z.number().min(0).max(1_000_000);

/** What one unit of each term of the objective weighs. */
export const objective = z.object({
  /** Weighted hours of lateness. */
  tardiness: termWeight.default(1),
  /** Hours of set-up. */
  setup: termWeight.default(0.05),
  /** Cost of energy by the tariff. */
  energy: termWeight.default(0),
  /** Hours from first start to end, over all orders: work in process by Little's law. */
  flow: termWeight.default(0),
});
