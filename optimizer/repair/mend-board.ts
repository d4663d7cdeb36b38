import type { Kept } from "../construct/chain.ts";
import { createBoardDecoder } from "../construct/decode.ts";
import type { Model } from "../construct/model.ts";
import { materialReady } from "../construct/ready.ts";
import { copySchedule, emptySchedule } from "../construct/schedule.ts";
import { createRandom } from "../random.ts";
import type { Former } from "./affected.ts";
import { type Mended, type MendOptions, movedOf, urgencyOf, usualMoved, usualWork } from "./mended.ts";

/** Orders that are given free one after the other because something has no place. */
const mostFreed = 60;
/** What comes behind all planned work. */
const behind = 1e12;

/**
 * Mends a schedule: whoever is not affected keeps the resource and is never sooner than before, the others are fitted in
 * behind all, in their old turns, or ahead of all. The best of these is bettered by giving late orders another turn
 * while few others move. Every rule is kept, but each try takes the time of the whole plan.
 */
export const mendOnBoard = (
  model: Model,
  former: Former,
  affected: Uint8Array,
  { seed, frozenUntil, mostMoved = usualMoved, spent }: MendOptions,
): Mended => {
  const count = model.keys.length;
  const old = former.schedule;
  const free = Uint8Array.from(affected);
  const kept: Kept = {
    alternative: new Int32Array(count).fill(-1),
    start: new Float64Array(count),
    yields: false,
  };
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
  const urgency = (operation: number): number => urgencyOf(model, model.orderOf[operation]!);
  const inGaps = (operation: number) => (free[operation] ? behind + urgency(operation) : oldTurn(operation));
  const ahead = (operation: number) => (free[operation] ? urgency(operation) - behind : oldTurn(operation));
  const ways: [turnOf: (operation: number) => number, yields: boolean][] = [
    [inGaps, false],
    [oldTurn, false],
    [oldTurn, true],
    [ahead, true],
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
  const limit = mostMoved * affected.reduce((sum, one) => sum + 1 - one, 0);

  const best = { schedule: emptySchedule(model), moved: count };
  best.schedule.cost = Number.POSITIVE_INFINITY;
  let bestYields = false;
  const bestTurn = new Float64Array(count);
  const offer = (cost: number): boolean => {
    if (!Number.isFinite(cost)) return false;
    const moved = movedOf(model, former, affected, trial);
    const within = moved <= limit;
    const known = best.schedule.cost;
    const wasWithin = Number.isFinite(known) && best.moved <= limit;
    // Within the limit the cost counts, beyond it the moves.
    const better = within
      ? !wasWithin || cost < known - 1e-9 || (cost <= known && moved < best.moved)
      : !wasWithin && moved < best.moved;
    if (!better) return false;
    copySchedule(trial, best.schedule);
    best.moved = moved;
    bestTurn.set(turn);
    bestYields = kept.yields;
    return true;
  };
  const giveFree = (index: number) => {
    for (let operation = model.first[index]!; operation < model.first[index + 1]!; operation += 1) {
      free[operation] = 1;
      keep(operation);
    }
  };
  for (const [style, yields] of ways)
    for (let freed = 0; freed < mostFreed; freed += 1) {
      kept.yields = yields;
      for (let operation = 0; operation < count; operation += 1) turn[operation] = style(operation);
      if (Number.isFinite(run())) {
        offer(trial.cost);
        break;
      }
      giveFree(model.orderOf[trial.blocked]!);
    }
  if (!Number.isFinite(best.schedule.cost)) {
    // Nothing can be kept: only the old turns are.
    for (let index = 0; index < model.orders; index += 1) giveFree(index);
    for (let operation = 0; operation < count; operation += 1) turn[operation] = oldTurn(operation);
    run();
    copySchedule(trial, best.schedule);
    best.schedule.blocked = trial.blocked;
    return { schedule: best.schedule, moved: movedOf(model, former, affected, trial) };
  }

  const { int, share } = createRandom(seed);
  const endOf = (index: number) => best.schedule.end[model.first[index + 1]! - 1]!;
  /** What an order costs more than before, or than being on time. */
  const excess = (index: number): number => {
    const last = model.first[index + 1]! - 1;
    const before = former.placed[last] ? old.end[last]! : 0;
    return model.weight[index]! * Math.max(0, endOf(index) - Math.max(model.due[index]!, before));
  };
  const worse = (): number[] =>
    Array.from({ length: model.orders }, (_, index) => index)
      .filter((index) => excess(index) > 0)
      .sort((a, b) => excess(b) - excess(a));
  let late = worse();
  for (let tries = 0; late.length > 0 && spent(tries) < 1; tries += 1) {
    // The worst ones mostly, each given room at the soonest or somewhere before its place now; others there are pushed.
    const index = late[Math.floor(late.length * share() ** 3)]!;
    const first = model.first[index]!;
    const close = model.first[index + 1]!;
    turn.set(bestTurn);
    // Those in the way go elsewhere: fewer have to move for them in turn.
    kept.yields = bestYields || int(4) > 0;
    const wasFree = free.slice(first, close);
    giveFree(index);
    const nearer = int(2) === 0 ? 0 : share();
    let ready = Math.max(frozenUntil, model.release[index]!);
    for (let operation = first; operation < close; operation += 1) {
      ready = Math.max(ready, materialReady(model, best.schedule, operation));
      const now = best.schedule.start[operation]!;
      turn[operation] = Math.min(turn[operation]!, ready + nearer * Math.max(0, now - ready));
      const left = operation + 1 < close ? model.rest[operation + 1]! : 0;
      ready += model.rest[operation]! - left;
    }
    if (offer(run())) late = worse();
    else {
      free.set(wasFree, first);
      for (let operation = first; operation < close; operation += 1) keep(operation);
    }
  }
  return { schedule: best.schedule, moved: best.moved };
};
