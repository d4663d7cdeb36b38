import type { Problem } from "../../problem.ts";
import type { PegNetwork } from "../network.ts";

/** Who is behind the sources of a network. */
export interface Owners {
  /** The problem's number of each operation that is planned, and its place among those by that number: -1 for what is not. */
  readonly numbers: readonly number[];
  readonly planned: Int32Array;
  /** Starts of what runs or is frozen, by the problem's numbers. */
  readonly fixedStart: ReadonlyMap<number, number>;
  /** First need of each operation of the problem, closed. */
  readonly firstNeed: Int32Array;
  readonly needOf: Int32Array;
  /** The problem's number of the operation that a source is for. */
  ownerOf(source: number): number;
}

/** @param unplanned Orders that are in no plan. */
export const findOwners = (
  problem: Problem,
  { firstSource, sourcePool, needed, operationOf, firstOperation }: PegNetwork,
  unplanned: readonly string[],
): Owners => {
  const count = firstOperation.at(-1)!;
  const out = new Set(unplanned);
  const numbers: number[] = [];
  const planned = new Int32Array(count).fill(-1);
  const fixedStart = new Map<number, number>();
  let number = 0;
  for (const { id, operations } of problem.orders)
    for (const { fixed } of operations) {
      if (fixed) fixedStart.set(number, fixed.start);
      if (!out.has(id)) planned[number] = numbers.push(number) - 1;
      number += 1;
    }
  const firstNeed = new Int32Array(count + 1);
  for (const operation of operationOf) firstNeed[operation + 1]! += 1;
  for (let at = 0; at < count; at += 1) firstNeed[at + 1]! += firstNeed[at]!;
  const needOf = new Int32Array(sourcePool.length);
  for (let need = 0; need < needed.length; need += 1)
    needOf.fill(need, firstSource[need], firstSource[need + 1]);
  return {
    numbers,
    planned,
    fixedStart,
    firstNeed,
    needOf,
    ownerOf: (source) => operationOf[needOf[source]!]!,
  };
};

/** Rows of some sources, by pool. */
export const rowsByPool = ({ sourcePool, firstSupply }: PegNetwork, isIn: (source: number) => boolean) => {
  const first = new Int32Array(firstSupply.length);
  for (let source = 0; source < sourcePool.length; source += 1)
    if (isIn(source)) first[sourcePool[source]! + 1]! += 1;
  for (let pool = 0; pool + 1 < first.length; pool += 1) first[pool + 1]! += first[pool]!;
  const place = first.slice();
  const sources = new Int32Array(first.at(-1)!);
  for (let source = 0; source < sourcePool.length; source += 1)
    if (isIn(source)) sources[place[sourcePool[source]!]!++] = source;
  return { first, sources };
};
