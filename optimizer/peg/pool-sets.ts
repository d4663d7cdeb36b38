import type { PegNetwork } from "./network.ts";

/** Pools that scarce needs join, because several of them can meet the same need. */
export interface PoolCluster {
  readonly needs: readonly number[];
  readonly pools: readonly number[];
  /** All the pools together, and those that some need is bound to; sets of one pool are not told. */
  readonly sets: readonly (readonly number[])[];
}

export const findPoolClusters = (
  { firstSource, sourcePool, firstSupply }: PegNetwork,
  scarce: Uint8Array,
): PoolCluster[] => {
  const root = Int32Array.from({ length: firstSupply.length - 1 }, (_, pool) => pool);
  const find = (pool: number): number => {
    let at = pool;
    while (root[at] !== at) {
      root[at] = root[root[at]!]!;
      at = root[at]!;
    }
    return at;
  };
  const needs: number[] = [];
  for (let need = 0; need < scarce.length; need += 1) {
    const from = firstSource[need]!;
    const end = firstSource[need + 1]!;
    if (!scarce[need] || from === end) continue;
    needs.push(need);
    for (let source = from + 1; source < end; source += 1)
      root[find(sourcePool[source]!)] = find(sourcePool[from]!);
  }
  const clusters = new Map<number, { needs: number[]; pools: Set<number>; sets: Map<string, number[]> }>();
  for (const need of needs) {
    const own = find(sourcePool[firstSource[need]!]!);
    const cluster = clusters.get(own) ?? {
      needs: [] as number[],
      pools: new Set<number>(),
      sets: new Map<string, number[]>(),
    };
    clusters.set(own, cluster);
    cluster.needs.push(need);
    const pools = [...sourcePool.subarray(firstSource[need], firstSource[need + 1])].sort((a, b) => a - b);
    for (const pool of pools) cluster.pools.add(pool);
    if (pools.length > 1) cluster.sets.set(pools.join(" "), pools);
  }
  return [...clusters.values()].map((cluster) => {
    const pools = [...cluster.pools].sort((a, b) => a - b);
    if (pools.length > 1) cluster.sets.set(pools.join(" "), pools);
    return { needs: cluster.needs, pools, sets: [...cluster.sets.values()] };
  });
};
