import type { Model, SecondaryNeed } from "./model.ts";
import type { Schedule } from "./schedule.ts";

const none = -1;

type Window = readonly [number, number];

/** How the turns at units are changed: what a look found, or what was written down to undo it. */
export interface Units {
  /** When the units that an operation holds are left by who has them before it; facts before a fact do not count. */
  freeFor(operation: number): number;
  /** Calls with each operation that has one of the units next. */
  next(operation: number, call: (other: number) => void): void;
  /** Calls with those that have one of the units before it, back to a moment. */
  before(operation: number, since: number, call: (other: number) => void): void;
  /** End of what keeps needs from being met while a resource works, the operation's own units away among it; -1, nothing. */
  awayUntil(
    operation: number,
    resource: number,
    needs: readonly SecondaryNeed[],
    from: number,
    to: number,
  ): number;
  /**
   * Looks for units for a time, where whoever has them then is kept from them least, and the wait for them is least.
   *
   * @param aside Nobody may be kept from them.
   * @returns When they are free.
   */
  look(needs: readonly SecondaryNeed[], from: number, length: number, aside: boolean): number;
  /** Gives an operation its turns at the units that the last look found. */
  take(operation: number, journal: number[]): void;
  /** Takes an operation's turns away. */
  leave(operation: number, journal: number[]): void;
  undoTake(operation: number, journal: number[]): void;
  undoLeave(operation: number, journal: number[]): void;
}

export interface UnitsOptions {
  /** Operations that have a place in the schedule: 1 for each. */
  readonly isIn: Uint8Array;
  /** When an operation begins to hold its units. */
  readonly beginOf: (operation: number) => number;
}

/** Units that the turns are counted one by one for: of more the looking takes too long. */
const mostUnits = 250;

/** Which secondary resources there may be too few of: 1 for each. What every resource may hold at once is enough. */
const scarceOf = (model: Model): Uint8Array => {
  const resources = model.calendars.length;
  const most = model.secondaryCapacity.map(() => new Float64Array(resources));
  const facts = new Float64Array(model.secondaryCapacity.length);
  for (const { resource, secondary } of model.alternatives.flat())
    for (const need of secondary)
      most[need.resource]![resource] = Math.max(most[need.resource]![resource]!, need.units);
  for (const fact of model.fixed)
    for (const need of fact?.secondary ?? []) facts[need.resource]! += need.units;
  const batches = model.batchCapacity.some((capacity) => capacity > 0);
  return Uint8Array.from(model.secondaryCapacity, (capacity, index) => {
    const wanted = most[index]!.reduce((sum, units) => sum + units, facts[index]!);
    const isAway = (model.problem.secondaryResources![index]!.away ?? []).length > 0;
    return wanted > 0 && (wanted > capacity || isAway || batches) ? 1 : 0;
  });
};

/** Whether the units of a model are few enough for turns at each of them, and enough for every need. */
export const areCountable = (model: Model): boolean => {
  const isScarce = scarceOf(model);
  const areThere = model.alternatives
    .flat()
    .every(({ secondary }) =>
      secondary.every(({ resource, units }) => units <= model.secondaryCapacity[resource]!),
    );
  return (
    areThere && model.secondaryCapacity.every((capacity, index) => !isScarce[index] || capacity <= mostUnits)
  );
};

/** When each unit of a secondary resource is away: the first of them whenever any is, the next whenever two are, and so on. */
const awayOf = (
  capacity: number,
  away: readonly { from: number; to: number; units: number }[],
): Window[][] => {
  const changes = away
    .flatMap(({ from, to, units }) => [
      { time: from, units },
      { time: to, units: -units },
    ])
    .sort((a, b) => a.time - b.time);
  const windows: Window[][] = Array.from({ length: capacity }, () => []);
  const since: number[] = [];
  let gone = 0;
  for (const [index, { time, units }] of changes.entries()) {
    gone += units;
    if (changes[index + 1]?.time === time) continue;
    while (since.length < Math.min(gone, capacity)) since.push(time);
    while (since.length > gone) windows[since.length - 1]!.push([since.pop()!, time]);
  }
  return windows;
};

/**
 * The turns of operations at each unit of the secondary resources: whoever holds a unit has it alone, from the begin of the
 * set-up to the end, so that no more are ever in use than there are (the resource flow of Artigues, Michelon and
 * Reusser 2003, unit by unit).
 */
