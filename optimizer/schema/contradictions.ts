import { keyOf, type Plan } from "../plan.ts";
import type { Problem } from "../problem.ts";
import { shortestOf } from "../shortest.ts";

type Order = Problem["orders"][number];

/** Two facts of a problem that cannot both be so. */
export type Contradiction =
  /** Two operations are on a resource at once. */
  | {
      readonly kind: "resource";
      readonly operation: string;
      readonly other: string;
      readonly resource: string;
      readonly time: number;
    }
  /** An operation has begun before the one before it can have ended. */
  | {
      readonly kind: "order";
      readonly operation: string;
      readonly start: number;
      readonly before: string;
      readonly ended: number;
    }
  /** An operation has begun before the material is there that is left for it. */
  | {
      readonly kind: "material";
      readonly operation: string;
      readonly start: number;
      readonly material: string;
      readonly time: number;
    }
  /** An operation can follow what has begun before it no more within the maximum lag. */
  | {
      readonly kind: "maxLag";
      readonly operation: string;
      readonly start: number;
      readonly before: string;
      readonly by: number;
    }
  /** An operation can start no more while what has ended before it may wait. */
  | {
      readonly kind: "latestStart";
      readonly operation: string;
      readonly start: number;
      readonly by: number;
    };

const tooSoon = ({ id, operations }: Order): Contradiction[] =>
  operations.flatMap(({ id: name, fixed }, index) => {
    const before = operations[index - 1];
    if (!fixed || !before || (before.transfer ?? 1) < 1) return [];
    const ended = before.fixed?.end ?? shortestOf(before.alternatives);
    const { start } = fixed;
    return start < ended
      ? [{ kind: "order", operation: keyOf(id, name), start, before: keyOf(id, before.id), ended }]
      : [];
  });

const unsupplied = ({ orders }: Problem, { pegs }: Pick<Plan, "pegs">): Contradiction[] =>
  orders.flatMap(({ id, operations }) =>
    operations.flatMap(({ id: name, fixed }): Contradiction[] => {
      const operation = keyOf(id, name);
      const { critical: material, time } = pegs.get(operation) ?? { time: 0 };
      return fixed && material && time > fixed.start
        ? [{ kind: "material", operation, start: fixed.start, material, time }]
        : [];
    }),
  );

const lapsed = ({ orders }: Problem, { operations }: Pick<Plan, "operations">): Contradiction[] => {
  const steps = orders.flatMap(({ id, operations: own }) =>
    own.flatMap(({ id: name, maxLag, lapsed: isLapsed }, index) => {
      const next = own[index + 1];
      return next && isLapsed && maxLag !== undefined
        ? [{ before: keyOf(id, name), operation: keyOf(id, next.id), maxLag }]
        : [];
    }),
  );
  if (steps.length === 0) return [];
  const places = new Map(operations.map((place) => [keyOf(place.orderId, place.operationId), place]));
  return steps.flatMap(({ before, operation, maxLag }): Contradiction[] => {
    const start = places.get(operation)?.start;
    const by = (places.get(before)?.end ?? Number.POSITIVE_INFINITY) + maxLag;
    return start !== undefined && start > by ? [{ kind: "maxLag", operation, start, before, by }] : [];
  });
};

const missed = ({ orders }: Problem, { operations }: Pick<Plan, "operations">): Contradiction[] => {
  const late = orders.flatMap(({ id, operations: [first] }) =>
    first?.missed && first.latestStart !== undefined && !first.fixed
      ? [{ operation: keyOf(id, first.id), by: first.latestStart }]
      : [],
  );
  if (late.length === 0) return [];
  const starts = new Map(operations.map((place) => [keyOf(place.orderId, place.operationId), place.start]));
  return late.flatMap(({ operation, by }): Contradiction[] => {
    const start = starts.get(operation);
    return start !== undefined && start > by ? [{ kind: "latestStart", operation, start, by }] : [];
  });
};

/**
 * Facts of a problem that cannot all be so. A plan is made around them all the same; whoever reads it should look at what was reported.
 */
export const contradictions = (
  problem: Problem,
  plan: Pick<Plan, "operations" | "pegs">,
): Contradiction[] => {
  const { resources, orders } = problem;
  const facts = orders.flatMap(({ id, operations }) =>
    operations.flatMap(({ id: name, fixed }) => (fixed ? [{ key: keyOf(id, name), ...fixed }] : [])),
  );
  const told: Contradiction[] = [];
  for (const { id, batch } of resources) {
    if (batch) continue;
    const lane = facts
      .filter(({ resource }) => resource === id)
      .sort((a, b) => a.start - b.start || a.end - b.end);
    let [last] = lane;
    for (const fact of lane.slice(1)) {
      if (fact.start < last!.end)
        told.push({
          kind: "resource",
          operation: last!.key,
          other: fact.key,
          resource: id,
          time: fact.start,
        });
      if (fact.end > last!.end) last = fact;
    }
  }
  return [
    ...told,
    ...orders.flatMap(tooSoon),
    ...unsupplied(problem, plan),
    ...lapsed(problem, plan),
    ...missed(problem, plan),
  ];
};
