import type { PegNetwork } from "./network.ts";

/** Needs of each material in the order of the times at which they are wanted, compressed by material. */
const needsByMaterial = (network: PegNetwork) => {
  const materials = network.firstSupply.length - 1;
  const first = new Int32Array(materials + 1);
  for (const material of network.materialOf) first[material + 1]! += 1;
  for (let material = 0; material < materials; material += 1) first[material + 1]! += first[material]!;
  const place = first.slice();
  const needs = new Int32Array(network.materialOf.length);
  for (let need = 0; need < needs.length; need += 1) needs[place[network.materialOf[need]!]!++] = need;
  const { kitWanted, weight, orderOf } = network;
  const sooner = (a: number, b: number) =>
    kitWanted[a]! - kitWanted[b]! || weight[orderOf[b]!]! - weight[orderOf[a]!]! || a - b;
  for (let material = 0; material < materials; material += 1)
    needs.subarray(first[material]!, first[material + 1]!).sort(sooner);
  return { first, needs };
};

/** Materials that alternates join, directly or by way of others: the networks that can be solved apart. */
const clustersOf = (network: PegNetwork): Int32Array => {
  const cluster = Int32Array.from({ length: network.firstSupply.length - 1 }, (_, material) => material);
  const find = (material: number): number => {
    let root = material;
    while (cluster[root] !== root) root = cluster[root]!;
    for (let at = material; at !== root; ) {
      const next = cluster[at]!;
      cluster[at] = root;
      at = next;
    }
    return root;
  };
  const { materialOf, firstSource, sourceMaterial } = network;
  for (let need = 0; need < materialOf.length; need += 1)
    for (let at = firstSource[need]!; at < firstSource[need + 1]!; at += 1)
      cluster[find(sourceMaterial[at]!)] = find(materialOf[need]!);
  for (let material = 0; material < cluster.length; material += 1) cluster[material] = find(material);
  return cluster;
};

export interface Clusters {
  /** Needs whose cluster cannot have everyone served when wanted with its own material: what there is to decide. */
  readonly scarce: Uint8Array;
  /** All needs, material by material, the soonest wanted first. */
  readonly inTurn: Int32Array;
}

/**
 * Parts what must be decided from what decides itself. Where each material of a cluster, taken by the soonest wanted first
 * (Jackson 1955), brings all of its own needs in time, nobody has to wait or to substitute.
 *
 * @param left Pieces of each supply that are still free.
 */
export const findClusters = (network: PegNetwork, left: Float64Array): Clusters => {
  const { first, needs } = needsByMaterial(network);
  const cluster = clustersOf(network);
  const short = new Uint8Array(cluster.length);
  for (let material = 0; material < cluster.length; material += 1) {
    let supply = network.firstSupply[material]!;
    const end = network.firstSupply[material + 1]!;
    let there = 0;
    for (let at = first[material]!; at < first[material + 1]!; at += 1) {
      const need = needs[at]!;
      if (network.frozen[need]) continue;
      while (supply < end && network.supplyTime[supply]! <= network.kitWanted[need]!)
        there += left[supply++]!;
      there -= network.needed[need]!;
      if (there < 0) {
        short[cluster[material]!] = 1;
        break;
      }
    }
  }
  return {
    scarce: Uint8Array.from(network.materialOf, (material) => short[cluster[material]!]!),
    inTurn: needs,
  };
};
