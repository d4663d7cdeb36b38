import type { Reservoir } from "../../peg/reservoir/reservoir.ts";
import { createHeap } from "../heap.ts";
import type { Model } from "../model.ts";
import type { Schedule } from "../schedule.ts";
import type { Units } from "../units.ts";
import type { Bonds } from "./bonds.ts";
import type { Costs } from "./costs.ts";
import { type Journal, kinds } from "./journal.ts";
import type { Moves } from "./moves.ts";
import type { Timing } from "./timing.ts";
import { none, type Turns } from "./turns.ts";

/**
 * Gives what was touched its time anew, the soonest first, and goes on to what that moves: who has the turn after it or a unit
 * after it, the next of its order, and the orders that use what it makes.
 */
export interface Retiming {
  /** Marks an operation to be timed, or the host of its batch. */
  touch(operation: number, key?: number): void;
  /** Marks all that wait for an operation. */
  follow(operation: number): void;
  /** Tells that an operation came in: it must have got a time when all is settled. */
  enter(operation: number): void;
  /**
   * Times what changed, and what that moves; false when something has no place, when more operations are timed than a limit, or
   * the cost grows beyond one.
   */
  settle(most: number, costliest?: number): boolean;
}

export interface RetimingOptions {
  readonly isIn: Uint8Array;
  readonly turns: Turns;
  readonly units: Units | undefined;
  readonly costs: Costs;
  readonly moves: Moves;
  readonly timing: Timing;
  readonly bonds: Bonds | undefined;
  readonly journal: Journal;
  readonly reservoir: Reservoir | undefined;
}

