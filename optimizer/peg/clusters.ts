import type { Book } from "./book.ts";
import type { PegNetwork } from "./network.ts";

/** Needs of each material in the order of the times at which they are wanted, compressed by material. */
const needsByMaterial = (network: PegNetwork, materials: number) => {
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
const clustersOf = (network: PegNetwork, materials: number): Int32Array => {
  const cluster = Int32Array.from({ length: materials }, (_, material) => material);
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
  const { materialOf, firstSource, sourcePool, poolMaterial } = network;
  for (let need = 0; need < materialOf.length; need += 1)
    for (let at = firstSource[need]!; at < firstSource[need + 1]!; at += 1)
      cluster[find(poolMaterial[sourcePool[at]!]!)] = find(materialOf[need]!);
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
 * Parts what must be decided from what decides itself. Where each material of a cluster is one pool that brings all of its own
 * needs in time, taken by the soonest wanted first (Jackson 1955), nobody has to wait or to substitute.
 */
export const findClusters = (network: PegNetwork, book: Book, materials: number): Clusters => {
  const { materialOf, firstSource, sourcePool, sourceRank, poolMaterial, kitWanted, needed, frozen } =
    network;
  const { first, needs } = needsByMaterial(network, materials);
  const cluster = clustersOf(network, materials);
  const short = new Uint8Array(materials);
  const pools = new Int32Array(materials);
  for (const material of poolMaterial) pools[material]! += 1;
  for (let material = 0; material < materials; material += 1) {
    if (first[material] === first[material + 1]) continue;
    let wanted = 0;
    let ample = pools[material] === 1;
    for (let at = first[material]!; ample && at < first[material + 1]!; at += 1) {
      const need = needs[at]!;
      if (frozen[need]) continue;
      const own = firstSource[need]!;
      wanted += needed[need]!;
      ample =
        own < firstSource[need + 1]! &&
        sourceRank[own] === 0 &&
        book.room(sourcePool[own]!, book.lastBy(sourcePool[own]!, kitWanted[need]!)) >= wanted;
    }
    if (!ample) short[cluster[material]!] = 1;
  }
  return {
    scarce: Uint8Array.from(materialOf, (material, need) => (frozen[need] ? 0 : short[cluster[material]!]!)),
    inTurn: needs,
  };
};
