import { keyOf, type Plan } from "../plan.ts";
import type { Problem } from "../problem.ts";

type Order = Problem["orders"][number];

/** A fact that begins before what it follows in its order can have ended. */
const tooSoon = ({ id, operations }: Order): string[] =>
  operations.flatMap(({ id: name, fixed }, index) => {
    const before = operations[index - 1];
    if (!fixed || !before || (before.transfer ?? 1) < 1) return [];
    const ended = before.fixed?.end ?? Math.min(...before.alternatives.map(({ duration }) => duration));
    return fixed.start < ended
      ? [
          `${keyOf(id, name)} is at work from ${fixed.start} on, before ${keyOf(id, before.id)} can have ended (${ended})`,
        ]
      : [];
  });

/** Facts that begin before the material is there that is left for them. */
const unsupplied = ({ orders }: Problem, { pegs }: Pick<Plan, "pegs">): string[] =>
  orders.flatMap(({ id, operations }) =>
    operations.flatMap(({ id: name, fixed }) => {
      const key = keyOf(id, name);
      const peg = pegs.get(key);
      return fixed && peg?.critical && peg.time > fixed.start
        ? [
            `${key} is at work from ${fixed.start} on, before the ${peg.critical} that it uses is there (${peg.time})`,
          ]
        : [];
    }),
  );

/**
 * Facts of a problem that cannot all be so: two operations on a resource at once, one that has begun before the one before it has
 * ended, or before its material is there. A plan is made around them all the same; whoever reads it should look at what was reported.
 */
export const contradictions = (problem: Problem, plan: Pick<Plan, "pegs">): string[] => {
  const { resources, orders } = problem;
  const facts = orders.flatMap(({ id, operations }) =>
    operations.flatMap(({ id: name, fixed }) => (fixed ? [{ key: keyOf(id, name), ...fixed }] : [])),
  );
  const told: string[] = [];
  for (const { id, batch } of resources) {
    if (batch) continue;
    const lane = facts
      .filter(({ resource }) => resource === id)
      .sort((a, b) => a.start - b.start || a.end - b.end);
    let [last] = lane;
    for (const fact of lane.slice(1)) {
      if (fact.start < last!.end)
        told.push(`${last!.key} and ${fact.key} are both on ${id} at ${fact.start}`);
      if (fact.end > last!.end) last = fact;
    }
  }
  return [...told, ...orders.flatMap(tooSoon), ...unsupplied(problem, plan)];
};