export const createRetiming = (
  model: Model,
  schedule: Schedule,
  { isIn, turns, units, costs, moves, timing, bonds, journal, reservoir }: RetimingOptions,
): Retiming => {
  const { first, orderOf, transfer } = model;
  const { firstUser, user, maker } = model.supply;
  const linked = maker.length > 0;
  const { next, previous, isFixed, batches, hostOf } = turns;
  const { costAt, costBeside, change, weighAgain, areShared, total } = costs;
  const { judge, areFew, cost: moveCost } = moves;
  const { timed, readyOf, preparedAfter, setupAfter, timeAfter } = timing;

  const heap = createHeap();
  const inHeap = new Uint8Array(isIn.length);
  const touch = (touched: number, key = schedule.start[touched]!) => {
    if (touched === none) return;
    const operation = hostOf(touched);
    if (inHeap[operation] || !isIn[operation]) return;
    inHeap[operation] = 1;
    // What has no time yet comes first, and again when what it follows has got its time.
    heap.push(operation, Number.isNaN(key) ? 0 : key);
  };
  /** Operations of one order that are given times which were worked out as they follow each other. */
  let togetherFrom = 0;
  let togetherTo = 0;
  const areTogether = (operation: number): boolean => operation >= togetherFrom && operation < togetherTo;
  const isLast = (operation: number): boolean => operation + 1 === first[orderOf[operation]! + 1];
  const follow = (operation: number) => {
    touch(next[operation]!);
    units?.next(operation, touch);
    if (!isLast(operation)) {
      if (!areTogether(operation + 1)) touch(operation + 1);
    } else if (linked)
      for (let at = firstUser[orderOf[operation]!]!; at < firstUser[orderOf[operation]! + 1]!; at += 1)
        touch(user[at]!);
  };

  /** What came in since the last settling. */
  const entered: number[] = [];
  /** Whether all that came in have their times: who waits for what waits for it, by way of its batch, has none. */
  const areTimed = (): boolean =>
    entered.splice(0).every((operation) => !isIn[operation] || !Number.isNaN(schedule.start[operation]));
  /** Marks who must not come too long before an operation that starts at another time now. */
  const touchBound = (operation: number) => {
    if (bonds?.binds[operation - 1] && !areTogether(operation - 1)) touch(operation - 1);
  };
  /** Gives one of a batch the time of its host. */
  const goWith = (operation: number, start: number, end: number) => {
    const isSame =
      start === schedule.start[operation] &&
      end === schedule.end[operation] &&
      schedule.setup[operation] === 0;
    if (isSame) return;
    change(operation, start, end, 0, costBeside(operation, start, end, 0));
    judge(operation);
    follow(operation);
    touchBound(operation);
  };
  /** Weighs a fact again; whether what is before it lets it be where it is. */
  const holdsFact = (operation: number): boolean => {
    const resource = schedule.resource[operation]!;
    const last = previous[operation]!;
    if (areShared) weighAgain(operation);
    const start = schedule.start[operation]!;
    const setup = setupAfter(last, operation, resource);
    const isFree =
      (units ? units.freeFor(operation) : 0) <= model.fixed[operation]!.begin &&
      (last === none || isFixed[last] === 1 || preparedAfter(last, resource, setup, 0) <= start);
    const isFirst = operation === first[orderOf[operation]!];
    return isFree && (isFirst || isFixed[operation - 1] === 1 || readyOf(operation) <= start);
  };
  /** When an operation could start by its order alone, or not much sooner. */
  const orderReady = (operation: number): number => {
    const order = orderOf[operation]!;
    if (operation === first[order]) return model.release[order]!;
    const before = operation - 1;
    if (!isIn[before]) return 0;
    return transfer[before]! < 1 ? schedule.start[before]! : schedule.end[before]! + model.lag[before]!;
  };
  /** Has an operation that waits for material alone take what others have put off, if it can start sooner with that. */
  const bringForward = (operation: number, material: Reservoir, time: () => void) => {
    const { start } = timed;
    const there = model.supply.materialTime[operation]!;
    if (there === 0 || model.calendars[schedule.resource[operation]!]!.opens(there) < start) return;
    const mark = material.mark();
    if (!material.sooner(operation, orderReady(operation))) return;
    time();
    if (timed.start < start) {
      material.loosen(operation, timed.start);
      journal.push(mark, operation, kinds.material);
      return;
    }
    material.back(mark);
    time();
  };
  /** Works out the time of a host, no sooner than a moment. */
  const work = (operation: number, notBefore: number) => {
    let unitsFree = units ? units.freeFor(operation) : 0;
    const members = batches?.membersOf(operation);
    if (members && units)
      for (const member of members) unitsFree = Math.max(unitsFree, units.freeFor(member));
    const alternative = schedule.alternative[operation]!;
    const time = () => timeAfter(operation, alternative, previous[operation]!, unitsFree, members, notBefore);
    time();
    if (reservoir && timed.start < Number.POSITIVE_INFINITY)
      for (const member of members ?? [operation]) bringForward(member, reservoir, time);
  };
  /** Gives a host a time, and those that go with it. */
  const give = (operation: number, start: number, end: number, setup: number) => {
    const members = batches?.membersOf(operation);
    if (members) for (const member of members) if (member !== operation) goWith(member, start, end);
    const wasStart = schedule.start[operation];
    const wasEnd = schedule.end[operation];
    if (start === wasStart && end === wasEnd && setup === schedule.setup[operation]) {
      if (areShared) weighAgain(operation);
      return;
    }
    change(operation, start, end, setup, costAt(operation, start, end, setup));
    judge(operation);
    if (start !== wasStart) touchBound(operation);
    if (end !== wasEnd) follow(operation);
    else if (start !== wasStart && transfer[operation]! < 1 && !isLast(operation)) touch(operation + 1);
  };
  /** Gives all that are bound to an operation their times; false when they have none. */
  const retimeBound = (bound: number, { time, found }: Bonds): boolean => {
    if (!time(bound, work)) return false;
    togetherFrom = found[0]?.operation ?? 0;
    togetherTo = togetherFrom + found.length;
    for (const { host, start, end, setup } of found) give(host, start, end, setup);
    togetherTo = togetherFrom;
    return true;
  };
  /** Gives an operation its time; false when it has none. */
  const retime = (operation: number): boolean => {
    if (isFixed[operation]) return holdsFact(operation);
    const members = batches?.membersOf(operation);
    if (bonds && (members ? members.some((one) => bonds.isBound[one]) : bonds.isBound[operation]))
      return (members ?? [operation]).every((one) => !bonds.isBound[one] || retimeBound(one, bonds));
    work(operation, 0);
    const { start, end, setup } = timed;
    // What it follows has no time yet: it comes again when that has.
    if (Number.isNaN(start)) return true;
    if (end === Number.POSITIVE_INFINITY) return false;
    give(operation, start, end, setup);
    return true;
  };

  return {
    touch,
    follow,
    enter: (operation) => {
      entered.push(operation);
    },
    settle: (most, costliest = Number.POSITIVE_INFINITY) => {
      let ok = true;
      for (let steps = 0; ; ) {
        const touched = heap.pop();
        if (touched === undefined) return areTimed() && ok;
        inHeap[touched] = 0;
        // It may go with others by now.
        const operation = hostOf(touched);
        if (!ok || !isIn[operation]) continue;
        steps += 1;
        ok = steps <= most && retime(operation) && areFew() && total() + moveCost() <= costliest;
      }
    },
  };
};
