import type { SecondaryNeed } from "../model.ts";
import type { UnitLanes } from "./lanes.ts";

const none = -1;

export interface UnitLook {
  /** Finds units for a time, as `Units.look` says. */
  look(needs: readonly SecondaryNeed[], from: number, length: number, aside: boolean): number;
  /** The units and turns that the last look found, in the order of the needs. */
  found(): readonly { readonly unit: number; readonly turn: number }[];
}

/**
 * Looks for units where whoever has them is kept from them least.
 *
 * @param beginOf When an operation begins to hold its units.
 */
export const createUnitLook = (
  { isScarce, isAway, firstUnit, owner, lanes, endOf, isFact, turnAfter, backAt }: UnitLanes,
  beginOf: (operation: number) => number,
): UnitLook => {
  let found: { unit: number; turn: number }[] = [];
  /** Best units so far, the best first. */
  const best: { unit: number; turn: number; value: number; free: number; since: number }[] = [];
  const offer = (most: number, unit: number, turn: number, free: number, value: number) => {
    const since = turn > 0 ? endOf(lanes[unit]![turn - 1]!) : 0;
    let at = best.length;
    // Of two that are as good the one that was in use last: the others stay free for longer.
    while (
      at > 0 &&
      (best[at - 1]!.value > value || (best[at - 1]!.value === value && best[at - 1]!.since < since))
    )
      at -= 1;
    if (at >= most) return;
    best.splice(at, 0, { unit, turn, value, free, since });
    if (best.length > most) best.pop();
  };
  const lookAt = (unit: number, most: number, from: number, length: number, aside: boolean) => {
    const lane = lanes[unit]!;
    const back = isAway ? backAt(unit, from, from + length) : -1;
    const start = Math.max(from, back);
    let turn = turnAfter(lane, start);
    if (turn < lane.length && beginOf(owner[lane[turn]!]!) < start) turn += 1;
    // Before whoever has it next, who must wait then, or after: the better one.
    let bestTurn = none;
    let bestFree = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let seen = 0; seen < 2; turn += 1) {
      const free = Math.max(start, turn > 0 ? endOf(lane[turn - 1]!) : 0);
      const after = turn < lane.length ? lane[turn]! : none;
      const room = after === none ? Number.POSITIVE_INFINITY : beginOf(owner[after]!) - free;
      const pushed = Math.max(0, length - room);
      if (pushed > 0 && (aside || isFact(after))) continue;
      seen += 1;
      if (free - from + pushed < least || bestTurn === none) {
        bestTurn = turn;
        bestFree = free;
        least = free - from + pushed;
      }
      if (pushed === 0) break;
    }
    offer(most, unit, bestTurn, bestFree, least);
  };
  const lookOnce = (
    needs: readonly SecondaryNeed[],
    from: number,
    length: number,
    aside: boolean,
  ): number => {
    let free = from;
    found = [];
    for (const { resource, units } of needs) {
      if (!isScarce[resource]) continue;
      best.length = 0;
      for (let unit = firstUnit[resource]!; unit < firstUnit[resource + 1]!; unit += 1)
        lookAt(unit, units, from, length, aside);
      if (best.length < units) return Number.POSITIVE_INFINITY;
      for (const item of best) {
        found.push(item);
        free = Math.max(free, item.free);
      }
    }
    return free;
  };

  return {
    look: (needs, from, length, aside) => {
      const free = lookOnce(needs, from, length, aside);
      // Who waits for one unit meets others at the rest.
      return free > from && free < Number.POSITIVE_INFINITY && found.length > 1
        ? lookOnce(needs, free, length, aside)
        : free;
    },
    found: () => found,
  };
};
