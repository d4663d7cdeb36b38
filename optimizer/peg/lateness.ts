import type { Alone } from "../alone.ts";
import type { PegNetwork } from "./network.ts";

const hour = 3_600;

/**
 * Lateness that a supply means for a need, in hours beyond what work alone makes its order late: exact, with every calendar,
 * for an order that has the plant to itself from then on.
 */
export const createLateness = (network: PegNetwork, alone: Alone) => {
  const { kitDue, kitWanted, operationOf, orderOf, flowCost, onceLate, orderDue, unserved } = network;
  const hoursLate = (need: number, time: number): number => {
    if (time <= kitDue[need]!) return 0;
    const order = orderOf[need]!;
    const unavoidable = Math.max(orderDue[order]!, alone.end[order]!);
    const end = alone.endFrom(operationOf[need]!, time);
    // Beyond all calendars counts like material that never comes.
    return end === Number.POSITIVE_INFINITY
      ? unserved[order]!
      : Math.min(unserved[order]!, Math.max(0, end - unavoidable) / hour);
  };
  return {
    hoursLate,
    /**
     * The same with what being late at all counts for and a share of the hours after the need is wanted: what waiting costs an
     * order for each unit of its weight.
     */
    waitCost: (need: number, time: number): number => {
      const late = hoursLate(need, time);
      return late + (late > 0 ? onceLate : 0) + (flowCost * Math.max(0, time - kitWanted[need]!)) / hour;
    },
  };
};
export type Lateness = ReturnType<typeof createLateness>;

/** What waiting costs the scarce needs: one entry for each source and supply, those of a source in the order of time. */
export interface WaitTable {
  /** First entry of each source; sources of other needs have none. */
  readonly first: Int32Array;
  readonly cost: Float64Array;
}

export const buildWaitTable = (network: PegNetwork, lateness: Lateness, scarce: Uint8Array): WaitTable => {
  const { firstSource, sourcePool, firstSupply, supplyTime } = network;
  const first = new Int32Array(sourcePool.length + 1);
  for (let need = 0; need < scarce.length; need += 1)
    for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
      const pool = sourcePool[source]!;
      first[source + 1] = first[source]! + (scarce[need] ? firstSupply[pool + 1]! - firstSupply[pool]! : 0);
    }
  const cost = new Float64Array(first.at(-1)!);
  for (let need = 0; need < scarce.length; need += 1)
    for (let source = firstSource[need]!; scarce[need] && source < firstSource[need + 1]!; source += 1) {
      const from = firstSupply[sourcePool[source]!]! - first[source]!;
      for (let at = first[source]!; at < first[source + 1]!; at += 1)
        cost[at] = lateness.waitCost(need, supplyTime[from + at]!);
    }
  return { first, cost };
};
