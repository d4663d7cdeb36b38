import { createBatches } from "./batches.ts";
import { createHeap } from "./heap.ts";
import type { Model } from "./model.ts";
import { createPlaceCost, openedBy } from "./objective.ts";
import { earliestStart, materialReady, passedOn } from "./ready.ts";
import type { Schedule } from "./schedule.ts";
import { areCountable, createUnits } from "./units.ts";

/** What operations had before; those that count are counted when they are elsewhere now. */
export interface Before {
  readonly resource: Int32Array;
  readonly start: Float64Array;
  /** 1 for each that counts. */
  readonly counts: Uint8Array;
  /** What each of them costs when it is elsewhere now. */
  readonly moveCost: number;
  /** Most of them that may be. */
  readonly mostMoved: number;
}

export interface GraphOptions {
  /** Operations that have a place in the schedule: 1 for each. */
  readonly isIn: Uint8Array;
  /** No operation starts sooner; may be changed with `free`. */
  readonly floor: Float64Array;
  readonly before?: Before;
}

/**
 * A schedule as the turns of operations on each resource (disjunctive graph of Roy and Sussmann 1964): each operation starts as
 * soon as what is before it on its resource and in its order lets it. A change of turns is timed by following only what
 * it moves, and can be taken back. For models that fit it (`fitsGraph`).
 */
export interface Graph {
  /** Places and times as they are now; those of an operation that is taken out mean nothing. */
  readonly schedule: Schedule;
  /** Operations of each resource in their turns. */
  readonly lanes: readonly (readonly number[])[];
  readonly isIn: Uint8Array;
  readonly floor: Float64Array;
  /** Who has the turn before an operation; -1, nobody. */
  previousOf(operation: number): number;
  /** Calls with those that hold what an operation needs beside its resource before it, back to a moment. */
  holders(operation: number, since: number, call: (other: number) => void): void;
  /** Operations that count and are elsewhere than before. */
  moved(): number;
  /** Objective of all operations that are in, and what moves cost. */
  cost(): number;
  remove(operation: number): void;
  /** Whether an operation may go together with the one that has a turn on one of its alternatives. */
  mayJoin(operation: number, alternative: number, turn: number): boolean;
  /** Puts an operation into the batch of the one that has a turn. */
  join(operation: number, alternative: number, turn: number): void;
  /** Puts an operation on one of its alternatives, before the one that has the turn now. */
  insert(operation: number, alternative: number, turn: number): void;
  /** Lets an operation start from another moment on. */
  free(operation: number, from: number): void;
  /**
   * Times what changed, and what that moves; false when something has no place, when more operations are timed than a limit, or
   * the cost grows beyond one: then `back` must follow.
   */
  settle(most: number, costliest?: number): boolean;
  /** When an operation could start by its order and its material. */
  readyOf(operation: number): number;
  /** When an operation would end on one of its alternatives if it had a turn now, those behind left aside. */
  endWith(operation: number, alternative: number, turn: number): number;
  /** The turn that an operation has on its resource; times must be settled. */
  turnOf(operation: number): number;
  /** First turn of a resource whose operation ends after a moment; times must be settled. */
  turnAt(resource: number, time: number): number;
  /** What `back` takes to undo everything since. */
  mark(): number;
  back(mark: number): void;
  /** Forgets how to undo. */
  accept(): void;
}

/**
 * Whether turns and the soonest times keep every rule of a model. They do not where operations must follow in time, or wait
 * for cheaper energy.
 */
export const fitsGraph = (model: Model): boolean =>
  !model.constrained ||
  (model.maxLag.every((most) => most === Number.POSITIVE_INFINITY) &&
    !(model.problem.tariff && model.objective.energy > 0) &&
    areCountable(model));

/** Kinds of entries in the journal that undoes changes. */
const kinds = { time: 0, insertion: 1, removal: 2, floor: 3, joining: 4, parting: 5 } as const;
const none = -1;
const hour = 3_600;

