import type { Chain } from "./types.ts";

/** How a stretch of the chain stands: behind a break nothing is known. */
export type PartState = "verified" | "sealed" | "broken" | "unknown";

/** The state of each part, by the last look at the chain. */
export const partStates = ({ parts, check }: Pick<Chain, "parts" | "check">): PartState[] => {
  const broken = check?.broken?.batch;
  return parts.map(({ from, to }) => {
    if (broken !== undefined && from > broken) return "unknown";
    if (broken !== undefined && to >= broken) return "broken";
    // A look that has not ended vouches for what it has passed.
    return check && check.status !== "Failed" && to <= check.batches ? "verified" : "sealed";
  });
};
