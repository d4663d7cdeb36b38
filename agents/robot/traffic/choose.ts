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

/**
 * Which of the free vehicles fetches which transport: the ways to the loads are shortest all together. Where there are more transports
 * than vehicles the oldest are given out, those that nobody free has a road to left aside.
 */
export const chooseTransports = (
  free: readonly Free[],
  open: readonly Task[],
  distancesTo: (node: string) => Distances,
): { readonly vehicle: string; readonly task: Task }[] => {
  const metresTo = ({ pick }: Task) => free.map(({ from }) => distancesTo(pick)[from]!);
  const within = open.filter((task) => metresTo(task).some(Number.isFinite));
  let wanted = within.slice(0, free.length);
  for (let next = wanted.length; ; ) {
    const ways = wanted.map(metresTo);
    const chosen = assign(ways);
    const isGiven = (index: number) => Number.isFinite(ways[index]![chosen[index]!]);
    const given = wanted.filter((_, index) => isGiven(index));
    // Whose only vehicles fetch others gives its turn to the next.
    if (given.length === wanted.length || next >= within.length)
      return given.map((task) => ({ vehicle: free[chosen[wanted.indexOf(task)]!]!.vehicle, task }));
    const more = wanted.length - given.length;
    wanted = [...given, ...within.slice(next, next + more)];
    next += more;
  }
};
