import type { Problem } from "../problem.ts";
import type { CheckedPlan, PlanFacts, Report } from "./facts.ts";
import { markOf } from "./material.ts";

type Order = Problem["orders"][number];
type Need = Order["operations"][number]["needs"][number];

/** Pieces of one material that are alike, beyond what anybody has pegged. */
interface Pool {
  readonly material: string;
  readonly vendor?: string | undefined;
  readonly bin?: string | undefined;
  quantity: number;
}

const peggedTo = ({ id, operations }: Order, plan: CheckedPlan) =>
  operations.flatMap((operation) => plan.pegs.get(`${id}/${operation.id}`)?.allocations ?? []);

const keyed = (material: string, mark: string) => `${material} ${mark}`;

/**
 * What nobody has pegged, by kind, leaving aside what expires: it may not keep until then. What an order without a plan has pegged is
 * kept for it, since what it lacks may still come.
 */
const openPools = ({ problem, placed, unplanned }: PlanFacts, plan: CheckedPlan): Map<string, Pool> => {
  const pools = new Map<string, Pool>();
  const bring = (
    material: string,
    {
      vendor,
      bin,
      expires,
      order,
      quantity,
    }: Omit<Pool, "material"> & { readonly expires?: number | undefined; readonly order?: string },
  ) => {
    if (expires !== undefined) return;
    const key = keyed(material, markOf({ vendor, bin, order }));
    const pool = pools.get(key) ?? { material, vendor, bin, quantity: 0 };
    pools.set(key, pool);
    pool.quantity += quantity;
  };
  for (const { id, stock, lots = [], receipts } of problem.materials) {
    bring(id, { quantity: stock });
    for (const supply of [...lots, ...receipts]) bring(id, supply);
  }
  for (const { id, produces, operations } of problem.orders)
    if (produces && !unplanned.has(id) && operations.every((step) => placed.has(`${id}/${step.id}`)))
      bring(produces.material, { order: id, quantity: produces.quantity });
  for (const order of problem.orders)
    for (const { material, quantity, ...allocation } of peggedTo(order, plan)) {
      const pool = pools.get(keyed(material, markOf(allocation)));
      if (pool) pool.quantity -= quantity;
    }
  return pools;
};

/** What an order may have: what is open of its materials, and what it has pegged itself. */
const poolsFor = (order: Order, open: ReadonlyMap<string, Pool>, plan: CheckedPlan): Pool[] => {
  const materials = new Set(
    order.operations.flatMap(({ needs }) =>
      needs.flatMap(({ material, alternates }) => [material, ...alternates]),
    ),
  );
  const own = new Map(
    [...open].filter(([, { material }]) => materials.has(material)).map(([key, pool]) => [key, { ...pool }]),
  );
  for (const { material, quantity, ...allocation } of peggedTo(order, plan)) {
    const pool = own.get(keyed(material, markOf(allocation)));
    if (pool) pool.quantity += quantity;
  }
  return [...own.values()].filter(({ quantity }) => quantity > 0);
};

/** Takes what meets a need, of one kind where it must be; false when it is not there. */
const take = (
  pools: readonly Pool[],
  { material, alternates, vendors, uniform, quantity }: Need,
): boolean => {
  const fit = pools.filter(
    (pool) =>
      [material, ...alternates].includes(pool.material) && (!vendors || vendors.includes(pool.vendor ?? "")),
  );
  const kinds = Map.groupBy(fit, (pool) => (uniform ? `${pool.material} ${pool[uniform] ?? ""}` : ""));
  const enough = [...kinds.values()].find(
    (some) => some.reduce((sum, pool) => sum + pool.quantity, 0) >= quantity,
  );
  let left = quantity;
  for (const pool of enough ?? []) {
    const taken = Math.min(left, pool.quantity);
    pool.quantity -= taken;
    left -= taken;
  }
  return enough !== undefined;
};

/** Only who is blocked or lacks material is left out: an order whose needs nobody else has pegged has a place. */
export const checkUnplanned = (facts: PlanFacts, plan: CheckedPlan, report: Report): void => {
  for (const { id, blocked } of facts.problem.orders)
    if (blocked && !facts.unplanned.has(id)) report("unplanned", id, "is blocked, and planned to its end");
  if (plan.unplanned.length === 0) return;
  const open = openPools(facts, plan);
  const orders = new Map(facts.problem.orders.map((order) => [order.id, order]));
  for (const id of new Set(plan.unplanned)) {
    const order = orders.get(id);
    if (!order) {
      report("unplanned", id, "is no order of the problem");
      continue;
    }
    if (order.blocked) continue;
    const needs = order.operations.flatMap((operation) => operation.needs);
    const pools = poolsFor(order, open, plan);
    if (needs.every((need) => take(pools, need)))
      report(
        "unplanned",
        id,
        needs.length === 0 ? "is left out and needs no material" : "is left out and its material is there",
      );
  }
};
