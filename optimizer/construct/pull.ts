import type { SupplyLimits } from "./supply.ts";

/** How urgent each order is, for others too. */
export interface Pull {
  readonly pullDue: Float64Array;
  readonly pullWeight: Float64Array;
}

/**
 * Due times and weights by order, with those of the orders that wait for what it makes: it must be through when their
 * operation has to start.
 *
 * @param rest Least seconds from each operation to its order's end.
 */
export const pullOf = (
  due: Float64Array,
  weight: Float64Array,
  orderOf: Int32Array,
  rest: Float64Array,
  { firstUser, user }: SupplyLimits,
): Pull => {
  const pullDue = Float64Array.from(due);
  const pullWeight = Float64Array.from(weight);
  if (user.length === 0) return { pullDue, pullWeight };
  for (let changed = true; changed; ) {
    changed = false;
    for (let order = 0; order < due.length; order += 1)
      for (let at = firstUser[order]!; at < firstUser[order + 1]!; at += 1) {
        const other = orderOf[user[at]!]!;
        const by = pullDue[other]! - rest[user[at]!]!;
        if (by >= pullDue[order]! && pullWeight[other]! <= pullWeight[order]!) continue;
        pullDue[order] = Math.min(pullDue[order]!, by);
        pullWeight[order] = Math.max(pullWeight[order]!, pullWeight[other]!);
        changed = true;
      }
  }
  return { pullDue, pullWeight };
};
