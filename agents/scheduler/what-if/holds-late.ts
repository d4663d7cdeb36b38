import { explain, orderEnds, type Plan, type Problem } from "../../../optimizer/index.ts";

/** What an order waits for: material, a line, people or tools beside it; or the work alone takes longer than there is time. */
export type HoldKind = "material" | "line" | "beside" | "time";

/** What holds a late order back most. */
export interface Hold {
  readonly orderId: string;
  /** Seconds after it is due. */
  readonly late: number;
  readonly kind: HoldKind;
  /** The material, line, skill or tool; none where it is the work itself. */
  readonly id: string | undefined;
}

/** Seconds by which each order of a plan ends after it is due; only those that do. */
export const lateness = (
  problem: Problem,
  plan: Pick<Plan, "operations" | "unplanned">,
): Map<string, number> => {
  const ends = orderEnds(plan);
  return new Map(
    problem.orders.flatMap(({ id, due }) => {
      // What has no place in the plan has no end.
      const late = (ends.get(id) ?? due) - due;
      return late > 0 ? [[id, late] as const] : [];
    }),
  );
};

/** What holds back each late order of a plan most, the latest orders first. */
export const holdsOf = (problem: Problem, plan: Plan): Hold[] => {
  const late = lateness(problem, plan);
  const placesOf = Map.groupBy(
    plan.operations.filter(({ orderId }) => late.has(orderId)),
    ({ orderId }) => orderId,
  );
  return problem.orders
    .filter(({ id }) => late.has(id))
    .map((order): Hold => {
      const ends = new Map((placesOf.get(order.id) ?? []).map(({ operationId, end }) => [operationId, end]));
      /** When an operation could begin, were its material there. */
      const readyFor = (operation: string): number => {
        const before = order.operations[order.operations.findIndex(({ id }) => id === operation) - 1];
        return Math.max(0, order.release, before ? (ends.get(before.id) ?? 0) + before.lag : 0);
      };
      const waits = new Map<string, { kind: HoldKind; id: string | undefined; seconds: number }>();
      const add = (kind: HoldKind, id: string | undefined, seconds: number) => {
        const key = `${kind} ${id ?? ""}`;
        waits.set(key, { kind, id, seconds: (waits.get(key)?.seconds ?? 0) + seconds });
      };
      const facts = explain(problem, plan, order.id);
      for (const fact of facts)
        if (fact.kind === "material") add("material", fact.material, fact.time - readyFor(fact.operation));
        else if (fact.kind === "work") add("time", undefined, fact.lasts - fact.available);
        else if (fact.kind === "wait") {
          // Who waits for people waits in front of a line too: with nobody ahead there it is the people.
          const held = facts.find(
            (other) => other.kind === "secondary" && other.operation === fact.operation,
          );
          if (fact.ahead.length === 0 && held?.kind === "secondary")
            add("beside", held.resource, fact.seconds);
          else add("line", fact.resource, fact.seconds);
        }
      const [most] = [...waits.values()].sort((a, b) => b.seconds - a.seconds);
      return { orderId: order.id, late: late.get(order.id)!, kind: most?.kind ?? "time", id: most?.id };
    })
    .sort((a, b) => b.late - a.late);
};
