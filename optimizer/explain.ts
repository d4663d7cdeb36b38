import { createCalendar } from "./calendar.ts";
import { keyOf, type Plan, type PlannedOperation } from "./plan.ts";
import type { Problem } from "./problem.ts";

/** One link of the chain from an order's end back to its cause. */
export type Fact =
  | { readonly kind: "end"; readonly time: number; readonly due: number; readonly late: number }
  | {
      readonly kind: "material";
      readonly operation: string;
      readonly material: string;
      readonly time: number;
    }
  | {
      readonly kind: "missing";
      readonly operation: string;
      readonly material: string;
      readonly quantity: number;
    }
  /** What is left of it cannot be done. */
  | { readonly kind: "blocked" }
  | {
      readonly kind: "wait";
      readonly operation: string;
      readonly resource: string;
      readonly seconds: number;
      readonly ahead: readonly string[];
    }
  | {
      /** Waits for a tool or a person that others hold. */
      readonly kind: "secondary";
      readonly operation: string;
      readonly resource: string;
      readonly seconds: number;
      readonly ahead: readonly string[];
    }
  | {
      readonly kind: "setup";
      readonly operation: string;
      readonly resource: string;
      readonly seconds: number;
    }
  | {
      /** There is too little time between release and due time. */
      readonly kind: "work";
      /** Of work; and how long that lasts with the time in which its resources do not work. */
      readonly seconds: number;
      readonly lasts: number;
      readonly available: number;
    };

/** Below this a wait explains nothing. */
const notableSeconds = 900;

interface PlanIndex {
  readonly byResource: ReadonlyMap<string, readonly PlannedOperation[]>;
  readonly byKey: ReadonlyMap<string, PlannedOperation>;
}

/** Plans do not change, and many orders of one plan are explained in a row. */
const indexes = new WeakMap<Plan, PlanIndex>();

const indexOf = (plan: Plan): PlanIndex => {
  const known = indexes.get(plan);
  if (known) return known;
  const index: PlanIndex = {
    byResource: Map.groupBy(plan.operations, (operation) => operation.resource),
    byKey: new Map(
      plan.operations.map((operation) => [keyOf(operation.orderId, operation.operationId), operation]),
    ),
  };
  indexes.set(plan, index);
  return index;
};

/** Working seconds of places, by the calendars of their resources. */
export const workIn = (
  { resources }: Problem,
  places: readonly Pick<PlannedOperation, "resource" | "start" | "end">[],
): number =>
  places.reduce((sum, { resource, start, end }) => {
    const { worked } = createCalendar(resources.find(({ id }) => id === resource)!);
    return sum + worked(end) - worked(start);
  }, 0);

/** Why an order ends when it does: facts of the plan, in the order in which they come about. */
export const explain = (problem: Problem, plan: Plan, orderId: string): Fact[] => {
  const order = problem.orders.find(({ id }) => id === orderId);
  if (!order) return [];
  const facts: Fact[] = [];
  const { byResource, byKey } = indexOf(plan);
  let ready = order.release;
  const places: PlannedOperation[] = [];
  let end: number | undefined;
  for (const operation of order.operations) {
    const key = keyOf(orderId, operation.id);
    const peg = plan.pegs.get(key);
    for (const { material, quantity } of peg?.missing ?? [])
      facts.push({ kind: "missing", operation: operation.id, material, quantity });
    const placed = byKey.get(key);
    if (!placed) continue;
    if (peg?.critical && peg.time > ready)
      facts.push({ kind: "material", operation: operation.id, material: peg.critical, time: peg.time });
    const able = Math.max(ready, placed.materialTime);
    const wait = placed.start - placed.setup - able;
    if (wait > notableSeconds) {
      const ahead = (byResource.get(placed.resource) ?? []).filter(
        (other) => other.end > able && other.start < placed.start && other !== placed,
      );
      facts.push({
        kind: "wait",
        operation: operation.id,
        resource: placed.resource,
        seconds: wait,
        ahead: ahead.map((other) => other.orderId),
      });
      for (const { resource } of placed.secondary ?? []) {
        const holders = plan.operations.filter(
          (other) =>
            other !== placed &&
            other.end > able &&
            other.start - other.setup < placed.start - placed.setup &&
            other.secondary?.some((held) => held.resource === resource),
        );
        if (holders.length > 0)
          facts.push({
            kind: "secondary",
            operation: operation.id,
            resource,
            seconds: wait,
            ahead: holders.map((other) => other.orderId),
          });
      }
    }
    if (placed.setup > notableSeconds)
      facts.push({
        kind: "setup",
        operation: operation.id,
        resource: placed.resource,
        seconds: placed.setup,
      });
    places.push(placed);
    ready = placed.end + operation.lag;
    end = placed.end;
  }
  if (order.blocked) facts.push({ kind: "blocked" });
  // What goes on of an order that is not planned is not its end.
  if (plan.unplanned.includes(orderId)) return facts;
  const available = Math.max(0, order.due - order.release);
  const lasts = places.reduce((sum, { start, end: to }) => sum + to - start, 0);
  if (lasts > available) facts.push({ kind: "work", seconds: workIn(problem, places), lasts, available });
  if (end !== undefined)
    facts.push({ kind: "end", time: end, due: order.due, late: Math.max(0, end - order.due) });
  return facts;
};
