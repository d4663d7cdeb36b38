import type { Model } from "../model.ts";
import { startToEnd } from "../ready.ts";
import type { Schedule } from "../schedule.ts";
import type { Timing } from "./timing.ts";
import type { Turns } from "./turns.ts";

/** Operations of one order that are bound count as ones that have no place when they were worked out so often. */
const mostTries = 400;

/** An operation that is bound, the host of its batch or itself, and times of the host. */
export interface BoundTime {
  readonly operation: number;
  readonly host: number;
  readonly start: number;
  readonly end: number;
  readonly setup: number;
}

/**
 * Maximum lags bind operations that follow each other in an order: whoever would start too long after the one before it makes
 * that one come later (an arc back in time: Wikum, Llewellyn and Nemhauser 1994). All that are bound in a row are timed together
 * from the start; one by one they would hold each other where they were.
 */
export interface Bonds {
  /** 1 where the operation after one must start within its maximum lag, and neither is a fact. */
  readonly binds: Uint8Array;
  /** 1 for each that is bound to another, or to a fact. */
  readonly isBound: Uint8Array;
  /** What the last `time` worked out, in the order of the operations. */
  readonly found: readonly BoundTime[];
  /**
   * Works out the times of all that are bound to an operation, up to one that waits for who has no time yet; changes nothing.
   * False when they have no place.
   *
   * @param work Works out the time of a host, no sooner than a moment.
   */
  time(operation: number, work: (host: number, notBefore: number) => void): boolean;
}

export interface BondsOptions {
  readonly isIn: Uint8Array;
  readonly turns: Turns;
  readonly timing: Timing;
}

/** What binds whom, by operation. */
const bindingsOf = ({ maxLag, latestStart, fixed, orderOf }: Model) => {
  const count = maxLag.length;
  const binds = new Uint8Array(count);
  const isBound = Uint8Array.from(latestStart, (latest) => (latest < Number.POSITIVE_INFINITY ? 1 : 0));
  /** Latest start by a fact before, or by what has ended. */
  const latest = latestStart.slice();
  /** Soonest end by a fact after. */
  const soonestEnd = new Float64Array(count);
  for (let operation = 0; operation + 1 < count; operation += 1) {
    const next = operation + 1;
    const isLimited = orderOf[operation] === orderOf[next] && maxLag[operation]! < Number.POSITIVE_INFINITY;
    if (!isLimited) continue;
    const after = fixed[next];
    if (after) {
      // Of two facts each is where it is.
      if (fixed[operation]) continue;
      soonestEnd[operation] = Math.max(0, after.start - maxLag[operation]!);
      isBound[operation] = 1;
      continue;
    }
    const fact = fixed[operation];
    if (fact) latest[next] = fact.end + maxLag[operation]!;
    else {
      binds[operation] = 1;
      isBound[operation] = 1;
    }
    isBound[next] = 1;
  }
  return { binds, isBound, latest, soonestEnd };
};

/** Undefined where nothing has a maximum lag or a latest start. */
export const createBonds = (
  model: Model,
  schedule: Schedule,
  { isIn, turns, timing }: BondsOptions,
): Bonds | undefined => {
  const { maxLag, latestStart, calendars } = model;
  const isNever = (most: number) => most === Number.POSITIVE_INFINITY;
  if (maxLag.every(isNever) && latestStart.every(isNever)) return undefined;
  const { binds, isBound, latest, soonestEnd } = bindingsOf(model);
  const { hostOf, batches } = turns;
  const { timed, durationOf } = timing;

  const startFor = (operation: number, end: number): number =>
    startToEnd(calendars[schedule.resource[operation]!]!, durationOf(hostOf(operation)), end);
  /** When an operation must start at the soonest, so that who is bound to it starts in time where that is now. */
  const heldUntil = (operation: number): number => {
    if (soonestEnd[operation]! > 0) return startFor(operation, soonestEnd[operation]!);
    if (!binds[operation] || !isIn[operation + 1]) return 0;
    const since = schedule.start[operation + 1]! - maxLag[operation]!;
    // Who has no time yet holds nobody.
    return Number.isNaN(since) ? 0 : startFor(operation, since);
  };
  /** The same for the others of its batch. */
  const othersHeldUntil = (operation: number, host: number): number => {
    let until = 0;
    for (const member of batches?.membersOf(host) ?? [])
      if (member !== operation) until = Math.max(until, heldUntil(member));
    return until;
  };

  const found: BoundTime[] = [];
  const keep = (operation: number, host: number) =>
    found.push({
      operation,
      host,
      start: schedule.start[host]!,
      end: schedule.end[host]!,
      setup: schedule.setup[host]!,
    });
  /** Operations with the times that they had: of one that has just joined a batch there are none, whatever its host has. */
  const before: [operation: number, start: number, end: number, setup: number][] = [];
  const noteBefore = (host: number) => {
    for (const member of batches?.membersOf(host) ?? [host])
      before.push([member, schedule.start[member]!, schedule.end[member]!, schedule.setup[member]!]);
  };
  const restore = () => {
    for (const [operation, start, end, setup] of before) {
      schedule.start[operation] = start;
      schedule.end[operation] = end;
      schedule.setup[operation] = setup;
    }
  };
  /** Gives a host a time, and those that go with it. */
  const write = (host: number, start: number, end: number, setup: number) => {
    for (const member of batches?.membersOf(host) ?? []) {
      schedule.start[member] = start;
      schedule.end[member] = end;
    }
    schedule.start[host] = start;
    schedule.end[host] = end;
    schedule.setup[host] = setup;
  };

  /** Works out those from one to another, so that each starts in time; how many, -1 when they have no place. */
  const workOut = (first: number, close: number, work: (host: number, notBefore: number) => void): number => {
    const notBefore = new Float64Array(close - first);
    let operation = first;
    for (let tries = 0; operation < close; tries += 1) {
      const host = hostOf(operation);
      const held = soonestEnd[operation]! > 0 ? heldUntil(operation) : 0;
      work(host, Math.max(notBefore[operation - first]!, held, othersHeldUntil(operation, host)));
      const { start, end, setup } = timed;
      // What it follows has no time yet: they come again when that has.
      if (Number.isNaN(start)) break;
      if (end === Number.POSITIVE_INFINITY || start > latest[operation]! || tries === mostTries) return -1;
      write(host, start, end, setup);
      const last = operation - 1;
      const since = start - maxLag[last]!;
      if (operation === first || schedule.end[last]! >= since) {
        operation += 1;
        continue;
      }
      operation = last;
      notBefore[operation - first] = startFor(operation, since);
    }
    return operation - first;
  };

  return {
    binds,
    isBound,
    found,
    time: (operation, work) => {
      let first = operation;
      while (binds[first - 1] && isIn[first - 1]) first -= 1;
      let close = operation + 1;
      while (binds[close - 1] && isIn[close]) close += 1;
      before.length = 0;
      found.length = 0;
      for (let one = first; one < close; one += 1) noteBefore(hostOf(one));
      const size = workOut(first, close, work);
      for (let one = first; one < first + size; one += 1) keep(one, hostOf(one));
      restore();
      return size >= 0;
    },
  };
};
