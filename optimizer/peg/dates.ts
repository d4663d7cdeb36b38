import type { PegNetwork } from "./network.ts";

/** Supplies of pools, in the order of time. */
export type Dates = Pick<PegNetwork, "firstSupply" | "supplyTime" | "supplied">;

/** Pieces of its pool that have come by each supply. */
export const comeBy = ({ firstSupply, supplied }: Dates): Float64Array => {
  const come = new Float64Array(supplied.length);
  for (let pool = 0; pool + 1 < firstSupply.length; pool += 1)
    for (let at = firstSupply[pool]!, sum = 0; at < firstSupply[pool + 1]!; at += 1) {
      sum += supplied[at]!;
      come[at] = sum;
    }
  return come;
};

/** The last supply of a pool that is there by a time; one before its first when none is. */
export const lastSupplyBy = ({ firstSupply, supplyTime }: Dates, pool: number, time: number): number => {
  let low = firstSupply[pool]!;
  let high = firstSupply[pool + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (supplyTime[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};
