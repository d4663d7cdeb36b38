import { latenessOf, type PegNetwork } from "./network.ts";

/** What is left to decide: the scarce relations of each order in the order of the kit lateness that they bring. */
export interface Sweep {
  /** Orders with scarce needs, and how many each has. */
  readonly orders: Int32Array;
  readonly needs: Int32Array;
  /** First relation of each of these orders, closed. */
  readonly first: Int32Array;
  /** Place of the relation's need among its order's scarce needs. */
  readonly local: Int32Array;
  readonly supply: Int32Array;
  readonly lateness: Float64Array;
  readonly quantity: Float64Array;
  /** Cost of the whole need's substitution by this relation. */
  readonly substitution: Float64Array;
  /** Most scarce needs that one order has. */
  readonly widest: number;
}

export const buildSweep = (network: PegNetwork, scarce: Uint8Array, substitutionCost: number): Sweep => {
  const { firstNeed, firstRelation, relationSupply, relationRank, supplyTime, needed } = network;
  const orders: number[] = [];
  const needs: number[] = [];
  const first: number[] = [0];
  const all = firstRelation.at(-1)!;
  const sorted = new Int32Array(all);
  const localOf = new Int32Array(all);
  const needOf = new Int32Array(all);
  const lateness = new Float64Array(all);
  let filled = 0;
  for (let order = 0; order < network.orders; order += 1) {
    const from = filled;
    let count = 0;
    for (let need = firstNeed[order]!; need < firstNeed[order + 1]!; need += 1) {
      if (!scarce[need]) continue;
      for (let relation = firstRelation[need]!; relation < firstRelation[need + 1]!; relation += 1) {
        localOf[relation] = count;
        needOf[relation] = need;
        lateness[relation] = latenessOf(network, need, supplyTime[relationSupply[relation]!]!);
        sorted[filled++] = relation;
      }
      count += 1;
    }
    if (count === 0) continue;
    sorted.subarray(from, filled).sort((a, b) => lateness[a]! - lateness[b]! || a - b);
    orders.push(order);
    needs.push(count);
    first.push(filled);
  }
  const relations = sorted.subarray(0, filled);
  return {
    orders: Int32Array.from(orders),
    needs: Int32Array.from(needs),
    first: Int32Array.from(first),
    local: relations.map((relation) => localOf[relation]!),
    supply: relations.map((relation) => relationSupply[relation]!),
    lateness: Float64Array.from(relations, (relation) => lateness[relation]!),
    quantity: Float64Array.from(relations, (relation) => needed[needOf[relation]!]!),
    substitution: Float64Array.from(relations, (relation) => substitutionCost * relationRank[relation]!),
    widest: needs.reduce((most, count) => Math.max(most, count), 0),
  };
};
