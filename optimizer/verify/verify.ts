import { keyOf, type Plan, type PlannedOperation } from "../plan.ts";
import type { Operation, Problem } from "../problem.ts";

/** One rule that a plan breaks, and where. */
export interface Violation {
  readonly rule:
    | "missing"
    | "unknown"
    | "resource"
    | "duration"
    | "calendar"
    | "order"
    | "release"
    | "overlap"
    | "setup"
    | "material"
    | "fixed";
  readonly subject: string;
  readonly problem: string;
}

/** Working seconds of a resource between two moments, counted window by window. */
const workingSeconds = (
  calendar: readonly (readonly [number, number])[],
  from: number,
  to: number,
): number =>
  calendar.length === 0
    ? to - from
    : calendar.reduce(
        (sum, [opens, closes]) => sum + Math.max(0, Math.min(closes, to) - Math.max(opens, from)),
        0,
      );

/**
 * Checks a plan against its problem, rule by rule. Shares no code with the search: what it needs it works out afresh
 * from the problem alone.
 */
export const verify = (
  problem: Problem,
  plan: Pick<Plan, "operations" | "pegs" | "unplanned">,
): Violation[] => {
  const violations: Violation[] = [];
  const report = (rule: Violation["rule"], subject: string, text: string) =>
    violations.push({ rule, subject, problem: text });
  const unplanned = new Set(plan.unplanned);
  const resources = new Map(problem.resources.map((resource) => [resource.id, resource]));
  const placed = new Map<string, PlannedOperation>();
  for (const operation of plan.operations) {
    const key = keyOf(operation.orderId, operation.operationId);
    if (placed.has(key)) report("unknown", key, "is planned twice");
    placed.set(key, operation);
  }

  const wanted = new Map<string, Operation>();
  for (const order of problem.orders) {
    if (unplanned.has(order.id)) continue;
    let earliest = order.release;
    for (const operation of order.operations) {
      const key = keyOf(order.id, operation.id);
      wanted.set(key, operation);
      const found = placed.get(key);
      if (!found) {
        report("missing", key, "has no place");
        continue;
      }
      const { fixed } = operation;
      if (fixed) {
        if (found.resource !== fixed.resource || found.start !== fixed.start || found.end !== fixed.end)
          report("fixed", key, "was moved although it is fixed");
        earliest = found.end + operation.lag;
        continue;
      }
      if (found.start < earliest) {
        const rule = operation === order.operations[0] ? "release" : "order";
        report(rule, key, `starts at ${found.start}, may not before ${earliest}`);
      }
      earliest = found.end + operation.lag;
      const alternative = operation.alternatives.find(({ resource }) => resource === found.resource);
      if (!alternative) {
        report("resource", key, `cannot be done on ${found.resource}`);
        continue;
      }
      const calendar = resources.get(found.resource)?.calendar ?? [];
      const worked = workingSeconds(calendar, found.start, found.end);
      if (worked !== alternative.duration)
        report("duration", key, `works ${worked} s, takes ${alternative.duration} s`);
      if (workingSeconds(calendar, found.start, found.start + 1) === 0)
        report("calendar", key, "starts while the resource does not work");
    }
  }
  for (const key of placed.keys()) if (!wanted.has(key)) report("unknown", key, "is not in the problem");

  const setups = new Map(
    problem.setups.map(({ group, from, to, seconds }) => [`${group}/${from}/${to}`, seconds]),
  );
  const lanes = Map.groupBy(plan.operations, (operation) => operation.resource);
  for (const [id, lane] of lanes) {
    const resource = resources.get(id);
    const sorted = lane.toSorted((a, b) => a.start - b.start || a.end - b.end);
    let before: PlannedOperation | undefined;
    for (const operation of sorted) {
      const key = keyOf(operation.orderId, operation.operationId);
      const fixed = wanted.get(key)?.fixed;
      if (
        before &&
        operation.start < before.end &&
        !(fixed && wanted.get(keyOf(before.orderId, before.operationId))?.fixed)
      )
        report(
          "overlap",
          key,
          `starts at ${operation.start} while ${keyOf(before.orderId, before.operationId)} runs until ${before.end}`,
        );
      const family = wanted.get(key)?.family;
      const last = before ? wanted.get(keyOf(before.orderId, before.operationId))?.family : resource?.family;
      if (resource?.setupGroup && family && last && !fixed && last !== family) {
        const seconds = setups.get(`${resource.setupGroup}/${last}/${family}`) ?? 0;
        const from = before?.end ?? 0;
        const room = workingSeconds(resource.calendar, from, operation.start);
        if (room < seconds)
          report("setup", key, `needs ${seconds} s of set-up from ${last} to ${family}, has ${room} s`);
      }
      before = operation;
    }
  }

  // Every piece that operations use must have been there: supplies and uses of each material in the order of time.
  const moves = new Map<string, { time: number; change: number }[]>();
  const move = (material: string, time: number, change: number) => {
    const list = moves.get(material) ?? [];
    list.push({ time, change });
    moves.set(material, list);
  };
  for (const { id, stock, receipts } of problem.materials) {
    move(id, 0, stock);
    for (const { time, quantity } of receipts) move(id, time, quantity);
  }
  for (const [key, operation] of wanted) {
    const found = placed.get(key);
    const peg = plan.pegs.get(key);
    if (!found) continue;
    for (const need of operation.needs) {
      const own = (peg?.allocations ?? []).filter(
        ({ material, substitutes }) => (substitutes ?? material) === need.material,
      );
      const total = own.reduce((sum, { quantity }) => sum + quantity, 0);
      if (total !== need.quantity)
        report("material", key, `has ${total} of ${need.quantity} ${need.material}`);
      for (const { material } of own)
        if (material !== need.material && !need.alternates.includes(material))
          report("material", key, `uses ${material} for ${need.material}`);
    }
    for (const { material, quantity } of peg?.allocations ?? []) move(material, found.start, -quantity);
  }
  for (const [material, list] of moves) {
    let level = 0;
    for (const { time, change } of list.sort((a, b) => a.time - b.time || b.change - a.change)) {
      level += change;
      if (level < 0) {
        report("material", material, `falls ${-level} short at ${time}`);
        break;
      }
    }
  }
  return violations;
};
