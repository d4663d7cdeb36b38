import { assign } from "../../../optimizer/fleet/assign.ts";
import type { Distances } from "../../../optimizer/fleet/distance.ts";

/** A transport by the numbers of its nodes on the roadmap. */
export interface Task {
  readonly id: string;
  readonly load: string;
  readonly pick: string;
  readonly drop: string;
}

export interface Free {
  readonly vehicle: string;
  /** Number of the node from which it would drive. */
  readonly from: number;
}

/** Metres that stand for no way at all. */
const tooFar = 1e9;

/**
 * Which of the free vehicles fetches which transport: the ways to the loads are shortest all together. Where there are more transports
 * than vehicles the oldest are given out.
 */
export const chooseTransports = (
  free: readonly Free[],
  open: readonly Task[],
  distancesTo: (node: string) => Distances,
): { readonly vehicle: string; readonly task: Task }[] => {
  const oldest = open.slice(0, free.length);
  const metres = free.map(({ from }) => oldest.map(({ pick }) => Math.min(distancesTo(pick)[from]!, tooFar)));
  const chosen = assign(metres);
  return free.flatMap(({ vehicle }, row) => {
    const task = oldest[chosen[row]!];
    return task && metres[row]![chosen[row]!]! < tooFar ? [{ vehicle, task }] : [];
  });
};
