import type { Schedule } from "../schedule.ts";

/** What operations had before; those that count are counted when they are elsewhere now. */
export interface Before {
  readonly resource: Int32Array;
  readonly start: Float64Array;
  /** 1 for each that counts. */
  readonly counts: Uint8Array;
}

/** What moves cost, and how many there may be. */
export interface MoveLimits {
  /** What each operation that counts costs when it is elsewhere now. */
  readonly moveCost: number;
  /** Most of them that may be. */
  readonly mostMoved: number;
}

/** How many of the operations that count are elsewhere than before. */
export interface Moves {
  /** Looks at an operation anew, after each change of its place or time. */
  judge(operation: number): void;
  count(): number;
  cost(): number;
  /** Sets what moves cost from now on, and how many there may be; at first they cost nothing, and all may move. */
  limit(limits: MoveLimits): void;
  /** Whether no more have moved than may. */
  areFew(): boolean;
}

export const createMoves = (schedule: Schedule, isIn: Uint8Array, before: Before | undefined): Moves => {
  const isMoved = new Uint8Array(isIn.length);
  let moved = 0;
  let moveCost = 0;
  let mostMoved = isIn.length;
  return {
    judge: (operation) => {
      if (!before?.counts[operation]) return;
      const now =
        isIn[operation] &&
        (schedule.start[operation] !== before.start[operation] ||
          schedule.resource[operation] !== before.resource[operation])
          ? 1
          : 0;
      moved += now - isMoved[operation]!;
      isMoved[operation] = now;
    },
    count: () => moved,
    cost: () => moveCost * moved,
    limit: (limits) => {
      ({ moveCost, mostMoved } = limits);
    },
    areFew: () => moved <= mostMoved,
  };
};
