import { createCalendar } from "../calendar.ts";
import type { Model } from "../construct/model.ts";
import { createSetups } from "../construct/setups.ts";
import { keyOf, namesByKey, type Plan, type PlannedOperation } from "../plan.ts";
import type { Operation, Order, Problem } from "../problem.ts";
import type { Disruption } from "./disruption.ts";

/** An operation that begins in the frozen zone, or a fact, with its place. */
interface Early {
  readonly key: string;
  readonly order: Order;
  readonly operation: Operation;
  readonly place: Pick<PlannedOperation, "resource" | "start" | "end" | "setup" | "secondary">;
  readonly isFact: boolean;
}

type Needs = PlannedOperation["secondary"];

const sameNeeds = (a: Needs = [], b: Needs = []): boolean =>
  a.length === b.length &&
  a.every(({ resource, units }) => b.some((other) => other.resource === resource && other.units === units));

/** Alternatives that a place may be of: two of one resource differ by what else they need. */
const takenBy = ({ operation, place }: Pick<Early, "operation" | "place">): Operation["alternatives"] =>
  operation.alternatives.filter(
    ({ resource, secondary = operation.secondary }) =>
      resource === place.resource && sameNeeds(secondary, place.secondary),
  );

/** By operation key, in the order of the problem. */
type Standing = Map<string, Early>;

const byStart = (a: Early, b: Early) => a.place.start - b.place.start || a.place.end - b.place.end;

/** Facts, and what begins in the frozen zone on a resource that goes on working. */
const earlyOf = (
  problem: Problem,
  plan: Pick<Plan, "operations">,
  disruptions: readonly Disruption[],
  frozenUntil: number,
): Standing => {
  const places = new Map(plan.operations.map((place) => [keyOf(place.orderId, place.operationId), place]));
  const isDown = ({ resource, start, end, setup }: PlannedOperation) =>
    disruptions.some(
      (disruption) =>
        disruption.kind === "down" &&
        disruption.resource === resource &&
        start - setup < disruption.to &&
        end > disruption.from,
    );
  const early: Standing = new Map();
  for (const order of problem.orders)
    for (const operation of order.operations) {
      const key = keyOf(order.id, operation.id);
      const { fixed } = operation;
      const place = places.get(key);
      const secondary =
        operation.alternatives.find(({ resource }) => resource === fixed?.resource)?.secondary ??
        operation.secondary;
      if (fixed)
        early.set(key, {
          key,
          order,
          operation,
          place: { ...fixed, setup: 0, ...(secondary ? { secondary } : {}) },
          isFact: true,
        });
      else if (place && place.start < frozenUntil && !isDown(place))
        early.set(key, { key, order, operation, place, isFact: false });
    }
  return early;
};

/** Takes out who has too few units left beside facts, and beside those who began before. */
const withoutUnits = (problem: Problem, early: Standing): void => {
  for (const { id, capacity, away = [] } of problem.secondaryResources ?? []) {
    if (away.length === 0 && problem.setups.length === 0) continue;
    const held = away.map(({ from, to, units }) => ({ from, to, units }));
    const holders = [...early.values()].sort((a, b) => Number(b.isFact) - Number(a.isFact) || byStart(a, b));
    for (const { key, place, isFact } of holders) {
      const units = place.secondary?.find(({ resource }) => resource === id)?.units ?? 0;
      if (units === 0) continue;
      const stay = { from: place.start - place.setup, to: place.end, units };
      const beside = held.filter(({ from, to }) => from < stay.to && to > stay.from);
      const moments = [stay.from, ...beside.map(({ from }) => from).filter((from) => from > stay.from)];
      const most = Math.max(
        ...moments.map((at) =>
          beside.reduce((sum, one) => sum + (one.from <= at && one.to > at ? one.units : 0), units),
        ),
      );
      if (isFact || most <= capacity) held.push(stay);
      else early.delete(key);
    }
  }
};

/** Takes out what follows in its order who does not stand where the plan had it, and what may not begin so soon any more. */
const withoutFollowers = (problem: Problem, plan: Pick<Plan, "operations">, early: Standing): void => {
  const places = new Map(plan.operations.map((place) => [keyOf(place.orderId, place.operationId), place]));
  for (const { id, release, operations } of problem.orders) {
    let stands = true;
    for (const [index, operation] of operations.entries()) {
      const key = keyOf(id, operation.id);
      const one = early.get(key);
      if (one && !one.isFact && (!stands || (index === 0 && one.place.start < release))) early.delete(key);
      const now = early.get(key)?.place;
      const before = places.get(key);
      stands =
        now !== undefined &&
        now.resource === before?.resource &&
        now.start === before.start &&
        now.end === before.end;
    }
  }
};

/**
 * Takes out what may not end so long before who follows it in its order and does not stand: together they may have places. What had
 * begun when it happened is begun.
 */
const withoutBound = (problem: Problem, early: Standing, disruptions: readonly Disruption[]): void => {
  const happened = Math.min(
    ...disruptions.flatMap((one) => (one.kind === "down" || one.kind === "absent" ? [one.from] : [])),
  );
  for (const { id, operations } of problem.orders)
    for (const [index, operation] of operations.entries()) {
      if (operation.maxLag === undefined || index + 1 === operations.length) continue;
      const one = early.get(keyOf(id, operation.id));
      if (!one || one.isFact || one.place.start < happened) continue;
      if (!early.has(keyOf(id, operations[index + 1]!.id))) early.delete(one.key);
    }
};

