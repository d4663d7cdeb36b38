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
  /** Supplies of each material in the order of time, with pieces added up. */
  const arrivals = pools.map((list) => {
    let sum = 0;
    return list
      .flatMap(({ supplies }) => supplies)
      .sort((a, b) => a.time - b.time)
      .map(({ time, quantity }) => {
        sum += quantity;
        return { time, sum };
      });
  });
  const timeOf = (names: readonly string[], quantity: number): number => {
    if (names.length === 1)
      return arrivals[index.get(names[0]!)!]!.find(({ sum }) => sum >= quantity)?.time ?? 0;
    const times = names.flatMap((name) => arrivals[index.get(name)!]!.map(({ time }) => time));
    const there = (time: number) =>
      names.reduce(
        (total, name) =>
          total + (arrivals[index.get(name)!]!.findLast((item) => item.time <= time)?.sum ?? 0),
        0,
      );
    return times.sort((a, b) => a - b).find((time) => there(time) >= quantity) ?? 0;
  };
  const soonest = new Float64Array(alone.ready.length);
  let operation = 0;
  for (const { operations } of problem.orders)
    for (const { needs, fixed } of operations) {
      if (!fixed)
        for (const { material, alternates, quantity } of needs)
          soonest[operation] = Math.max(soonest[operation]!, timeOf([material, ...alternates], quantity));
      operation += 1;
    }
  return soonest;
};
