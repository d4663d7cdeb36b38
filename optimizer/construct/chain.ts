import type { Board } from "./board.ts";
import type { Model } from "./model.ts";
import { startToEnd } from "./ready.ts";
import type { Schedule } from "./schedule.ts";

/** Beyond this many tries a chain counts as one that does not fit. */
const mostTries = 2_000;

/** Last operation of the chain that each one begins: maximum lags bind its operations, so they are placed together. */
const chainEnds = (model: Model): Int32Array => {
  const ends = Int32Array.from(model.keys, (_, operation) => operation);
  for (let operation = model.keys.length - 2; operation >= 0; operation -= 1)
    if (
      model.maxLag[operation]! < Number.POSITIVE_INFINITY &&
      model.orderOf[operation] === model.orderOf[operation + 1] &&
      !model.fixed[operation] &&
      !model.fixed[operation + 1]
    )
      ends[operation] = ends[operation + 1]!;
  return ends;
};

/** What operations had before and should keep, each by itself. */
export interface Kept {
  /** Alternative that an operation takes as long as it can start in time there; -1, any. */
  readonly alternative: Int32Array;
  /** It does not start sooner. */
  readonly start: Float64Array;
  /** Who cannot start in time goes wherever it ends soonest, instead of later on its own alternative. */
  yields: boolean;
}

/**
 * Places an operation with all that maximum lags bind to it. When a later one would start too late, the one before it
 * is put back and comes as much later (the timetabling step of no-wait job shops, Macchiaroli, Mole and Riemma 1999).
 */
export const createChains = (model: Model, board: Board, kept?: Kept) => {
  const ends = chainEnds(model);
  const notBefore = new Float64Array(model.keys.length);
  /** When an operation must start at the latest by what is fixed before it in its order, or has ended. */
  const latestByFact = (operation: number): number => {
    const follows = operation > 0 && model.orderOf[operation] === model.orderOf[operation - 1];
    const fact = follows ? model.fixed[operation - 1] : undefined;
    return fact ? fact.end + model.maxLag[operation - 1]! : model.latestStart[operation]!;
  };
  /** Operations that must follow a fact in time, the first one first. */
  const urgent = [...model.keys.keys()]
    .filter((operation) => !model.fixed[operation] && latestByFact(operation) < Number.POSITIVE_INFINITY)
    .sort((a, b) => latestByFact(a) - latestByFact(b) || a - b);
  /** When an operation must end at the soonest, so that a fact after it starts in time. */
  const heldUntil = (operation: number): number => {
    const next = operation + 1;
    const follows = model.orderOf[next] === model.orderOf[operation];
    return follows && model.fixed[next] ? model.fixed[next].start - model.maxLag[operation]! : 0;
  };
  const lookFrom = (operation: number, only?: number): boolean => {
    const held = heldUntil(operation);
    let from = notBefore[operation]!;
    for (;;) {
      if (!board.look(operation, from, only)) return false;
      const { resource, alternative, end } = board.found;
      if (end >= held) return true;
      // Another alternative may end sooner from there on.
      from = startToEnd(
        model.calendars[resource]!,
        model.alternatives[operation]![alternative]!.duration,
        held,
      );
      if (!(from > board.found.start)) return true;
    }
  };
  /** When to start at the soonest so as to end no sooner than at a moment: across a break less is enough than what it is short by. */
  const later = (schedule: Schedule, operation: number, end: number, short: number): number => {
    const start = schedule.start[operation]!;
    const calendar = model.calendars[schedule.resource[operation]!]!;
    const { duration } = model.alternatives[operation]![schedule.alternative[operation]!]!;
    const soonest = startToEnd(calendar, duration, end);
    return soonest > start ? Math.min(soonest, start + short) : start + short;
  };
  const look = (operation: number): boolean => {
    const only = kept ? kept.alternative[operation]! : -1;
    const found = lookFrom(operation, only);
    if (only < 0 || !kept?.yields || (found && board.found.start <= kept.start[operation]!)) return found;
    return lookFrom(operation);
  };
  return {
    urgent,
    /** Last operation that is placed together with one. */
    endOf: (operation: number): number => ends[operation]!,
    /** How many operations were placed; 0 when there is no room for all of them. */
    place: (schedule: Schedule, first: number): number => {
      const last = ends[first]!;
      for (let operation = first; operation <= last; operation += 1)
        notBefore[operation] = kept ? kept.start[operation]! : 0;
      const latestOf = (operation: number): number =>
        operation > model.first[model.orderOf[operation]!]!
          ? schedule.end[operation - 1]! + model.maxLag[operation - 1]!
          : model.latestStart[operation]!;
      let operation = first;
      for (let tries = 0; operation <= last && tries < mostTries; tries += 1) {
        if (!look(operation)) break;
        const late = board.found.start - latestOf(operation);
        if (late <= 0) {
          board.commit(operation);
          operation += 1;
          continue;
        }
        if (operation === first) return 0;
        const wanted = schedule.end[operation - 1]! + late;
        operation -= 1;
        notBefore[operation] = later(schedule, operation, wanted, late);
        board.undo(operation);
      }
      if (operation > last) return last - first + 1;
      while (operation > first) board.undo(--operation);
      return 0;
    },
  };
};
export type Chains = ReturnType<typeof createChains>;
