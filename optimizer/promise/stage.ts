import { type Calendar, createCalendar, withWindows } from "../calendar.ts";
import { createBoard } from "../construct/board.ts";
import { createChains } from "../construct/chain.ts";
import { createPlanReader } from "../construct/from-plan.ts";
import { buildModel, createUncovered, type Model } from "../construct/model.ts";
import { emptySchedule, type Schedule } from "../construct/schedule.ts";
import type { Peg, PlannedOperation } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import { metBy } from "./met.ts";
import type { Standings } from "./standing.ts";

/** Something that gives way to an order. */
export type Relief =
  /** An operation's material is there by then. */
  | { readonly kind: "material"; readonly operation: number; readonly until: number }
  /** A resource works between two moments, or the others have left it. */
  | {
      readonly kind: "calendar" | "capacity";
      readonly resource: number;
      readonly from: number;
      readonly to: number;
    }
  /** There are more units of a secondary resource between two moments. */
  | {
      readonly kind: "secondary";
      readonly resource: number;
      readonly units: number;
      readonly from: number;
      readonly to: number;
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
  /** Asks something while something gives way; by the end all must stand as before. */
  relieved<T>(relief: Relief, ask: () => T): T;
  /** Seconds that a placed order takes of a resource between two moments, set-ups included. */
  secondsWithin(order: number, resource: number, from: number, to: number): number;
  /** Planned operations whose set-up is another now because of what was put before them, or is not there any more. */
  changedSetups(): PlannedOperation[];
  /** What stands on a resource overlaps a time. */
  occupied(resource: number, from: number, to: number): boolean;
  /** Others hold so many units of a secondary resource within a time that so many more are not there, or they are away while a resource works. */
  isHeld(secondary: number, units: number, resource: number, from: number, to: number): boolean;
}

export const createStage = (
  problem: Problem,
  standings: Standings,
  orders: readonly Order[],
  pegs: ReadonlyMap<string, Peg>,
): Stage => {
  const { met, rest } = metBy(problem, orders, standings);
  const built = buildModel({ ...rest, orders: [...met.map(({ order }) => order), ...orders] }, pegs);
  // What may give way for a while.
  const calendars = [...built.calendars];
  const secondaryCalendars = [...built.secondaryCalendars];
  let { uncovered } = built;
  const model: Model = {
    ...built,
    calendars,
    secondaryCalendars,
    uncovered: (resource, secondary) => uncovered(resource, secondary),
  };
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
  // Of other resources not all that is planned stands here.
  const behind = new Set(orders.flatMap(({ id }) => standings.of(id).map(({ place }) => place.resource)));
  for (const operation of put) if (behind.has(met[operation]!.place.resource)) board.prepare(operation);
  /** Orders that have their places. */
  const fitted = new Set<number>();
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
  const beginOf = (operation: number): number => {
    const [start, setup] = [schedule.start[operation]!, schedule.setup[operation]!];
    return setup > 0 ? calendars[schedule.resource[operation]!]!.begin(start, setup) : start;
  };
  /** What was put on a resource and overlaps a time, in the order in which it was put. */
  const inTheWay = (resource: number, from: number, to: number): number[] =>
    put.filter(
      (operation) =>
        schedule.resource[operation] === resource &&
        beginOf(operation) < to &&
        schedule.end[operation]! > from,
    );
  /** Whether an order that was fitted in shares the batch of what was put before. */
  const hasGuests = (host: number): boolean =>
    [...fitted].some((order) => {
      for (let operation = model.first[order]!; operation <= lastOf(order); operation += 1)
        if (
          schedule.resource[operation] === schedule.resource[host] &&
          schedule.start[operation] === schedule.start[host]
        )
          return true;
      return false;
    });
  /** Others leave a resource for a while; those behind them get their set-ups back with them. */
  const withoutOthers = <T>(resource: number, from: number, to: number, ask: () => T): T => {
    const setups = schedule.setup.slice();
    const gone = inTheWay(resource, from, to).filter((operation) => !hasGuests(operation));
    for (const operation of gone.toReversed()) board.undo(operation);
    const answer = ask();
    for (const operation of gone) board.put(operation);
    for (const [operation, setup] of setups.entries())
      if (schedule.setup[operation] !== setup) board.prepare(operation);
    return answer;
  };
  /** A stretch is open in a calendar for a while. */
  const opened = <T>(
    of: Calendar[],
    list: "resources" | "secondaryResources",
    { resource, from, to }: Extract<Relief, { from: number }>,
    ask: () => T,
  ): T => {
    const before = { calendar: of[resource]!, uncovered };
    const open = (rest[list] ?? []).map((one, at) =>
      at === resource ? { ...one, calendar: withWindows(one.calendar ?? [], [[from, to]]) } : one,
    );
    of[resource] = createCalendar({ calendar: open[resource]!.calendar ?? [] });
    uncovered = createUncovered({ ...rest, [list]: open });
    const answer = ask();
    of[resource] = before.calendar;
    uncovered = before.uncovered;
    return answer;
  };
  const relieved = <T>(relief: Relief, ask: () => T): T => {
    switch (relief.kind) {
      case "material": {
        const { materialTime } = model.supply;
        const known = materialTime[relief.operation]!;
        materialTime[relief.operation] = Math.min(known, relief.until);
        const answer = ask();
        materialTime[relief.operation] = known;
        return answer;
      }
      case "calendar":
        return opened(calendars, "resources", relief, ask);
      case "capacity":
        return withoutOthers(relief.resource, relief.from, relief.to, ask);
      case "secondary": {
        const { resource, units, from, to } = relief;
        board.lend(resource, units, from, to);
        const answer = opened(secondaryCalendars, "secondaryResources", relief, ask);
        board.lend(resource, -units, from, to);
        return answer;
      }
    }
  };
  return {
    model,
    schedule,
    indexOf: new Map(orders.map(({ id }, index) => [id, met.length + index])),
    place: (order) => {
      const blocked = placeFrom(model.first[order]!, lastOf(order));
      if (blocked < 0) fitted.add(order);
      return blocked;
    },
    remove: (order) => {
      removeFrom(model.first[order]!, lastOf(order));
      fitted.delete(order);
    },
    relieved,
    secondsWithin: (order, resource, from, to) => {
      let seconds = 0;
      for (let operation = model.first[order]!; operation <= lastOf(order); operation += 1) {
        if (schedule.resource[operation] !== resource) continue;
        const begin = beginOf(operation);
        seconds += Math.max(0, Math.min(schedule.end[operation]!, to) - Math.max(begin, from));
      }
      return seconds;
    },
    changedSetups: () =>
      met.flatMap(({ place }, operation) =>
        model.fixed[operation] || schedule.setup[operation] === place.setup
          ? []
          : [{ ...place, setup: schedule.setup[operation]! }],
      ),
    occupied: (resource, from, to) => inTheWay(resource, from, to).length > 0,
    isHeld: (secondary, units, resource, from, to) =>
      board.blockedUntil([{ resource: secondary, units }], resource, from, to) >= 0,
  };
};
