import type { WaitTable } from "../lateness.ts";
import type { PegNetwork } from "../network.ts";

/** Room for rounding when one cost of waiting is looked up by another. */
const epsilon = 1e-9;

/** What the date of a supply costs who waits for it; nothing is known before it is measured. */
export const createWaits = ({ sourcePool, firstSupply }: PegNetwork) => {
  let table: WaitTable = {
    first: new Int32Array(sourcePool.length + 1),
    cost: new Float64Array(0),
  };
  /** By source: how far the cost of a supply's date stands behind the supply. */
  const shift = new Int32Array(sourcePool.length);
  return {
    measure: (waits: WaitTable): void => {
      table = waits;
      for (let source = 0; source < shift.length; source += 1)
        shift[source] = table.first[source]! - firstSupply[sourcePool[source]!]!;
    },
    costOf: (source: number, supply: number): number => table.cost[shift[source]! + supply]!,
    /** The last supply of a source whose wait costs no more than a limit; one before its first when none does. */
    lastWithin: (source: number, limit: number): number => {
      const from = table.first[source]!;
      let low = from;
      let high = table.first[source + 1]!;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (table.cost[middle]! <= limit + epsilon) low = middle + 1;
        else high = middle;
      }
      return firstSupply[sourcePool[source]!]! + low - from - 1;
    },
  };
};
export type Waits = ReturnType<typeof createWaits>;
