import type { Model, SecondaryNeed } from "../model.ts";
import type { Schedule } from "../schedule.ts";
import { scarceOf } from "./scarce.ts";

const none = -1;

type Window = readonly [number, number];

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
 * Who has each unit of the secondary resources, in turns. A slot is one unit that an operation may hold at once; an operation's slots
 * lie side by side, the filled ones first.
 */
export interface UnitLanes {
  readonly isScarce: Uint8Array;
  /** Whether any unit is ever away. */
  readonly isAway: boolean;
  /** Where the units of each secondary resource begin among all; what is never short has none. */
  readonly firstUnit: readonly number[];
  /** Where the slots of each operation begin. */
  readonly firstSlot: Int32Array;
  /** The operation of a slot. */
  readonly owner: Int32Array;
  /** The unit of a slot; -1 when it holds none. */
  readonly unitOf: Int32Array;
  /** The slot that has the unit before a slot, and after it; -1, none. */
  readonly previous: Int32Array;
  readonly following: Int32Array;
  /** Slots of each unit in their turns. */
  readonly lanes: readonly (readonly number[])[];
  endOf(slot: number): number;
  isFact(slot: number): boolean;
  /** Gives a slot a turn at a unit. */
  link(slot: number, unit: number, turn: number): void;
  unlink(slot: number, turn: number): void;
  /** Behind the last slot in which an operation holds a unit. */
  filledUntil(operation: number): number;
  /** First turn at a unit whose holder ends after a moment. */
  turnAfter(lane: readonly number[], time: number): number;
  turnOf(slot: number): number;
  /** When a unit is there again that is away at some time between two moments; -1 when it is not away. */
  backAt(unit: number, from: number, to: number): number;
}

/** The lanes of a model's units, all of them empty. */
export const createUnitLanes = (model: Model, schedule: Schedule): UnitLanes => {
  const { alternatives, fixed } = model;
  const count = model.keys.length;
  const isScarce = scarceOf(model);
  const sumOf = (needs: readonly SecondaryNeed[]) =>
    needs.reduce((sum, { resource, units }) => sum + (isScarce[resource] ? units : 0), 0);

  const firstUnit = [0];
  for (const [resource, capacity] of model.secondaryCapacity.entries())
    firstUnit.push(firstUnit.at(-1)! + (isScarce[resource] ? capacity : 0));
  const away = (model.problem.secondaryResources ?? []).flatMap(({ capacity, away: gone = [] }, resource) =>
    isScarce[resource] ? awayOf(capacity, gone) : [],
  );
  const isAway = away.some((windows) => windows.length > 0);
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
  const filledUntil = (operation: number): number => {
    let slot = firstSlot[operation]!;
    while (slot < firstSlot[operation + 1]! && unitOf[slot]! !== none) slot += 1;
    return slot;
  };
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
  const backAt = (unit: number, from: number, to: number): number => {
    let back = -1;
    for (const [goes, comes] of away[unit]!) if (goes < to && comes > from) back = Math.max(back, comes);
    return back;
  };

  return {
    isScarce,
    isAway,
    firstUnit,
    firstSlot,
    owner,
    unitOf,
    previous,
    following,
    lanes,
    endOf,
    isFact,
    link,
    unlink,
    filledUntil,
    turnAfter,
    turnOf,
    backAt,
  };
};
