import { createCalendar } from "../calendar.ts";
import { createBoard } from "../construct/board.ts";
import { createChains } from "../construct/chain.ts";
import { createPlanReader } from "../construct/from-plan.ts";
import { buildModel, type Model } from "../construct/model.ts";
import { emptySchedule, type Schedule } from "../construct/schedule.ts";
import { keyOf, type Peg, type Plan, type PlannedOperation } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";

/** The operations that come next on a resource after others that leave it: those whose set-up becomes another. */
const nextAfter = (
  staying: readonly PlannedOperation[],
  leaving: readonly PlannedOperation[],
): PlannedOperation[] => {
  const resources = new Set(leaving.map(({ resource }) => resource));
  const lanes = Map.groupBy(
    staying.filter(({ resource }) => resources.has(resource)),
    ({ resource }) => resource,
  );
  return leaving.flatMap(({ resource, end }) => {
    const later = (lanes.get(resource) ?? []).filter(({ start }) => start >= end);
    const next = later.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY);
    return later.filter(({ start }) => start === next);
  });
};

/**
 * The planned operations that an order could meet on a resource, each as an order of its own that nothing moves, and the units
 * that others hold meanwhile of what it needs beside that.
 */
const metBy = (
  problem: Problem,
  orders: readonly Order[],
  staying: readonly PlannedOperation[],
  leaving: readonly PlannedOperation[],
) => {
  const steps = orders.flatMap(({ operations }) => operations);
  const resources = new Set(
    steps.flatMap(({ alternatives }) => alternatives.map(({ resource }) => resource)),
  );
  for (const { fixed } of steps) if (fixed) resources.add(fixed.resource);
  const secondary = new Set(
    steps
      .flatMap(({ secondary: own = [], alternatives }) => [
        ...own,
        ...alternatives.flatMap((item) => item.secondary ?? []),
      ])
      .map(({ resource }) => resource),
  );
  for (const { resource } of leaving) resources.add(resource);
  for (const place of nextAfter(staying, leaving))
    for (const { resource } of place.secondary ?? []) secondary.add(resource);
  const places = new Map<string, PlannedOperation>();
  const held = new Map<string, { from: number; to: number; units: number }[]>();
  const calendars = new Map(problem.resources.map((resource) => [resource.id, createCalendar(resource)]));
  for (const place of staying) {
    if (resources.has(place.resource)) {
      places.set(keyOf(place.orderId, place.operationId), place);
      continue;
    }
    for (const { resource, units } of place.secondary ?? []) {
      if (!secondary.has(resource)) continue;
      const { start, end: to, setup } = place;
      const from = setup > 0 ? calendars.get(place.resource)!.begin(start, setup) : start;
      const list = held.get(resource) ?? [];
      if (list.length === 0) held.set(resource, list);
      if (from < to) list.push({ from, to, units });
    }
  }
  const met: { order: Order; place: PlannedOperation }[] = [];
  for (const order of problem.orders)
    for (const operation of order.operations) {
      const key = keyOf(order.id, operation.id);
      const place = places.get(key);
      if (!place) continue;
      const { maxLag: _maxLag, transfer: _transfer, ...step } = operation;
      met.push({
        place,
        order: {
          id: key,
          weight: 1,
          release: 0,
          due: 0,
          operations: [{ ...step, id: "", lag: 0, needs: [] }],
        },
      });
    }
  met.sort((a, b) => a.place.start - b.place.start || a.place.end - b.place.end);
  for (const list of held.values()) list.sort((a, b) => a.from - b.from);
  const secondaryResources = problem.secondaryResources?.map((one) => ({
    ...one,
    away: [...(one.away ?? []), ...(held.get(one.id) ?? [])],
  }));
  return { met, rest: { ...problem, ...(secondaryResources ? { secondaryResources } : {}) } };
};

/** Those of a batch that others have left, if it works longer than they need. */
const inTooLong = ({ calendars, alternatives }: Model, schedule: Schedule, members: readonly number[]) => {
  const [one] = members;
  if (one === undefined) return [];
  const { worked } = calendars[schedule.resource[one]!]!;
  const needed = Math.max(
    ...members.map((operation) => alternatives[operation]![schedule.alternative[operation]!]!.duration),
  );
  return worked(schedule.end[one]!) - worked(schedule.start[one]!) > needed ? members : [];
};

