import type { WaitTable } from "./lateness.ts";
import type { PegNetwork } from "./network.ts";

/**
 * What is left to decide, for the bound: the scarce relations of each order in the order of what their waits cost. Of what
 * costs nothing, only the last supply of each source stands here: no other is cheaper.
 */
export interface Sweep {
  /** Orders with scarce needs, and how many each has. */
  readonly orders: Int32Array;
  readonly needs: Int32Array;
  /** First relation of each of these orders, closed. */
  readonly first: Int32Array;
  /** Place of the relation's need among its order's scarce needs. */
  readonly local: Int32Array;
  readonly supply: Int32Array;
  /** What the wait costs for each unit of the order's weight. */
  readonly wait: Float64Array;
  readonly quantity: Float64Array;
  /** Most scarce needs that one order has. */
  readonly widest: number;
}

export const buildSweep = (network: PegNetwork, table: WaitTable, scarce: Uint8Array): Sweep => {
  const { firstNeed, firstSource, sourcePool, firstSupply, needed } = network;
  const orders: number[] = [];
  const needs: number[] = [];
  const first: number[] = [0];
  const all = table.cost.length;
  const sorted = new Int32Array(all);
  const local = new Int32Array(all);
  const supply = new Int32Array(all);
  const wait = new Float64Array(all);
  const quantity = new Float64Array(all);
  let filled = 0;
  for (let order = 0; order < network.orders; order += 1) {
    const from = filled;
    let count = 0;
    for (let need = firstNeed[order]!; need < firstNeed[order + 1]!; need += 1) {
      if (!scarce[need]) continue;
      for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
        const base = firstSupply[sourcePool[source]!]! - table.first[source]!;
        for (let at = table.first[source]!; at < table.first[source + 1]!; at += 1) {
          if (at + 1 < table.first[source + 1]! && table.cost[at + 1] === 0) continue;
          local[filled] = count;
          supply[filled] = base + at;
          wait[filled] = table.cost[at]!;
          quantity[filled] = needed[need]!;
          sorted[filled] = filled;
          filled += 1;
        }
      }
      count += 1;
    }
    if (count === 0) continue;
    sorted.subarray(from, filled).sort((a, b) => wait[a]! - wait[b]! || a - b);
    orders.push(order);
    needs.push(count);
    first.push(filled);
  }
  const relations = sorted.subarray(0, filled);
  return {
    orders: Int32Array.from(orders),
    needs: Int32Array.from(needs),
    first: Int32Array.from(first),
    local: relations.map((at) => local[at]!),
    supply: relations.map((at) => supply[at]!),
    wait: Float64Array.from(relations, (at) => wait[at]!),
    quantity: Float64Array.from(relations, (at) => quantity[at]!),
    widest: needs.reduce((most, count) => Math.max(most, count), 0),
  };
};
