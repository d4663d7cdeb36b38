import type { Alone } from "../alone.ts";
import { findPools } from "../peg/supplies.ts";
import type { Problem } from "../problem.ts";

/**
 * When each operation's material could be there if nobody else used any, operations counted over all orders. What other orders
 * make counts from when they could be through with the plant to themselves.
 */
export const soonestMaterial = (problem: Problem, alone: Alone): Float64Array => {
  const pools = findPools(problem, (_, order) => alone.end[order]!);
  const index = new Map(problem.materials.map(({ id }, material) => [id, material]));
  /** Supplies of each material in the order of time. */
  const arrivals = pools.map((list) => {
    const supplies = list.flatMap((pool) => pool.supplies).sort((a, b) => a.time - b.time);
    return {
      times: Float64Array.from(supplies, ({ time }) => time),
      pieces: Float64Array.from(supplies, ({ quantity }) => quantity),
    };
  });
  /** Materials that may meet a need, and how many of the supplies of each have come. */
  const names: number[] = [];
  const come: number[] = [];
  /** When so many pieces of some materials together are there, supply by supply; 0 when they never are. */
  const timeOf = (quantity: number): number => {
    come.length = 0;
    for (let at = 0; at < names.length; at += 1) come.push(0);
    for (let sum = 0, time = 0; ; ) {
      let next = -1;
      let soonest = Number.POSITIVE_INFINITY;
      for (let at = 0; at < names.length; at += 1) {
        const { times } = arrivals[names[at]!]!;
        if (come[at]! === times.length || times[come[at]!]! >= soonest) continue;
        soonest = times[come[at]!]!;
        next = at;
      }
      if (next < 0) return sum >= quantity ? time : 0;
      if (soonest > time && sum >= quantity) return time;
      sum += arrivals[names[next]!]!.pieces[come[next]!]!;
      come[next]! += 1;
      time = soonest;
    }
  };
  const soonest = new Float64Array(alone.ready.length);
  let operation = 0;
  for (const { operations } of problem.orders)
    for (const { needs, fixed } of operations) {
      if (!fixed)
        for (const { material, alternates, quantity } of needs) {
          names.length = 0;
          names.push(index.get(material)!);
          for (const name of alternates) names.push(index.get(name)!);
          soonest[operation] = Math.max(soonest[operation]!, timeOf(quantity));
        }
      operation += 1;
    }
  return soonest;
};
