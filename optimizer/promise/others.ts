import { keyOf, type Peg, type Plan } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import { createHampering } from "./hampering.ts";
import { createStandings, type Standings } from "./standing.ts";

/** Planned orders that leave their places with one that is fitted in. */
export interface Others {
  readonly standings: Standings;
  /** Those that cannot stay where they are once it has left its place. */
  readonly hampered: readonly Order[];
  /** Those that may be done later for it. */
  readonly yielding: readonly Order[];
  /** False when somebody is hampered that others wait for: nobody can leave then. */
  readonly areFree: boolean;
  /** By operation key, the material that they keep. */
  readonly pegs: ReadonlyMap<string, Peg>;
}

const byUrgency = (a: Order, b: Order): number => a.due - b.due || b.weight - a.weight;

/** @param yielding Planned orders that may be done later for the order. */
export const othersOf = (problem: Problem, plan: Plan, order: Order, yielding: readonly string[]): Others => {
  const standings = createStandings(problem, plan);
  const giving = new Set(yielding.filter((id) => id !== order.id && standings.ends.has(id)));
  const makers = new Set(problem.orders.filter(({ produces }) => produces).map(({ id }) => id));
  // Who makes something that others wait for cannot be late without them.
  const willing = [...giving].filter((id) => !makers.has(id));
  const hampered = new Set<string>();
  let areFree = true;
  const { leave } = createHampering(problem, standings);
  for (let more = leave([order.id, ...willing]); areFree; more = leave(more)) {
    const before = hampered.size;
    for (const id of more) hampered.add(id);
    areFree = ![...more].some((id) => makers.has(id));
    if (hampered.size === before) break;
  }
  const leaving = problem.orders
    .filter(({ id, produces }) => (giving.has(id) || hampered.has(id)) && !produces)
    .sort(byUrgency);
  // Who has to go from a place goes later, not sooner.
  const begins = (id: string) =>
    standings.of(id).reduce((soonest, { place }) => Math.min(soonest, place.start), Number.POSITIVE_INFINITY);
  return {
    standings,
    hampered: leaving
      .filter(({ id }) => hampered.has(id))
      .map((other) => ({ ...other, release: Math.max(other.release, begins(other.id)) })),
    yielding: leaving.filter(({ id }) => !hampered.has(id)),
    areFree,
    pegs: new Map(
      leaving.flatMap(({ id, operations }) =>
        operations.map((operation) => {
          const key = keyOf(id, operation.id);
          return [key, plan.pegs.get(key) ?? { time: 0, allocations: [], missing: [] }] as const;
        }),
      ),
    ),
  };
};
