import { z } from "zod";

/** So that the weights of all terms in a row stay within it. */
const largestWeight = 1e18;
const termWeight = z.number().min(0).max(largestWeight);

/** What an objective may be made of. */
export const terms = ["tardiness", "setup", "energy", "flow", "promise", "change", "opened"] as const;
const term = z.enum(terms);
export type Term = (typeof terms)[number];

/** What one unit of each term of the objective weighs. */
export const objective = z.strictObject({
  /** Weighted hours of lateness. */
  tardiness: termWeight.default(1),
  /** Hours of set-up. */
  setup: termWeight.default(0.05),
  /** Cost of energy by the tariff. */
  energy: termWeight.default(0),
  /** Hours from first start to end, over all orders: work in process by Little's law. */
  flow: termWeight.default(0),
  /** Weighted hours by which orders end after the date that their customer was given. */
  promise: termWeight.default(0),
  /** Nervousness: hours by which operations start apart from the plan before, and a shift for each on another resource. */
  change: termWeight.default(0),
  /**
   * Hours of the working windows (shifts) that resources do anything in, whole: what they must be opened and staffed for. For
   * the same work fewer of them are a higher utilisation: busy time over planned busy time, the allocation efficiency of ISO
   * 22400-2. Idle time alone would reward set-ups and slow resources, whose work fills it.
   */
  opened: termWeight.default(0),
  /**
   * Terms that count one after the other instead of by weight, the most important first: a unit of one outweighs a thousand
   * of the next. Those that are not named do not count.
   */
  lexicographic: z.array(term).min(1).optional(),
});
