import type { Model } from "../construct/model.ts";
import type { Trail } from "../construct/trail.ts";
import type { Random } from "../random.ts";

/** A stretch of the sequence in another turn. */
export interface Move {
  readonly from: number;
  readonly stretch: Int32Array;
}

/** Positions that are looked through for a neighbour on the same resource. */
const farthest = 4_000;
/** Most places on its resource that an operation moves at once. */
const mostSteps = 6;

/**
 * Moves that mean something on a resource: a late order's operation goes ahead of those before it there, next to its own set-up
 * family, or one that can wait goes behind it (insertion moves on the blocks of a machine, as Dell'Amico and Trubian 1993).
 */
export const createMoves = (model: Model, trail: Trail, { int }: Random) => {
  const { sequence, schedule, operationAt, positionOf } = trail;
  const late: number[] = [];
  const collectLate = (): void => {
    late.length = 0;
    for (let order = 0; order < model.orders; order += 1)
      if (schedule.end[model.first[order + 1]! - 1]! > model.due[order]!) late.push(order);
  };
  /** Takes the entry at a position to another one; those in between make way. */
  const shifted = (from: number, to: number): Move => {
    const low = Math.min(from, to);
    const stretch = sequence.slice(low, Math.max(from, to) + 1);
    const value = sequence[from]!;
    if (to < from) {
      stretch.copyWithin(1, 0, stretch.length - 1);
      stretch[0] = value;
    } else {
      stretch.copyWithin(0, 1);
      stretch[stretch.length - 1] = value;
    }
    return { from: low, stretch };
  };
  /** The next position before or behind one whose operation is on a resource, of a set-up family when one is named. */
  const neighbour = (position: number, step: 1 | -1, resource: number, family = -1): number => {
    for (let at = position + step, seen = 0; seen < farthest; at += step, seen += 1) {
      if (at < 0 || at >= sequence.length) return -1;
      const other = operationAt[at]!;
      if (schedule.resource[other] !== resource || model.fixed[other]) continue;
      if (family < 0 || model.family[other] === family) return at;
    }
    return -1;
  };
  /** An operation of the order, rather one that waits for its resource. */
  const waiterOf = (order: number): number => {
    const first = model.first[order]!;
    const size = model.first[order + 1]! - first;
    const start = int(size);
    for (let step = 0; step < size; step += 1) {
      const operation = first + ((start + step) % size);
      if (model.fixed[operation]) continue;
      const ready = Math.max(
        operation === first
          ? model.release[order]!
          : schedule.end[operation - 1]! + model.lag[operation - 1]!,
        model.supply.materialTime[operation]!,
      );
      if (schedule.start[operation]! > ready) return operation;
    }
    return first + start;
  };
  const ahead = (operation: number): Move | undefined => {
    const from = positionOf[operation]!;
    const resource =
      model.alternatives[operation]![int(4) === 0 ? int(model.alternatives[operation]!.length) : 0]!.resource;
    const lane = int(4) === 0 ? resource : schedule.resource[operation]!;
    let to = from;
    for (let steps = 1 + int(mostSteps); steps > 0; steps -= 1) {
      const before = neighbour(to, -1, lane);
      if (before < 0) break;
      to = before;
    }
    return to < from ? shifted(from, to) : undefined;
  };
  const toFamily = (operation: number): Move | undefined => {
    const from = positionOf[operation]!;
    const family = model.family[operation]!;
    if (family < 0) return undefined;
    const step = int(3) === 0 ? 1 : -1;
    const to = neighbour(from, step, schedule.resource[operation]!, family);
    if (to < 0) return undefined;
    return shifted(from, step < 0 ? Math.min(from, to + 1) : to);
  };
  const behind = (operation: number): Move | undefined => {
    const to = positionOf[operation]!;
    let from = to;
    for (let steps = 1 + int(3); steps > 0; steps -= 1) {
      const before = neighbour(from, -1, schedule.resource[operation]!);
      if (before < 0) break;
      from = before;
    }
    return from < to ? shifted(from, to) : undefined;
  };
  return {
    collectLate,
    late,
    next: (): Move | undefined => {
      const kind = int(20);
      const operation =
        late.length > 0 && kind < 15 ? waiterOf(late[int(late.length)]!) : operationAt[int(sequence.length)]!;
      if (model.fixed[operation]) return undefined;
      const draw = int(10);
      if (draw < 4) return ahead(operation);
      if (draw < 7) return behind(operation);
      return toFamily(operation);
    },
  };
};
