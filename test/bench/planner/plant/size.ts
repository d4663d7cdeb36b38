import { type Plan, type Problem, parseProblem } from "../../../../optimizer/index.ts";
import { type PlantSize, plantProblem } from "../../plant-generator.ts";
import type { BenchContext } from "../measure.ts";
import { withRules } from "./rules.ts";

/** A plant small enough for another solver to find the optimum of its pegging; the sample has 2,000 orders. */
export const smallPlant = (orders: number, seed: number): PlantSize => ({
  seed,
  orders,
  materials: 1.5 * orders,
  relations: 75 * orders,
  weeks: 3,
});

/** The plant that the figures are asked at, and a fifth of it for a sample. */
const sizeOf = ({ quick }: BenchContext, seed: number): PlantSize =>
  quick ? smallPlant(2_000, seed) : { seed, orders: 10_000, materials: 15_000, relations: 1_000_000 };

export const tell = (context: BenchContext): string => {
  const { orders, materials, relations } = sizeOf(context, 1);
  const more = context.rules ? ` with ${context.rules.join(", ")}` : "";
  return `${orders} orders, ${materials} materials, ${relations / 1_000}k relations${more}`;
};

/** The plant of a seed, with the rules that the run asks for. */
export const createPlant = (context: BenchContext, seed: number): Problem =>
  parseProblem(withRules(plantProblem(sizeOf(context, seed)), context.rules ?? [], seed));

/**
 * Three times the orders, which ask for one material or two: nearly the transportation problem that the figure for pegging comes
 * from (Chen, Moses and Pulat 2007), where no kit ties materials together.
 */
export const createTransport = (context: BenchContext, seed: number): Problem => {
  const { orders, relations, ...size } = sizeOf(context, seed);
  return parseProblem(
    plantProblem({ ...size, orders: 3 * orders, materials: (3 * orders) / 20, relations, lines: 1 }),
  );
};

/** Weight of the orders that end by their due time. */
export const onTimeValue = (problem: Problem, plan: Pick<Plan, "operations">): number => {
  const ends = new Map<string, number>();
  for (const { orderId, end } of plan.operations) ends.set(orderId, Math.max(ends.get(orderId) ?? 0, end));
  return problem.orders
    .filter(({ id, due }) => (ends.get(id) ?? Number.POSITIVE_INFINITY) <= due)
    .reduce((sum, { weight }) => sum + weight, 0);
};

export const secondsOf = async <T>(work: () => T | Promise<T>): Promise<{ result: T; seconds: number }> => {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1_000 };
};
