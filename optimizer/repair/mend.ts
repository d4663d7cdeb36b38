import type { Kept } from "../construct/chain.ts";
import { createBoardDecoder } from "../construct/decode.ts";
import type { Model } from "../construct/model.ts";
import { copySchedule, emptySchedule, type Schedule } from "../construct/schedule.ts";
import { createRandom } from "../random.ts";
import type { Former } from "./affected.ts";

export interface MendOptions {
  readonly seed: number;
  /** Nothing new is begun before this moment. */
  readonly frozenUntil: number;
  /** Asked before each try, with the number of tries so far. */
  readonly goOn: (tries: number) => boolean;
}

export interface Mended {
  /** Its cost is Infinity when something has no place. */
  readonly schedule: Schedule;
  /** Operations that were not affected and have another place or time all the same. */
  readonly moved: number;
}

/** Most of the unaffected operations that may move, where that can be had. */
const mostMoved = 0.045;
/** Orders that are given free one after the other because something has no place. */
const mostFreed = 60;
const usualWork = 28_800;
/** What comes behind all planned work. */
const behind = 1e12;

/**
 * Mends a schedule: whoever is not affected keeps the resource and is never sooner than before, the others are fitted in
 * behind all, in their old turns, or ahead of all. The best of these is bettered by giving late orders another turn
 * while few others move.
 */
export const mend = (
  model: Model,
  former: Former,
  affected: Uint8Array,
  { seed, frozenUntil, goOn }: MendOptions,
): Mended => {
  const count = model.keys.length;
  const old = former.schedule;
  const free = Uint8Array.from(affected);
  const kept: Kept = { alternative: new Int32Array(count).fill(-1), start: new Float64Array(count) };
  const keep = (operation: number) => {
    const isFree = free[operation] === 1;
    kept.alternative[operation] = isFree ? -1 : old.alternative[operation]!;
    const start = former.placed[operation] ? old.start[operation]! : frozenUntil;
    kept.start[operation] = isFree ? Math.min(frozenUntil, start) : start;
  };
  for (let operation = 0; operation < count; operation += 1) keep(operation);
  const decode = createBoardDecoder(model, kept);
  const trial = emptySchedule(model);

  /** When an operation takes its turn by the old plan; a new one by weight and due time. */
  const oldTurn = (operation: number): number => {
    const order = model.orderOf[operation]!;
    return former.placed[operation]
      ? old.start[operation]!
      : model.due[order]! - model.rest[operation]! - usualWork * model.weight[order]!;
  };
  const urgency = (operation: number): number => {
    const order = model.orderOf[operation]!;
    return model.pullDue[order]! - usualWork * model.pullWeight[order]!;
  };
  const turns: ((operation: number) => number)[] = [
    (operation) => (free[operation] ? behind + urgency(operation) : oldTurn(operation)),
    oldTurn,
    (operation) => (free[operation] ? urgency(operation) - behind : oldTurn(operation)),
  ];
  const order = Array.from({ length: count }, (_, operation) => operation);
  const turn = new Float64Array(count);
  const run = (): number => {
    order.sort((a, b) => turn[a]! - turn[b]! || a - b);
    return decode(
      Int32Array.from(order, (operation) => model.orderOf[operation]!),
      trial,
    );
  };
  const movedOf = (schedule: Schedule): number => {
    let moved = 0;
    for (let operation = 0; operation < count; operation += 1)
      if (
        !affected[operation] &&
        !model.fixed[operation] &&
        (schedule.start[operation] !== old.start[operation] ||
          schedule.resource[operation] !== old.resource[operation])
      )
        moved += 1;
    return moved;
  };
  const limit = mostMoved * affected.reduce((sum, one) => sum + 1 - one, 0);

  const best = emptySchedule(model);
  best.cost = Number.POSITIVE_INFINITY;
  let bestMoved = count;
  const bestTurn = new Float64Array(count);
  const offer = (cost: number): boolean => {
    if (!Number.isFinite(cost)) return false;
    const moved = movedOf(trial);
    const within = moved <= limit;
    const wasWithin = Number.isFinite(best.cost) && bestMoved <= limit;
    // Within the limit the cost counts, beyond it the moves.
    const better = within
      ? !wasWithin || cost < best.cost - 1e-9 || (cost <= best.cost && moved < bestMoved)
      : !wasWithin && moved < bestMoved;
    if (!better) return false;
    copySchedule(trial, best);
    bestMoved = moved;
    bestTurn.set(turn);
    return true;
  };
  const giveFree = (index: number) => {
    for (let operation = model.first[index]!; operation < model.first[index + 1]!; operation += 1) {
      free[operation] = 1;
      keep(operation);
    }
  };
  for (const style of turns)
    for (let freed = 0; freed < mostFreed; freed += 1) {
      for (let operation = 0; operation < count; operation += 1) turn[operation] = style(operation);
      if (Number.isFinite(run())) {
        offer(trial.cost);
        break;
      }
      giveFree(model.orderOf[trial.blocked]!);
    }
  if (!Number.isFinite(best.cost)) {
    // Nothing can be kept: only the old turns are.
    for (let index = 0; index < model.orders; index += 1) giveFree(index);
    for (let operation = 0; operation < count; operation += 1) turn[operation] = oldTurn(operation);
    run();
    copySchedule(trial, best);
    best.blocked = trial.blocked;
    return { schedule: best, moved: movedOf(best) };
  }

  const { int, share } = createRandom(seed);
  const end = (schedule: Schedule, index: number) => schedule.end[model.first[index + 1]! - 1]!;
  const worse = (): number[] => {
    const found: number[] = [];
    for (let index = 0; index < model.orders; index += 1) {
      const last = model.first[index + 1]! - 1;
      const before = former.placed[last] ? old.end[last]! : 0;
      if (end(best, index) > Math.max(model.due[index]!, before)) found.push(index);
    }
    return found;
  };
  let late = worse();
  for (let tries = 0; late.length > 0 && goOn(tries); tries += 1) {
    const index = late[int(late.length)]!;
    const first = model.first[index]!;
    const close = model.first[index + 1]!;
    turn.set(bestTurn);
    const wasFree = free.slice(first, close);
    giveFree(index);
    // Ahead of those who are planned for some time before it now.
    const span = (end(best, index) - Math.max(frozenUntil, model.release[index]!)) * share();
    for (let operation = first; operation < close; operation += 1)
      turn[operation] = Math.min(best.start[operation]!, turn[operation]!) - span;
    if (offer(run())) late = worse();
    else {
      free.set(wasFree, first);
      for (let operation = first; operation < close; operation += 1) keep(operation);
    }
  }
  return { schedule: best, moved: bestMoved };
};