export const createUnits = (model: Model, schedule: Schedule, { isIn, beginOf }: UnitsOptions): Units => {
  const { alternatives, fixed } = model;
  const count = model.keys.length;
  const isScarce = scarceOf(model);
  const needsOf = (operation: number): readonly SecondaryNeed[] =>
    fixed[operation]?.secondary ?? alternatives[operation]![schedule.alternative[operation]!]!.secondary;
  const sumOf = (needs: readonly SecondaryNeed[]) =>
    needs.reduce((sum, { resource, units }) => sum + (isScarce[resource] ? units : 0), 0);

  /** Where the units of each secondary resource begin among all; what is never short needs none. */
  const firstUnit = [0];
  for (const [resource, capacity] of model.secondaryCapacity.entries())
    firstUnit.push(firstUnit.at(-1)! + (isScarce[resource] ? capacity : 0));
  const away = (model.problem.secondaryResources ?? []).flatMap(({ capacity, away: gone = [] }, resource) =>
    isScarce[resource] ? awayOf(capacity, gone) : [],
  );
  const isAway = away.some((windows) => windows.length > 0);
  // A slot is one unit that an operation may hold at once.
  const firstSlot = new Int32Array(count + 1);
  for (let operation = 0; operation < count; operation += 1) {
    const most = fixed[operation]
      ? sumOf(fixed[operation]!.secondary)
      : Math.max(...alternatives[operation]!.map(({ secondary }) => sumOf(secondary)));
    firstSlot[operation + 1] = firstSlot[operation]! + most;
  }
  const slots = firstSlot[count]!;
  const owner = new Int32Array(slots);
  for (let operation = 0; operation < count; operation += 1)
    owner.fill(operation, firstSlot[operation], firstSlot[operation + 1]);
  /** Slots of each unit in their turns, and who is next to a slot; the unit of a slot, -1 when it holds none. */
  const lanes: number[][] = away.map(() => []);
  const unitOf = new Int32Array(slots).fill(none);
  const previous = new Int32Array(slots).fill(none);
  const following = new Int32Array(slots).fill(none);

  const endOf = (slot: number): number => schedule.end[owner[slot]!]!;
  const isFact = (slot: number): boolean => fixed[owner[slot]!] !== undefined;
  const link = (slot: number, unit: number, turn: number) => {
    const lane = lanes[unit]!;
    const last = turn > 0 ? lane[turn - 1]! : none;
    const after = turn < lane.length ? lane[turn]! : none;
    lane.splice(turn, 0, slot);
    unitOf[slot] = unit;
    previous[slot] = last;
    following[slot] = after;
    if (last !== none) following[last] = slot;
    if (after !== none) previous[after] = slot;
  };
  const unlink = (slot: number, turn: number) => {
    lanes[unitOf[slot]!]!.splice(turn, 1);
    unitOf[slot] = none;
    const [last, after] = [previous[slot]!, following[slot]!];
    if (last !== none) following[last] = after;
    if (after !== none) previous[after] = last;
  };
  /** First turn at a unit whose holder ends after a moment. */
  const turnAfter = (lane: readonly number[], time: number): number => {
    let low = 0;
    let high = lane.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (endOf(lane[middle]!) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const turnOf = (slot: number): number => {
    const lane = lanes[unitOf[slot]!]!;
    const near = turnAfter(lane, endOf(slot) - 1);
    return lane[near] === slot ? near : lane.indexOf(slot);
  };
  /** When a unit is there again that is away at some time between two moments; -1 when it is not away. */
  const backAt = (unit: number, from: number, to: number): number => {
    let back = -1;
    for (const [goes, comes] of away[unit]!) if (goes < to && comes > from) back = Math.max(back, comes);
    return back;
  };

  /** What the last look found. */
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

  return {
    freeFor: (operation) => {
      let free = 0;
      const fact = fixed[operation] !== undefined;
      for (
        let slot = firstSlot[operation]!;
        slot < firstSlot[operation + 1]! && unitOf[slot]! !== none;
        slot += 1
      ) {
        const last = previous[slot]!;
        if (last === none || (fact && isFact(last))) continue;
        const end = endOf(last);
        // Who has no time yet is waited for.
        if (Number.isNaN(end)) return end;
        free = Math.max(free, end);
      }
      return free;
    },
    next: (operation, call) => {
      for (
        let slot = firstSlot[operation]!;
        slot < firstSlot[operation + 1]! && unitOf[slot]! !== none;
        slot += 1
      )
        if (following[slot]! !== none) call(owner[following[slot]!]!);
    },
    before: (operation, since, call) => {
      for (
        let slot = firstSlot[operation]!;
        slot < firstSlot[operation + 1]! && unitOf[slot]! !== none;
        slot += 1
      )
        for (let at = previous[slot]!; at !== none && endOf(at) > since; at = previous[at]!) call(owner[at]!);
    },
    awayUntil: (operation, resource, needs, from, to) => {
      let until = -1;
      for (const { resource: secondary } of needs) {
        const gone = model.uncovered(resource, secondary)?.opens(from) ?? Number.POSITIVE_INFINITY;
        if (gone < to) until = Math.max(until, model.secondaryCalendars[secondary]!.opens(gone));
      }
      if (isAway)
        for (
          let slot = firstSlot[operation]!;
          slot < firstSlot[operation + 1]! && unitOf[slot]! !== none;
          slot += 1
        )
          until = Math.max(until, backAt(unitOf[slot]!, from, to));
      return until;
    },
    look: (needs, from, length, aside) => {
      const free = lookOnce(needs, from, length, aside);
      // Who waits for one unit meets others at the rest.
      return free > from && free < Number.POSITIVE_INFINITY && found.length > 1
        ? lookOnce(needs, free, length, aside)
        : free;
    },
    take: (operation, journal) => {
      let slot = firstSlot[operation]!;
      for (const { unit, turn } of found) {
        link(slot++, unit, turn);
        journal.push(turn);
      }
      journal.push(found.length);
    },
    undoTake: (operation, journal) => {
      for (let slot = firstSlot[operation]! + journal.pop()! - 1; slot >= firstSlot[operation]!; slot -= 1)
        unlink(slot, journal.pop()!);
    },
    leave: (operation, journal) => {
      let size = 0;
      for (
        let slot = firstSlot[operation]!;
        slot < firstSlot[operation + 1]! && unitOf[slot]! !== none;
        slot += 1
      ) {
        const turn = turnOf(slot);
        journal.push(unitOf[slot]!, turn);
        unlink(slot, turn);
        size += 1;
      }
      journal.push(size);
    },
    undoLeave: (operation, journal) => {
      for (let slot = firstSlot[operation]! + journal.pop()! - 1; slot >= firstSlot[operation]!; slot -= 1) {
        const turn = journal.pop()!;
        link(slot, journal.pop()!, turn);
      }
    },
  };
};
