import type { Candidates } from "../runtime/candidates.ts";
import type { Mentioned } from "../runtime/mentioned.ts";

/** The orders that a sentence says itself: those that it names, else what its numbers may be, but for the one that was mentioned before. */
export const ordersSaid = ({ named, order }: Pick<Candidates, "named" | "order">, mentioned: Mentioned) =>
  named.has("order") ? order : order.filter((id) => id !== mentioned.order);
