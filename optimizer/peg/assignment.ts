import { latenessOf, type PegNetwork } from "./network.ts";

const none = -1;

/**
 * Who has which pieces: the one place where supplies are taken and given back, so that none is ever overdrawn. Pieces
 * of a need hang in a list, in storage that is used again.
 */
export const createAssignment = (network: PegNetwork) => {
  const { firstRelation, relationSupply, supplyTime, supplyMaterial, firstSupply, needed } = network;
  const { firstSource, sourceMaterial, relationRank } = network;
  /** First supply of each material that may have pieces left: what is before it is used up. */
  const firstFree = firstSupply.slice(0, -1);
  const left = Float64Array.from(network.supplied);
  const head = new Int32Array(needed.length).fill(none);
  let capacity = Math.max(16, needed.length * 2);
  let next = new Int32Array(capacity);
  let relationOf = new Int32Array(capacity);
  let pieces = new Float64Array(capacity);
  let used = 0;
  let spare = none;

  const entry = (): number => {
    if (spare !== none) {
      const found = spare;
      spare = next[found]!;
      return found;
    }
    if (used === capacity) {
      capacity *= 2;
      const grown = { next: new Int32Array(capacity), of: new Int32Array(capacity) };
      grown.next.set(next);
      grown.of.set(relationOf);
      next = grown.next;
      relationOf = grown.of;
      const more = new Float64Array(capacity);
      more.set(pieces);
      pieces = more;
    }
    used += 1;
    return used - 1;
  };

  /** Takes up to `wanted` pieces of a relation's supply for a need; says how many it got. */
  const take = (need: number, relation: number, wanted: number): number => {
    const supply = relationSupply[relation]!;
    const taken = Math.min(wanted, left[supply]!);
    if (taken <= 0) return 0;
    left[supply]! -= taken;
    const material = supplyMaterial[supply]!;
    if (firstFree[material] === supply)
      while (firstFree[material]! < firstSupply[material + 1]! && left[firstFree[material]!] === 0)
        firstFree[material]! += 1;
    const at = entry();
    relationOf[at] = relation;
    pieces[at] = taken;
    next[at] = head[need]!;
    head[need] = at;
    return taken;
  };

  /** Gives back everything that a need has. */
  const release = (need: number): void => {
    for (let at = head[need]!; at !== none; ) {
      const supply = relationSupply[relationOf[at]!]!;
      const material = supplyMaterial[supply]!;
      left[supply]! += pieces[at]!;
      if (supply < firstFree[material]!) firstFree[material] = supply;
      const following = next[at]!;
      next[at] = spare;
      spare = at;
      at = following;
    }
    head[need] = none;
  };

  /** First relation of a need whose supply may have pieces left. */
  const openRelation = (need: number): number => {
    const from = firstSource[need]!;
    if (firstSource[need + 1]! - from === 1)
      return firstRelation[need]! + firstFree[sourceMaterial[from]!]! - firstSupply[sourceMaterial[from]!]!;
    let time = Number.POSITIVE_INFINITY;
    for (let at = from; at < firstSource[need + 1]!; at += 1) {
      const material = sourceMaterial[at]!;
      const supply = firstFree[material]!;
      if (supply < firstSupply[material + 1]! && supplyTime[supply]! < time) time = supplyTime[supply]!;
    }
    return firstAt(need, time);
  };

  /** First relation of a need whose supply comes at the time or later. */
  const firstAt = (need: number, time: number): number => {
    let low = firstRelation[need]!;
    let high = firstRelation[need + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (supplyTime[relationSupply[middle]!]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  /** The soonest time at which a need can be met by what is free; Infinity when it cannot. */
  const soonest = (need: number): number => {
    let open = needed[need]!;
    for (let relation = openRelation(need); relation < firstRelation[need + 1]!; relation += 1) {
      const supply = relationSupply[relation]!;
      open -= left[supply]!;
      if (open <= 0) return supplyTime[supply]!;
    }
    return Number.POSITIVE_INFINITY;
  };

  /** Takes the soonest free pieces for a need, of all its sources. */
  const takeSoonest = (need: number): void => {
    let open = needed[need]!;
    for (let relation = openRelation(need); open > 0 && relation < firstRelation[need + 1]!; relation += 1)
      open -= take(need, relation, open);
  };

  /** Takes the soonest free pieces of a need's own material. */
  const takeOwn = (need: number): void => {
    let open = needed[need]!;
    for (let relation = openRelation(need); open > 0 && relation < firstRelation[need + 1]!; relation += 1)
      if (relationRank[relation] === 0) open -= take(need, relation, open);
  };

  /**
   * Exchanges the pieces of a need for sooner ones of its own material, as far as some are free. Where an alternate
   * stands in nothing changes, so that no substitution becomes more.
   */
  const bringForward = (need: number): void => {
    if (head[need] === none) return;
    for (let at = head[need]!; at !== none; at = next[at]!) if (relationRank[relationOf[at]!]! > 0) return;
    release(need);
    takeOwn(need);
  };

  return {
    left,
    take,
    bringForward,
    has: (need: number): boolean => head[need] !== none,
    isComplete: (need: number): boolean => {
      let got = 0;
      for (let at = head[need]!; at !== none; at = next[at]!) got += pieces[at]!;
      return got === needed[need]!;
    },
    release,
    soonest,
    takeSoonest,
    takeOwn,
    openRelation,
    firstAt,
    /** Calls back for each lot of pieces that a need has: its relation and how many. */
    each: (need: number, visit: (relation: number, pieces: number) => void): void => {
      for (let at = head[need]!; at !== none; at = next[at]!) visit(relationOf[at]!, pieces[at]!);
    },
    /** When the last piece of a need is there; 0 when it has none. */
    timeOf: (need: number): number => {
      let time = 0;
      for (let at = head[need]!; at !== none; at = next[at]!)
        time = Math.max(time, supplyTime[relationSupply[relationOf[at]!]!]!);
      return time;
    },
    /** Lateness that a need's soonest free supply means. */
    soonestLateness: (need: number): number => latenessOf(network, need, soonest(need)),
  };
};
export type Assignment = ReturnType<typeof createAssignment>;
