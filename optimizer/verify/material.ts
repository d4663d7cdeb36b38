import type { Allocation } from "../plan.ts";
import type { Problem } from "../problem.ts";
import type { CheckedPlan, PlacedOperation, PlanFacts, Report } from "./facts.ts";

type Material = Problem["materials"][number];

/** What pieces of one material are told apart by; who makes them counts too. */
export const markOf = (
  kind: Partial<Record<"vendor" | "bin" | "order", string | undefined>> & { expires?: number | undefined },
): string =>
  (kind.vendor ?? kind.bin ?? kind.order ?? kind.expires) === undefined
    ? ""
    : JSON.stringify([kind.vendor, kind.bin, kind.order, kind.expires]);

interface Move {
  readonly time: number;
  readonly change: number;
}

/** When a receipt may be counted on: one that is often late only after its delay. */
const countedTime = (receipt: Material["receipts"][number], policy: Problem["policy"]): number => {
  const careful = (receipt.reliability ?? 1) < (policy?.reliability ?? 0.9);
  return careful ? receipt.time + (receipt.delay ?? policy?.delay ?? 172_800) : receipt.time;
};

/** Ends of the orders that are planned. */
const endsOf = ({ problem, placed, unplanned }: PlanFacts): Map<string, number> =>
  new Map(
    problem.orders.flatMap(({ id, operations }) => {
      if (unplanned.has(id)) return [];
      const ends = operations.map((operation) => placed.get(`${id}/${operation.id}`)?.place.end);
      return ends.some((end) => end === undefined) ? [] : [[id, Math.max(...(ends as number[]))]];
    }),
  );

const checkAllocation = (
  { key, wanted, place }: PlacedOperation,
  allocation: Allocation,
  report: Report,
): void => {
  const { material, substitutes, vendor, expires } = allocation;
  const need = wanted.needs.find((line) => line.material === (substitutes ?? material));
  if (!need) {
    report("material", key, `uses ${material}, which it does not need`);
    return;
  }
  if (substitutes !== undefined && !need.alternates.includes(material))
    report("material", key, `uses ${material} for ${substitutes}, which is no alternate of it`);
  if (need.vendors && !need.vendors.includes(vendor ?? ""))
    report(
      "vendor",
      key,
      `uses ${material} of ${vendor ?? "no vendor"}, approved are ${need.vendors.join(", ")}`,
    );
  if (expires !== undefined && place.start > expires)
    report("expired", key, `starts at ${place.start} with ${material} that expires at ${expires}`);
};

/** Every need has its pieces, of what may serve it, and of one kind where it must be. */
const checkNeeds = (operation: PlacedOperation, allocations: readonly Allocation[], report: Report): void => {
  const { key, wanted } = operation;
  for (const allocation of allocations) checkAllocation(operation, allocation, report);
  for (const need of wanted.needs) {
    const own = allocations.filter(
      ({ material, substitutes }) => (substitutes ?? material) === need.material,
    );
    const total = own.reduce((sum, { quantity }) => sum + quantity, 0);
    if (total !== need.quantity) report("material", key, `has ${total} of ${need.quantity} ${need.material}`);
    const { uniform } = need;
    if (uniform === undefined) continue;
    const kinds = new Set(own.map((allocation) => `${allocation.material} ${allocation[uniform] ?? ""}`));
    if (kinds.size > 1) report("uniform", key, `mixes ${[...kinds].join(" with ")} for ${need.material}`);
  }
};

/** Every piece that operations use must have been there: supplies and uses of each kind of material in the order of time. */
export const checkMaterial = (facts: PlanFacts, plan: CheckedPlan, report: Report): void => {
  const { problem, placed } = facts;
  const moves = new Map<string, { material: string; list: Move[] }>();
  const move = (material: string, mark: string, time: number, change: number) => {
    const key = `${material} ${mark}`;
    const known = moves.get(key) ?? { material, list: [] };
    moves.set(key, known);
    known.list.push({ time, change });
  };
  for (const { id, stock, lots = [], receipts } of problem.materials) {
    move(id, markOf({}), 0, stock);
    for (const lot of lots) move(id, markOf(lot), 0, lot.quantity);
    for (const receipt of receipts)
      move(id, markOf(receipt), countedTime(receipt, problem.policy), receipt.quantity);
  }
  const ends = endsOf(facts);
  for (const { id, produces } of problem.orders) {
    const end = ends.get(id);
    if (produces && end !== undefined) move(produces.material, markOf({ order: id }), end, produces.quantity);
  }
  // What goes on of an order that lacks material has what it needs, or is told as short.
  const lacking = new Set(
    problem.orders
      .filter(({ id }) => facts.unplanned.has(id))
      .flatMap(({ id, operations }) => operations.map((operation) => `${id}/${operation.id}`)),
  );
  for (const operation of placed.values()) {
    if (lacking.has(operation.key)) continue;
    const allocations = plan.pegs.get(operation.key)?.allocations ?? [];
    checkNeeds(operation, allocations, report);
    const { wanted, place } = operation;
    for (const allocation of allocations) {
      const { material, order, time, quantity } = allocation;
      // A fact begins when it does: what is said to come later can only have been there in another way.
      const there = wanted.fixed ? (order === undefined ? time : (ends.get(order) ?? 0)) : 0;
      move(material, markOf(allocation), Math.max(place.start, there), -quantity);
    }
  }
  for (const { material, list } of moves.values()) {
    let level = 0;
    for (const { time, change } of list.sort((a, b) => a.time - b.time || b.change - a.change)) {
      level += change;
      if (level < 0) {
        report("material", material, `falls ${-level} short at ${time}`);
        break;
      }
    }
  }
};
