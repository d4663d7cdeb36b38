import type { SecondaryNeed } from "../model.ts";
import { createTimeline } from "../timeline.ts";
import { alternativeOf, type BoardState } from "./state.ts";

/** Tools and people: who holds them when, and when enough of them are free. */
export const createHolding = (state: BoardState) => {
  const { model } = state;
  const timelines = model.secondaryCapacity.map(createTimeline);
  const take = (needs: readonly SecondaryNeed[], from: number, to: number, sign: number): void => {
    for (const { resource, units } of needs) timelines[resource]!.take(from, to, sign * units);
  };
  /** When an operation begins to hold its secondary resources: with its set-up, which ends where it starts. */
  const beginOf = (resource: number, start: number, setup: number): number =>
    setup > 0 ? model.calendars[resource]!.begin(start, setup) : start;
  return {
    take,
    beginOf,
    /** Has all of them be free again but for those who are away. */
    clear: (): void => {
      for (const timeline of timelines) timeline.clear();
      for (const [secondary, { away = [] }] of (model.problem.secondaryResources ?? []).entries())
        for (const { from, to, units } of away) timelines[secondary]!.take(from, to, units);
    },
    /** Has an operation hold what it needs from its set-up to its end where the schedule has it; with -1 it gives that back. */
    hold: (operation: number, sign: number): void => {
      const needs = alternativeOf(state, operation)!.secondary;
      if (needs.length === 0) return;
      const { schedule } = state;
      const start = schedule.start[operation]!;
      const begin = beginOf(schedule.resource[operation]!, start, schedule.setup[operation]!);
      take(needs, begin, schedule.end[operation]!, sign);
    },
    blockedUntil: (needs: readonly SecondaryNeed[], resource: number, from: number, to: number): number => {
      let until = -1;
      for (const { resource: secondary, units } of needs) {
        until = Math.max(until, timelines[secondary]!.blockedUntil(from, to, units));
        // Its units must be there whenever the resource works on the operation.
        const away = model.uncovered(resource, secondary)?.opens(from) ?? Number.POSITIVE_INFINITY;
        if (away < to) until = Math.max(until, model.secondaryCalendars[secondary]!.opens(away));
      }
      return until;
    },
    lend: (secondary: number, units: number, from: number, to: number): void =>
      timelines[secondary]!.take(from, to, -units),
  };
};
export type Holding = ReturnType<typeof createHolding>;