/** One part of the plant's plan with some orders to be fitted in. */
export interface Stage {
  readonly model: Model;
  readonly schedule: Schedule;
  /** Model order of each order to be fitted in. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** Places all operations of an order that have none; the first one without room, -1 when all have. */
  place(order: number): number;
  /** Takes an order back; only the ones placed last, in turn. */
  remove(order: number): void;
  /** Places the rest of an order after an operation whose place was written into the schedule by hand; its end. */
  endAfter(operation: number): number;
  /** Planned operations whose set-up is another now because of what was put before them, or is not there any more. */
  changedSetups(): PlannedOperation[];
  /**
   * Planned orders that cannot stay where they are: without those that left, a set-up is longer than there is room for, or their
   * batch works longer than it need.
   */
  readonly hampered: readonly string[];
  /** What stands on a resource overlaps a time. */
  occupied(resource: number, from: number, to: number): boolean;
}

export const createStage = (
  problem: Problem,
  plan: Pick<Plan, "operations">,
  orders: readonly Order[],
  pegs: ReadonlyMap<string, Peg>,
): Stage => {
  const own = new Set(orders.map(({ id }) => id));
  const leaving = plan.operations.filter(({ orderId }) => own.has(orderId));
  const staying = plan.operations.filter(({ orderId }) => !own.has(orderId));
  const { met, rest } = metBy(problem, orders, staying, leaving);
  const model = buildModel({ ...rest, orders: [...met.map(({ order }) => order), ...orders] }, pegs);
  const board = createBoard(model, { anyGap: true });
  const schedule = emptySchedule(model);
  const reader = createPlanReader(model);
  const chains = createChains(model, board);
  board.reset(schedule);
  const put: number[] = [];
  for (const [operation, { place }] of met.entries()) {
    if (model.fixed[operation] || !reader.read(schedule, operation, place)) continue;
    board.put(operation);
    put.push(operation);
  }
  const momentOf = ({ resource, start }: PlannedOperation) => `${resource} ${start}`;
  const left = new Set(leaving.map(momentOf));
  const mates = Map.groupBy(
    put.filter((operation) => left.has(momentOf(met[operation]!.place))),
    (operation) => momentOf(met[operation]!.place),
  );
  // Of other resources not all that is planned stands here.
  const behind = new Set(leaving.map(({ resource }) => resource));
  const hampered = new Set(
    [
      ...put.filter((operation) => behind.has(met[operation]!.place.resource) && !board.prepare(operation)),
      ...[...mates.values()].flatMap((members) => inTooLong(model, schedule, members)),
    ].map((operation) => met[operation]!.place.orderId),
  );
  const lastOf = (order: number) => model.first[order + 1]! - 1;
  const placeFrom = (from: number, to: number): number => {
    for (let operation = from; operation <= to; ) {
      const count = model.fixed[operation] ? 1 : chains.place(schedule, operation);
      if (count === 0) {
        for (let at = operation - 1; at >= from; at -= 1) if (!model.fixed[at]) board.undo(at);
        return operation;
      }
      operation += count;
    }
    return -1;
  };
  const removeFrom = (from: number, to: number) => {
    for (let operation = to; operation >= from; operation -= 1)
      if (!model.fixed[operation]) board.undo(operation);
  };
  return {
    model,
    schedule,
    indexOf: new Map(orders.map(({ id }, index) => [id, met.length + index])),
    hampered: [...hampered],
    place: (order) => placeFrom(model.first[order]!, lastOf(order)),
    remove: (order) => removeFrom(model.first[order]!, lastOf(order)),
    endAfter: (operation) => {
      const last = lastOf(model.orderOf[operation]!);
      if (operation === last) return schedule.end[operation]!;
      if (placeFrom(operation + 1, last) >= 0) return Number.POSITIVE_INFINITY;
      const end = schedule.end[last]!;
      removeFrom(operation + 1, last);
      return end;
    },
    changedSetups: () =>
      met.flatMap(({ place }, operation) =>
        model.fixed[operation] || schedule.setup[operation] === place.setup
          ? []
          : [{ ...place, setup: schedule.setup[operation]! }],
      ),
    occupied: (resource, from, to) =>
      met.some(
        ({ place }, operation) =>
          schedule.resource[operation] === resource && place.start < to && place.end > from,
      ),
  };
};
