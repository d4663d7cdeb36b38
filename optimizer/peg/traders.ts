import type { Kits } from "./kits.ts";
import type { PegNetwork } from "./network.ts";

/** Needs of each material in the order of their kit-due times: the neighbours that a need can trade with. */
export interface Traders {
  readonly first: Int32Array;
  readonly needs: Int32Array;
  /** Where a need of the given kit-due time stands among a material's traders. */
  readonly placeOf: (material: number, kitDue: number) => number;
}

export const findTraders = (network: PegNetwork, kits: Pick<Kits, "needs">): Traders => {
  const { firstSource, sourceMaterial, kitDue } = network;
  const first = new Int32Array(network.firstSupply.length);
  for (const need of kits.needs)
    for (let at = firstSource[need]!; at < firstSource[need + 1]!; at += 1)
      first[sourceMaterial[at]! + 1]! += 1;
  for (let material = 1; material < first.length; material += 1) first[material]! += first[material - 1]!;
  const place = first.slice();
  const needs = new Int32Array(first.at(-1)!);
  for (const need of kits.needs.toSorted((a, b) => kitDue[a]! - kitDue[b]! || a - b))
    for (let at = firstSource[need]!; at < firstSource[need + 1]!; at += 1)
      needs[place[sourceMaterial[at]!]!++] = need;
  const placeOf = (material: number, time: number): number => {
    let low = first[material]!;
    let high = first[material + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (kitDue[needs[middle]!]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { first, needs, placeOf };
};
