import type { PegNetwork } from "./network.ts";
import type { Promises } from "./promises.ts";

/** What runs or is frozen has its material first: by its start, or else as soon as it comes. */
export const serveFrozen = ({ frozen, kitDue }: PegNetwork, promises: Promises): void => {
  const needs = [...frozen.keys().filter((need) => frozen[need] === 1)];
  for (const need of needs.sort((a, b) => kitDue[a]! - kitDue[b]! || a - b))
    if (!promises.fillBy(need, kitDue[need]!)) promises.fillBy(need, Number.POSITIVE_INFINITY);
};
