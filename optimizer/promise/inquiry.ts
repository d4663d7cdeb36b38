import { type Order, type Problem, parseProblem } from "../problem.ts";
import type { ProblemInput } from "../schema/problem.ts";

/** An order as it may be written down. */
export type Inquiry = ProblemInput["orders"][number];

/** Materials that an order may take or make. */
export const materialsOf = ({ operations = [], produces }: Partial<Inquiry>): Set<string> => {
  const names = new Set(produces ? [produces.material] : []);
  for (const { needs = [] } of operations)
    for (const { material, alternates = [] } of needs)
      for (const name of [material, ...alternates]) names.add(name);
  return names;
};

/**
 * The order with everything worked out. Only what it names is looked at, so the time does not grow with the plant.
 *
 * @throws ProblemError with every field that is wrong.
 */
export const parseInquiry = (problem: Problem, inquiry: Inquiry): Order => {
  let named = new Set<string>();
  try {
    named = materialsOf(inquiry);
  } catch {
    // What has not even the shape of an order is told by the check below.
  }
  const materials = problem.materials.filter(({ id }) => named.has(id));
  return parseProblem({ ...problem, materials, orders: [inquiry] }).orders[0]!;
};