/** Takes out what has another length than its work: who was in its batch has left, or its order has changed. */
const withoutOwnLength = (problem: Problem, early: Standing): void => {
  const calendars = new Map(problem.resources.map((resource) => [resource.id, createCalendar(resource)]));
  const runs = Map.groupBy(
    [...early.values()].filter(({ isFact }) => !isFact),
    ({ key, operation, place }) =>
      operation.batch ? `${place.resource} ${place.start} ${operation.batch.family}` : key,
  );
  for (const run of runs.values()) {
    const { resource, start, end } = run[0]!.place;
    const { worked } = calendars.get(resource)!;
    const works = worked(end) - worked(start);
    const lengths = run.map((one) => takenBy(one).map(({ duration }) => duration));
    const fits =
      lengths.every((some) => some.some((duration) => duration <= works)) &&
      lengths.some((some) => some.includes(works));
    if (!fits) for (const { key } of run) early.delete(key);
  }
};

/**
 * Takes out who has no room, with its set-up, after who stands before it on the resource and may have been stretched; those who stay get
 * the set-up that they have there.
 */
const withoutRoom = (problem: Problem, early: Standing): void => {
  const setups = createSetups(
    problem,
    problem.orders.flatMap(({ operations }) => operations.map(({ family }) => family)),
  );
  for (const [index, resource] of problem.resources.entries()) {
    const { worked } = createCalendar(resource);
    const lane = [...early.values()].filter(({ place }) => place.resource === resource.id).sort(byStart);
    let family = setups.familyOf(resource.family);
    let through = 0;
    /** Who shares a load is set up once. */
    let loadFrom = -1;
    for (const one of lane) {
      const { key, operation, place, isFact } = one;
      const own = setups.familyOf(operation.family);
      const needed = isFact || place.start === loadFrom ? 0 : setups.seconds(index, family, own);
      const isMet = !isFact && place.start < through && place.start !== loadFrom;
      if (isMet || needed > worked(place.start) - worked(Math.min(through, place.start))) {
        early.delete(key);
        continue;
      }
      if (!isFact) early.set(key, { ...one, place: { ...place, setup: needed } });
      if (operation.batch) loadFrom = place.start;
      if (place.end < through) continue;
      family = own;
      through = place.end;
    }
  }
};

/**
 * The problem with everything fixed that stands fast: what begins in the frozen zone, unless its resource is down, its people or
 * tools are absent, its material is gone, or what it follows in its order does not stand.
 *
 * @param robbed Operations that cannot start as planned, by key: their material is gone.
 */
export const frozen = (
  problem: Problem,
  plan: Pick<Plan, "operations">,
  disruptions: readonly Disruption[],
  frozenUntil: number,
  robbed: ReadonlySet<string>,
): Problem => {
  const early = earlyOf(problem, plan, disruptions, frozenUntil);
  for (const key of robbed) early.delete(key);
  if ([...early.values()].every(({ isFact }) => isFact)) return problem;
  // Who leaves may take others along.
  for (let before = -1; before !== early.size; ) {
    before = early.size;
    withoutFollowers(problem, plan, early);
    withoutBound(problem, early, disruptions);
    withoutOwnLength(problem, early);
    withoutRoom(problem, early);
    withoutUnits(problem, early);
  }
  return {
    ...problem,
    orders: problem.orders.map((order) => ({
      ...order,
      operations: order.operations.map((operation) => {
        const one = early.get(keyOf(order.id, operation.id));
        if (!one || one.isFact) return operation;
        const { resource, start, end, setup } = one.place;
        const [taken] = takenBy(one);
        // The first on a resource counts as the one that is fixed.
        const alternatives = operation.alternatives.toSorted(
          (a, b) => Number(b === taken) - Number(a === taken),
        );
        return { ...operation, alternatives, fixed: { resource, start, end, setup } };
      }),
    })),
  };
};

/** Adds the frozen operations whose material comes after their start, or of an order that does not stand; how many are new. */
export const addRobbed = (disrupted: Problem, model: Model, robbed: Set<string>): number => {
  const before = robbed.size;
  const { keys, fixed, first, supply } = model;
  const facts = new Set(
    disrupted.orders.flatMap(({ id, operations }) =>
      operations.flatMap((operation) => (operation.fixed ? [keyOf(id, operation.id)] : [])),
    ),
  );
  const lacking = new Set(model.unplanned);
  const names = namesByKey(model.problem.orders);
  for (const [operation, key] of keys.entries()) {
    const place = fixed[operation];
    if (!place || facts.has(key)) continue;
    // Of an order that cannot be planned any more only what is a fact stays.
    if (lacking.has(names.get(key)!.orderId)) robbed.add(key);
    let ready = supply.materialTime[operation]!;
    for (let at = supply.firstMaker[operation]!; at < supply.firstMaker[operation + 1]!; at += 1) {
      const maker = supply.maker[at]!;
      for (const fact of fixed.slice(first[maker], first[maker + 1]))
        ready = Math.max(ready, fact?.end ?? Number.POSITIVE_INFINITY);
    }
    if (ready > place.start) robbed.add(key);
  }
  return robbed.size - before;
};
