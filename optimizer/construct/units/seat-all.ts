import type { Model, SecondaryNeed } from "../model.ts";
import type { Schedule } from "../schedule.ts";
import type { UnitLanes } from "./lanes.ts";

/** Gives those that have a place in the schedule their turns at the units. */
export const seatAll = (
  model: Model,
  schedule: Schedule,
  { isScarce, isAway, firstUnit, firstSlot, owner, lanes, endOf, link, turnAfter, backAt }: UnitLanes,
  { isIn, beginOf }: { readonly isIn: Uint8Array; readonly beginOf: (operation: number) => number },
): void => {
  const { alternatives, fixed } = model;
  const needsOf = (operation: number): readonly SecondaryNeed[] =>
    fixed[operation]?.secondary ?? alternatives[operation]![schedule.alternative[operation]!]!.secondary;

  /** Operations that are in, in the order in which they get their units: facts, then whoever begins first. */
  const held = model.keys.flatMap((_, operation) =>
    isIn[operation] && firstSlot[operation + 1]! > firstSlot[operation]! ? [operation] : [],
  );
  const begins = new Map(held.map((operation) => [operation, beginOf(operation)]));
  const isLater = (operation: number) => (fixed[operation] ? 0 : 1);
  held.sort(
    (a, b) =>
      isLater(a) - isLater(b) ||
      begins.get(a)! - begins.get(b)! ||
      schedule.end[a]! - schedule.end[b]! ||
      a - b,
  );
  for (const operation of held) {
    const begin = begins.get(operation)!;
    const end = schedule.end[operation]!;
    let slot = firstSlot[operation]!;
    for (const { resource, units } of needsOf(operation)) {
      if (!isScarce[resource]) continue;
      const able = Array.from({ length: firstUnit[resource + 1]! - firstUnit[resource]! }, (_, index) => {
        const unit = firstUnit[resource]! + index;
        const lane = lanes[unit]!;
        let turn = turnAfter(lane, begin);
        const other = lane[turn];
        const isTaken = other !== undefined && begins.get(owner[other]!)! < end;
        if (isTaken) turn += 1;
        const since = turn > 0 ? endOf(lane[turn - 1]!) : 0;
        const back = isAway ? backAt(unit, begin, end) : -1;
        return { unit, turn, since, isTaken, wait: Math.max(0, isTaken ? since - begin : 0, back - begin) };
      });
      // Of several that are free the one that was in use last.
      able.sort((a, b) => Number(a.isTaken) - Number(b.isTaken) || a.wait - b.wait || b.since - a.since);
      for (const { unit, turn, isTaken } of able.slice(0, units)) {
        // Facts may hold more than there is: nobody else can have any then.
        if (isTaken && fixed[operation]) break;
        link(slot++, unit, turn);
      }
    }
  }
};
