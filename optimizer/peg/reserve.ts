import type { Book } from "./book.ts";
import type { PegNetwork } from "./network.ts";

/** Clusters of more pools than this have no reserve: it counts over all their subsets. */
const mostPools = 7;

/**
 * Keeps what everyone needs some day. For any set of pools, what comes to them in all must cover the needs that only they can
 * meet and what others have taken of them (the marriage theorem of Hall 1935 for a transportation problem); a need may take of
 * a pool only as much as every set that holds the pool has to spare.
 */
export const createReserve = (network: PegNetwork, book: Book, scarce: Uint8Array) => {
  const { firstSource, sourcePool, sourceStale, firstSupply, needed } = network;
  const pools = firstSupply.length - 1;
  /** Pools that needs join, each by the first of them. */
  const cluster = Int32Array.from({ length: pools }, (_, pool) => pool);
  const find = (pool: number): number => {
    let at = pool;
    while (cluster[at] !== at) {
      cluster[at] = cluster[cluster[at]!]!;
      at = cluster[at]!;
    }
    return at;
  };
  for (let need = 0; need < needed.length; need += 1)
    for (let source = firstSource[need]! + 1; scarce[need] && source < firstSource[need + 1]!; source += 1)
      cluster[find(sourcePool[source]!)] = find(sourcePool[firstSource[need]!]!);
  /** Place of each pool in its cluster, and how many there are. */
  const place = new Int32Array(pools);
  const size = new Int32Array(pools);
  for (let pool = 0; pool < pools; pool += 1) place[pool] = size[find(pool)]!++;
  /** First subset of each cluster among all; -1 where nothing is kept. */
  const first = new Int32Array(pools).fill(-1);
  let subsets = 0;
  for (let pool = 0; pool < pools; pool += 1)
    if (find(pool) === pool && size[pool]! > 1 && size[pool]! <= mostPools) {
      first[pool] = subsets;
      subsets += 1 << size[pool]!;
    }
  for (let pool = 0; pool < pools; pool += 1) {
    cluster[pool] = find(pool);
    first[pool] = first[cluster[pool]!]!;
  }
  const spare = new Float64Array(subsets);
  /** Pools that a need can be met from, as bits. */
  const mask = new Int32Array(needed.length);
  for (let need = 0; need < needed.length; need += 1)
    for (let source = firstSource[need]!; scarce[need] && source < firstSource[need + 1]!; source += 1)
      if (!sourceStale[source]) mask[need]! |= 1 << place[sourcePool[source]!]!;
  for (let pool = 0; pool < pools; pool += 1) {
    if (first[pool]! < 0 || firstSupply[pool] === firstSupply[pool + 1]) continue;
    const all = book.slack[firstSupply[pool + 1]! - 1]!;
    const end = 1 << size[find(pool)]!;
    for (let set = 0; set < end; set += 1) if ((set >> place[pool]!) & 1) spare[first[pool]! + set]! += all;
  }

  /** Needs that are provided for; what others take of their pools leaves them theirs. */
  const kept = new Uint8Array(needed.length);
  const nothing = 1 << mostPools;
  const clusterOf = (need: number): number => {
    const source = firstSource[need]!;
    return source < firstSource[need + 1]! ? find(sourcePool[source]!) : -1;
  };
  const change = (need: number, sign: number) => {
    const root = clusterOf(need);
    if (root < 0 || first[root]! < 0) return;
    const own = mask[need]!;
    for (let set = own; set < 1 << size[root]!; set = (set + 1) | own)
      spare[first[root]! + set]! -= sign * needed[need]!;
    kept[need] = sign > 0 ? 1 : 0;
  };
  const fits = (need: number): boolean => {
    const root = clusterOf(need);
    if (root < 0 || first[root]! < 0) return true;
    const own = mask[need]!;
    for (let set = own; set < 1 << size[root]!; set = (set + 1) | own)
      if (spare[first[root]! + set]! < needed[need]!) return false;
    return true;
  };

  return {
    /** Keeps what all of some needs want, if that leaves enough for those before them. */
    keep: (needs: Iterable<number>): void => {
      const done: number[] = [];
      for (const need of needs) {
        if (!fits(need)) {
          for (const other of done) change(other, -1);
          return;
        }
        change(need, 1);
        done.push(need);
      }
    },
    /** Most pieces that a need may take of a pool. */
    limit: (need: number, pool: number): number => {
      const from = first[pool]!;
      if (from < 0) return Number.POSITIVE_INFINITY;
      const own = kept[need] ? mask[need]! : nothing;
      const bit = 1 << place[pool]!;
      const end = 1 << size[cluster[pool]!]!;
      let least = Number.POSITIVE_INFINITY;
      for (let set = bit; set < end; set = (set + 1) | bit)
        if ((set & own) !== own && spare[from + set]! < least) least = spare[from + set]!;
      return least;
    },
    /** Takes pieces of a pool for a need; gives them back when negative. */
    take: (need: number, pool: number, pieces: number): void => {
      const from = first[pool]!;
      if (from < 0) return;
      const own = kept[need] ? mask[need]! : nothing;
      const bit = 1 << place[pool]!;
      const end = 1 << size[cluster[pool]!]!;
      for (let set = bit; set < end; set = (set + 1) | bit)
        if ((set & own) !== own) spare[from + set]! -= pieces;
    },
  };
};
export type Reserve = ReturnType<typeof createReserve>;