export const createGraph = (
  model: Model,
  schedule: Schedule,
  { floor, before, isIn }: GraphOptions,
): Graph => {
  const count = model.keys.length;
  const { first, orderOf, alternatives, calendars, lag, release, family, transfer } = model;
  const { firstUser, user, maker } = model.supply;
  const linked = maker.length > 0;
  const isFixed = Uint8Array.from(model.fixed, (place) => (place ? 1 : 0));
  const placeCost = createPlaceCost(model);
  const { opened } = model.objective;

  const lanes: number[][] = calendars.map(() => []);
  const batches = model.batchCapacity.some((capacity) => capacity > 0)
    ? createBatches(model, schedule, isIn)
    : undefined;
  const hostOf = (operation: number): number => (batches ? batches.hostOf[operation]! : operation);
  for (let operation = 0; operation < count; operation += 1)
    if (isIn[operation] && hostOf(operation) === operation)
      lanes[schedule.resource[operation]!]!.push(operation);
  const next = new Int32Array(count).fill(none);
  const previous = new Int32Array(count).fill(none);
  /** Facts may overlap: the one that ends last says when the resource is free, and in which family. */
  const through = new Float64Array(count);
  const leaves = Int32Array.from(family);
  for (const lane of lanes) {
    lane.sort(
      (a, b) => schedule.start[a]! - schedule.start[b]! || schedule.end[a]! - schedule.end[b]! || a - b,
    );
    for (const [turn, operation] of lane.entries()) {
      const last = turn > 0 ? lane[turn - 1]! : none;
      previous[operation] = last;
      if (last !== none) next[last] = operation;
      through[operation] = schedule.end[operation]!;
      if (last === none || !isFixed[operation] || !isFixed[last]) continue;
      if (through[last]! <= through[operation]!) continue;
      through[operation] = through[last]!;
      leaves[operation] = leaves[last]!;
    }
  }
  const endAt = (operation: number): number =>
    isFixed[operation] ? through[operation]! : schedule.end[operation]!;

  const costs = new Float64Array(count);
  let cost = 0;
  /** What an operation's resource is opened for it alone costs. */
  const openCost = (operation: number, start: number, end: number, setup: number): number => {
    const last = previous[operation]!;
    const resource = schedule.resource[operation]!;
    const before =
      last === none
        ? Number.NEGATIVE_INFINITY
        : model.openings[resource]!.through(schedule.start[last]!, endAt(last));
    return (opened * openedBy(model, resource, start, end, setup, before)) / hour;
  };
  const costAt = (operation: number, start: number, end: number, setup: number): number => {
    const value = placeCost(operation, schedule.resource[operation]!, start, end, setup);
    return opened > 0 ? value + openCost(operation, start, end, setup) : value;
  };
  /** Gives an operation another time and cost, in a way that can be undone. */
  const change = (operation: number, start: number, end: number, setup: number, value: number) => {
    journal.push(
      schedule.start[operation]!,
      schedule.end[operation]!,
      schedule.setup[operation]!,
      costs[operation]!,
      operation,
      kinds.time,
    );
    schedule.start[operation] = start;
    schedule.end[operation] = end;
    schedule.setup[operation] = setup;
    cost += value - costs[operation]!;
    costs[operation] = value;
  };
  /** Takes what an operation's resource is opened for it off its cost, until it is weighed again: who comes before it may share that. */
  const shareWindows = (operation: number | undefined) => {
    if (operation === undefined || Number.isNaN(schedule.start[operation])) return;
    const [start, end, setup] = [
      schedule.start[operation]!,
      schedule.end[operation]!,
      schedule.setup[operation]!,
    ];
    const shared = openCost(operation, start, end, setup);
    if (shared > 0) change(operation, start, end, setup, costs[operation]! - shared);
  };
  /** Weighs an operation again that stays where it is. */
  const weighAgain = (operation: number) => {
    const [start, end, setup] = [
      schedule.start[operation]!,
      schedule.end[operation]!,
      schedule.setup[operation]!,
    ];
    const value = costAt(operation, start, end, setup);
    // What it follows has no time yet: it is weighed again when that has.
    if (value !== costs[operation] && !Number.isNaN(value)) change(operation, start, end, setup, value);
  };
  const isMoved = new Uint8Array(count);
  let moved = 0;
  const moveCost = before?.moveCost ?? 0;
  const mostMoved = before?.mostMoved ?? count;
  const judge = (operation: number) => {
    if (!before?.counts[operation]) return;
    const now =
      isIn[operation] &&
      (schedule.start[operation] !== before.start[operation] ||
        schedule.resource[operation] !== before.resource[operation])
        ? 1
        : 0;
    moved += now - isMoved[operation]!;
    isMoved[operation] = now;
  };

  const units =
    model.secondaryCapacity.length === 0
      ? undefined
      : createUnits(model, schedule, {
          isIn,
          beginOf: (operation) => {
            const setup = schedule.setup[operation]!;
            const start = schedule.start[operation]!;
            return setup > 0 ? calendars[schedule.resource[operation]!]!.begin(start, setup) : start;
          },
        });

  const journal: number[] = [];
  const heap = createHeap();
  const inHeap = new Uint8Array(count);
  const touch = (touched: number, key = schedule.start[touched]!) => {
    if (touched === none) return;
    const operation = hostOf(touched);
    if (inHeap[operation] || !isIn[operation]) return;
    inHeap[operation] = 1;
    // What has no time yet comes first, and again when what it follows has got its time.
    heap.push(operation, Number.isNaN(key) ? 0 : key);
  };
  const isLast = (operation: number): boolean => operation + 1 === first[orderOf[operation]! + 1];
  const follow = (operation: number) => {
    touch(next[operation]!);
    units?.next(operation, touch);
    if (!isLast(operation)) touch(operation + 1);
    else if (linked)
      for (let at = firstUser[orderOf[operation]!]!; at < firstUser[orderOf[operation]! + 1]!; at += 1)
        touch(user[at]!);
  };
  const materialOf = (operation: number): number =>
    linked ? materialReady(model, schedule, operation) : model.supply.materialTime[operation]!;
  const readyOf = (operation: number): number => {
    const order = orderOf[operation]!;
    const material = materialOf(operation);
    if (operation === first[order]) return Math.max(release[order]!, material);
    const before = operation - 1;
    if (!isIn[before]) return material;
    if (transfer[before]! >= 1) return Math.max(schedule.end[before]! + lag[before]!, material);
    return Math.max(passedOn(model, schedule, before), material);
  };
  /** When an operation could start on a resource by its order and its material. */
  const readyOn = (operation: number, resource: number, duration: number): number => {
    const overlaps = operation > first[orderOf[operation]!]! && transfer[operation - 1]! < 1;
    if (!overlaps || !isIn[operation - 1]) return readyOf(operation);
    // Who has no time yet is waited for.
    return Number.isNaN(schedule.end[operation - 1])
      ? Number.NaN
      : earliestStart(model, schedule, operation, resource, duration);
  };
  /** When a resource is prepared for an operation whose turn comes after another's, and that has its units from a moment on. */
  const preparedAfter = (last: number, resource: number, setup: number, unitsFree: number): number => {
    const free = last === none ? unitsFree : Math.max(unitsFree, endAt(last));
    if (setup === 0) return free;
    const calendar = calendars[resource]!;
    return calendar.finish(calendar.opens(free), setup);
  };
  const setupAfter = (last: number, operation: number, resource: number): number =>
    model.setup(resource, last === none ? model.initialFamily[resource]! : leaves[last]!, family[operation]!);

  const wayOf = (operation: number) => alternatives[operation]![schedule.alternative[operation]!]!;
  /** A batch takes as long as its longest operation. */
  const longestOf = (members: readonly number[]): number =>
    members.reduce((longest, member) => Math.max(longest, wayOf(member).duration), 0);
  const timed = { start: 0, end: 0, setup: 0 };
  /**
   * Works out when an operation would come after another, with its units free from a moment on: `timed`.
   *
   * @param members All of its batch.
   */
  const timeAfter = (
    operation: number,
    alternative: number,
    last: number,
    unitsFree: number,
    members?: readonly number[],
  ): void => {
    const { resource, duration: own, secondary } = alternatives[operation]![alternative]!;
    const calendar = calendars[resource]!;
    const setup = setupAfter(last, operation, resource);
    const prepared = preparedAfter(last, resource, setup, unitsFree);
    const duration = members ? longestOf(members) : own;
    let from = Math.max(readyOn(operation, resource, duration), prepared, floor[operation]!);
    if (members)
      for (const member of members)
        from = Math.max(from, readyOn(member, resource, duration), floor[member]!);
    let start = calendar.opens(from);
    let end = start < Number.POSITIVE_INFINITY ? calendar.finish(start, duration) : start;
    while ((secondary.length > 0 || (members && units)) && end < Number.POSITIVE_INFINITY) {
      const begin = setup > 0 ? calendar.begin(start, setup) : start;
      let until = units!.awayUntil(operation, resource, secondary, begin, end);
      if (members)
        for (const member of members)
          until = Math.max(until, units!.awayUntil(member, resource, wayOf(member).secondary, begin, end));
      if (until < 0) break;
      const opens = calendar.opens(until);
      start = setup > 0 ? calendar.opens(calendar.finish(opens, setup)) : opens;
      end = start < Number.POSITIVE_INFINITY ? calendar.finish(start, duration) : start;
    }
    timed.start = start;
    timed.end = end;
    timed.setup = setup;
  };
  /** The same with the units that are looked for: those found are the ones to take. */
  const timeWithUnits = (operation: number, alternative: number, last: number): void => {
    timeAfter(operation, alternative, last, 0);
    if (!units) return;
    const { resource, secondary } = alternatives[operation]![alternative]!;
    const { start, end, setup } = timed;
    const begin = setup > 0 ? calendars[resource]!.begin(start, setup) : start;
    // What has no end in any calendar is turned away when it is timed.
    const free = units.look(secondary, begin, end < Number.POSITIVE_INFINITY ? end - begin : 0);
    if (free > begin) timeAfter(operation, alternative, last, free);
  };

  /** What came in since the last settling. */
  const entered: number[] = [];
  /** Whether all that came in have their times: who waits for what waits for it, by way of its batch, has none. */
  const areTimed = (): boolean =>
    entered.splice(0).every((operation) => !isIn[operation] || !Number.isNaN(schedule.start[operation]));
  /** Gives one of a batch the time of its host. */
  const goWith = (operation: number, start: number, end: number) => {
    const isSame =
      start === schedule.start[operation] &&
      end === schedule.end[operation] &&
      schedule.setup[operation] === 0;
    if (isSame) return;
    const value = placeCost(operation, schedule.resource[operation]!, start, end, 0);
    change(operation, start, end, 0, value);
    judge(operation);
    follow(operation);
  };
  /** Gives an operation its time; false when it has none. */
  const retime = (operation: number): boolean => {
    const resource = schedule.resource[operation]!;
    const last = previous[operation]!;
    let unitsFree = units ? units.freeFor(operation) : 0;
    if (isFixed[operation]) {
      if (opened > 0) weighAgain(operation);
      const start = schedule.start[operation]!;
      const setup = setupAfter(last, operation, resource);
      const isFree =
        unitsFree <= start &&
        (last === none || isFixed[last] === 1 || preparedAfter(last, resource, setup, 0) <= start);
      const isFirst = operation === first[orderOf[operation]!];
      return isFree && (isFirst || isFixed[operation - 1] === 1 || readyOf(operation) <= start);
    }
    const members = batches?.membersOf(operation);
    if (members && units)
      for (const member of members) unitsFree = Math.max(unitsFree, units.freeFor(member));
    timeAfter(operation, schedule.alternative[operation]!, last, unitsFree, members);
    const { start, end, setup } = timed;
    // What it follows has no time yet: it comes again when that has.
    if (Number.isNaN(start)) return true;
    if (end === Number.POSITIVE_INFINITY) return false;
    if (members) for (const member of members) if (member !== operation) goWith(member, start, end);
    const wasStart = schedule.start[operation];
    const wasEnd = schedule.end[operation];
    if (start === schedule.start[operation] && end === wasEnd && setup === schedule.setup[operation]) {
      if (opened > 0) weighAgain(operation);
      return true;
    }
    change(operation, start, end, setup, costAt(operation, start, end, setup));
    judge(operation);
    if (end !== wasEnd) follow(operation);
    else if (start !== wasStart && transfer[operation]! < 1 && !isLast(operation)) touch(operation + 1);
    return true;
  };

  const link = (operation: number, resource: number, turn: number) => {
    const lane = lanes[resource]!;
    const after = turn < lane.length ? lane[turn]! : none;
    const last = turn > 0 ? lane[turn - 1]! : none;
    lane.splice(turn, 0, operation);
    previous[operation] = last;
    next[operation] = after;
    if (last !== none) next[last] = operation;
    if (after !== none) previous[after] = operation;
    isIn[operation] = 1;
  };
  const unlink = (operation: number, resource: number, turn: number) => {
    lanes[resource]!.splice(turn, 1);
    const last = previous[operation]!;
    const after = next[operation]!;
    if (last !== none) next[last] = after;
    if (after !== none) previous[after] = last;
    isIn[operation] = 0;
  };
  /** Gives the turn of one operation to another. */
  const handOver = (from: number, to: number) => {
    const lane = lanes[schedule.resource[from]!]!;
    lane[lane.indexOf(from)] = to;
    const [last, after] = [previous[from]!, next[from]!];
    previous[to] = last;
    next[to] = after;
    if (last !== none) next[last] = to;
    if (after !== none) previous[after] = to;
    previous[from] = none;
    next[from] = none;
  };
  /** Takes an operation out of its batch, which goes on without it. */
  const part = (operation: number) => {
    const members = batches!.membersOf(hostOf(operation))!;
    const place = batches!.leave(operation);
    const host = members[0]!;
    if (place === 0) handOver(operation, host);
    isIn[operation] = 0;
    journal.push(place, host);
    touch(host);
  };
  const turnOf = (sought: number): number => {
    const operation = hostOf(sought);
    const lane = lanes[schedule.resource[operation]!]!;
    const start = schedule.start[operation]!;
    let low = 0;
    let high = lane.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (schedule.start[lane[middle]!]! < start) low = middle + 1;
      else high = middle;
    }
    return lane[low] === operation ? low : lane.indexOf(operation);
  };
  const undo = (): void => {
    const kind = journal.pop()!;
    const operation = journal.pop()!;
    if (kind === kinds.time) {
      cost -= costs[operation]!;
      costs[operation] = journal.pop()!;
      cost += costs[operation]!;
      schedule.setup[operation] = journal.pop()!;
      schedule.end[operation] = journal.pop()!;
      schedule.start[operation] = journal.pop()!;
      judge(operation);
    } else if (kind === kinds.floor) {
      floor[operation] = journal.pop()!;
    } else if (kind === kinds.insertion) {
      units?.undoTake(operation, journal);
      unlink(operation, schedule.resource[operation]!, journal.pop()!);
      judge(operation);
    } else if (kind === kinds.joining) {
      units?.undoTake(operation, journal);
      batches!.unjoin(operation);
      isIn[operation] = 0;
      judge(operation);
    } else {
      let turn = none;
      if (kind === kinds.parting) {
        const host = journal.pop()!;
        const place = journal.pop()!;
        batches!.rejoin(operation, host, place);
        if (place === 0) handOver(host, operation);
        isIn[operation] = 1;
      }
      units?.undoLeave(operation, journal);
      if (kind === kinds.removal) turn = journal.pop()!;
      schedule.alternative[operation] = journal.pop()!;
      schedule.resource[operation] = journal.pop()!;
      costs[operation] = journal.pop()!;
      cost += costs[operation]!;
      schedule.setup[operation] = journal.pop()!;
      schedule.end[operation] = journal.pop()!;
      schedule.start[operation] = journal.pop()!;
      if (turn !== none) link(operation, schedule.resource[operation]!, turn);
      judge(operation);
    }
  };

  const graph: Graph = {
    schedule,
    lanes,
    isIn,
    floor,
    previousOf: (operation) => previous[hostOf(operation)]!,
    holders: (operation, since, call) => units?.before(operation, since, call),
    moved: () => moved,
    cost: () => cost + moveCost * moved,
    remove: (operation) => {
      const resource = schedule.resource[operation]!;
      const isShared = batches?.membersOf(hostOf(operation)) !== undefined;
      const turn = isShared ? none : turnOf(operation);
      journal.push(
        schedule.start[operation]!,
        schedule.end[operation]!,
        schedule.setup[operation]!,
        costs[operation]!,
        resource,
        schedule.alternative[operation]!,
      );
      follow(operation);
      if (!isShared) journal.push(turn);
      units?.leave(operation, journal);
      if (isShared) {
        part(operation);
        journal.push(operation, kinds.parting);
      } else {
        journal.push(operation, kinds.removal);
        unlink(operation, resource, turn);
      }
      cost -= costs[operation]!;
      costs[operation] = 0;
      judge(operation);
    },
    insert: (operation, alternative, turn) => {
      const { resource } = alternatives[operation]![alternative]!;
      if (units) timeWithUnits(operation, alternative, turn > 0 ? lanes[resource]![turn - 1]! : none);
      journal.push(turn);
      units?.take(operation, journal);
      journal.push(operation, kinds.insertion);
      units?.next(operation, touch);
      schedule.resource[operation] = resource;
      schedule.alternative[operation] = alternative;
      schedule.start[operation] = Number.NaN;
      schedule.end[operation] = Number.NaN;
      if (opened > 0) shareWindows(lanes[resource]![turn]);
      entered.push(operation);
      link(operation, resource, turn);
      touch(operation, turn > 0 ? schedule.start[lanes[resource]![turn - 1]!]! : 0);
      touch(next[operation]!);
    },
    mayJoin: (operation, alternative, turn) => {
      if (!batches) return false;
      const host = lanes[alternatives[operation]![alternative]!.resource]![turn]!;
      return batches.mayJoin(operation, alternative, host);
    },
    join: (operation, alternative, turn) => {
      const { resource, secondary } = alternatives[operation]![alternative]!;
      const host = lanes[resource]![turn]!;
      units?.look(secondary, schedule.start[host]!, schedule.end[host]! - schedule.start[host]!);
      units?.take(operation, journal);
      journal.push(operation, kinds.joining);
      units?.next(operation, touch);
      schedule.resource[operation] = resource;
      schedule.alternative[operation] = alternative;
      schedule.start[operation] = Number.NaN;
      schedule.end[operation] = Number.NaN;
      schedule.setup[operation] = 0;
      previous[operation] = none;
      next[operation] = none;
      isIn[operation] = 1;
      entered.push(operation);
      batches!.join(operation, host);
      touch(host);
    },
    free: (operation, from) => {
      journal.push(floor[operation]!, operation, kinds.floor);
      floor[operation] = from;
      touch(operation);
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
        ok = steps <= most && retime(operation) && moved <= mostMoved && cost + moveCost * moved <= costliest;
      }
    },
    readyOf,
    endWith: (operation, alternative, turn) => {
      const { resource } = alternatives[operation]![alternative]!;
      timeWithUnits(operation, alternative, turn > 0 ? lanes[resource]![turn - 1]! : none);
      return timed.end;
    },
    turnOf,
    turnAt: (resource, time) => {
      const lane = lanes[resource]!;
      let low = 0;
      let high = lane.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (endAt(lane[middle]!) <= time) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    mark: () => journal.length,
    back: (mark) => {
      while (journal.length > mark) undo();
    },
    accept: () => {
      journal.length = 0;
    },
  };
  for (const lane of lanes)
    for (const operation of lane) {
      costs[operation] = costAt(
        operation,
        schedule.start[operation]!,
        schedule.end[operation]!,
        schedule.setup[operation]!,
      );
      cost += costs[operation]!;
      judge(operation);
      if (!isFixed[operation]) touch(operation);
      for (const member of batches?.membersOf(operation) ?? []) {
        if (member === operation) continue;
        const [start, end] = [schedule.start[member]!, schedule.end[member]!];
        costs[member] = placeCost(member, schedule.resource[member]!, start, end, schedule.setup[member]!);
        cost += costs[member]!;
        judge(member);
      }
    }
  return graph;
};
