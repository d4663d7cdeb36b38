import { createLanes } from "./lanes.ts";
import { pegMaterials } from "./peg/peg.ts";
import { keyOf, type Plan, type PlannedOperation } from "./plan.ts";
import type { Order, Problem } from "./problem.ts";

/** What holds a new order back most. */
export type Binding =
  | { readonly kind: "material"; readonly material: string; readonly time: number }
  | { readonly kind: "missing"; readonly material: string; readonly quantity: number }
  | { readonly kind: "capacity"; readonly resource: string; readonly seconds: number }
  | { readonly kind: "work"; readonly seconds: number };

export interface OrderPromise {
  /** End of its last operation; undefined when no known receipt brings its material or no calendar has room. */
  readonly end: number | undefined;
  readonly operations: readonly PlannedOperation[];
  readonly binding: Binding;
}

/** Supplies less what the plan has taken of them, each from its own moment on. */
const leftovers = (problem: Problem, plan: Plan): Problem["materials"] => {
  const taken = new Map<string, number>();
  for (const { allocations } of plan.pegs.values())
    for (const { material, quantity, time } of allocations) {
      const key = `${material}/${time}`;
      taken.set(key, (taken.get(key) ?? 0) + quantity);
    }
  const take = (material: string, time: number, quantity: number): number => {
    const key = `${material}/${time}`;
    const used = Math.min(quantity, taken.get(key) ?? 0);
    taken.set(key, (taken.get(key) ?? 0) - used);
    return quantity - used;
  };
  return problem.materials.map(({ id, stock, receipts }) => ({
    id,
    stock: take(id, 0, stock),
    receipts: receipts.map(({ time, quantity }) => ({ time, quantity: take(id, time, quantity) })),
  }));
};

/**
 * Capable-to-promise: when a new order could be done while everything in the plan keeps its place and its material.
 */
export const promise = (problem: Problem, plan: Plan, inquiry: Order): OrderPromise => {
  const pegs = pegMaterials({ ...problem, materials: leftovers(problem, plan), orders: [inquiry] });
  const missing = [...pegs.values()].flatMap((peg) => peg.missing)[0];
  if (missing) return { end: undefined, operations: [], binding: { kind: "missing", ...missing } };
  const lanes = createLanes({ ...problem, orders: [...problem.orders, inquiry] }, plan);
  const operations: PlannedOperation[] = [];
  let ready = inquiry.release;
  let worst: Binding = { kind: "work", seconds: 0 };
  let worstSeconds = 0;
  let work = 0;
  for (const operation of inquiry.operations) {
    const peg = pegs.get(keyOf(inquiry.id, operation.id));
    const materialTime = peg?.time ?? 0;
    const able = Math.max(ready, materialTime);
    const place = lanes.insert(operation, able);
    if (!place)
      return {
        end: undefined,
        operations: [],
        binding: {
          kind: "capacity",
          resource: operation.alternatives[0]!.resource,
          seconds: Number.POSITIVE_INFINITY,
        },
      };
    if (peg?.critical && materialTime - ready > worstSeconds) {
      worstSeconds = materialTime - ready;
      worst = { kind: "material", material: peg.critical, time: materialTime };
    }
    if (place.start - able > worstSeconds) {
      worstSeconds = place.start - able;
      worst = { kind: "capacity", resource: place.resource, seconds: place.start - able };
    }
    operations.push({ orderId: inquiry.id, operationId: operation.id, materialTime, ...place });
    work += place.end - place.start;
    ready = place.end + operation.lag;
  }
  return {
    end: operations.at(-1)?.end,
    operations,
    binding: worst.kind === "work" ? { kind: "work", seconds: work } : worst,
  };
};
