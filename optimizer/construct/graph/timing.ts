import type { Model } from "../model.ts";
import { earliestStart, materialReady, passedOn } from "../ready.ts";
import type { Schedule } from "../schedule.ts";
import type { Units } from "../units.ts";
import { none, type Turns } from "./turns.ts";

/** Looks for units that nobody is kept from. */
const mostLooks = 40;

/**
 * When an operation comes after another on a resource: as soon as the resource is prepared, its order and its material are
 * there, and its units are free. Changes nothing. NaN where what it waits for has no time yet, Infinity where it has no place.
 */
export interface Timing {
  /** What `timeAfter` and `timeWithUnits` worked out last. */
  readonly timed: { readonly start: number; readonly end: number; readonly setup: number };
  /** When an operation could start by its order and its material. */
  readyOf(operation: number): number;
  /** When a resource is prepared for an operation whose turn comes after another's, and that has its units from a moment on. */
  preparedAfter(last: number, resource: number, setup: number, unitsFree: number): number;
  /** Seconds of set-up for an operation on a resource after another; -1, after nothing. */
  setupAfter(last: number, operation: number, resource: number): number;
  /** Working seconds of an operation, or of the batch that it is the host of. */
  durationOf(host: number): number;
  /**
   * Works out when an operation would come after another, with its units free from a moment on: `timed`.
   *
   * @param members All of its batch.
   * @param notBefore It starts no sooner.
   */
  timeAfter(
    operation: number,
    alternative: number,
    last: number,
    unitsFree: number,
    members?: readonly number[],
    notBefore?: number,
  ): void;
  /**
   * The same with the units that are looked for: those found are the ones to take.
   *
   * @param aside Nobody who has the units later may be kept from them.
   */
  timeWithUnits(operation: number, alternative: number, last: number, aside?: boolean): void;
}

export interface TimingOptions {
  readonly isIn: Uint8Array;
  readonly floor: Float64Array;
  readonly turns: Turns;
  readonly units: Units | undefined;
}

export const createTiming = (
  model: Model,
  schedule: Schedule,
  { isIn, floor, turns, units }: TimingOptions,
): Timing => {
  const { first, orderOf, alternatives, calendars, lag, release, family, transfer } = model;
  const { leaves, endAt } = turns;
  const linked = model.supply.maker.length > 0;

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
  const durationOf = (host: number): number => {
    const members = turns.batches?.membersOf(host);
    return members ? longestOf(members) : wayOf(host).duration;
  };
  const timed = { start: 0, end: 0, setup: 0 };
  const timeAfter = (
    operation: number,
    alternative: number,
    last: number,
    unitsFree: number,
    members?: readonly number[],
    notBefore = 0,
  ): void => {
    const { resource, duration: own, secondary } = alternatives[operation]![alternative]!;
    const calendar = calendars[resource]!;
    const setup = setupAfter(last, operation, resource);
    const prepared = preparedAfter(last, resource, setup, unitsFree);
    const duration = members ? longestOf(members) : own;
    let from = Math.max(readyOn(operation, resource, duration), prepared, floor[operation]!, notBefore);
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
  const timeWithUnits = (operation: number, alternative: number, last: number, aside = false): void => {
    timeAfter(operation, alternative, last, 0);
    if (!units) return;
    const { resource, secondary } = alternatives[operation]![alternative]!;
    // Later, breaks may make it longer, so that it meets others at its units.
    for (let looks = aside ? mostLooks : 1; looks > 0; looks -= 1) {
      const { start, end, setup } = timed;
      const begin = setup > 0 ? calendars[resource]!.begin(start, setup) : start;
      // What has no end in any calendar is turned away when it is timed.
      const free = units.look(secondary, begin, end < Number.POSITIVE_INFINITY ? end - begin : 0, aside);
      if (!(free > begin)) return;
      timeAfter(operation, alternative, last, free);
    }
  };

  return { timed, readyOf, preparedAfter, setupAfter, durationOf, timeAfter, timeWithUnits };
};
