import { createBoard } from "./board.ts";
import { createChains } from "./chain.ts";
import { emptySchedule } from "./decode.ts";
import type { Model } from "./model.ts";

/** Where an operation would go if it went next. */
export interface Offer {
  resource: number;
  start: number;
  end: number;
  setup: number;
}

/** Places operations one after the other, and says beforehand where the next one would go. */
export interface Placer {
  /** The answer of the last `look` that found something. */
  readonly offer: Readonly<Offer>;
  /** Operations that have their place before anything is dispatched. */
  readonly placed: readonly number[];
  /** Where an operation that can come at a moment would end soonest; false when no calendar holds it. */
  look(operation: number, ready: number): boolean;
  /** Takes what the last look offered; says how many operations of the order from this one on have their places now. */
  commit(operation: number): number;
  /** Passes over an operation that is fixed. */
  pass(operation: number): void;
  /** When the operation after a placed one can come at the soonest. */
  nextReady(operation: number): number;
  endOf(operation: number): number;
  /** Set-up that an operation would need on a resource now. */
  setupNow(operation: number, resource: number): number;
  /** What was offered before may be out of date, always to the worse: it must be asked for again. */
  readonly lazy: boolean;
}

/**
 * Places behind what is there already: all that plain problems need. Of a batch it sees its share of the resource's capacity, of
 * secondary resources and maximum lags nothing, which makes a sequence in no time for the board to decode.
 */
export const createFrontPlacer = (model: Model): Placer => {
  const free = new Float64Array(model.calendars.length);
  const family = Int32Array.from(model.initialFamily);
  const offer = { resource: -1, start: 0, end: 0, setup: 0, duration: 0 };
  const end = new Float64Array(model.keys.length);
  /** Seconds for which an operation keeps others from a resource. */
  const taken = (operation: number, resource: number, duration: number): number => {
    const capacity = model.batchCapacity[resource]!;
    return capacity > 0 && model.batchFamily[operation]! >= 0
      ? (duration * model.batchSize[operation]!) / capacity
      : duration;
  };
  return {
    offer,
    lazy: false,
    placed: [],
    setupNow: (operation, resource) => model.setup(resource, family[resource]!, model.family[operation]!),
    look: (operation, ready) => {
      offer.end = Number.POSITIVE_INFINITY;
      for (const { resource, duration } of model.alternatives[operation]!) {
        const calendar = model.calendars[resource]!;
        const setup = model.setup(resource, family[resource]!, model.family[operation]!);
        const prepared =
          setup > 0 ? calendar.finish(calendar.opens(free[resource]!), setup) : free[resource]!;
        // Nothing that cannot even start before the best end is looked at more closely.
        if (prepared >= offer.end) continue;
        const start = calendar.opens(Math.max(ready, prepared));
        const through = calendar.finish(start, duration);
        if (through >= offer.end) continue;
        offer.resource = resource;
        offer.start = start;
        offer.end = through;
        offer.setup = setup;
        offer.duration = duration;
      }
      return offer.end < Number.POSITIVE_INFINITY;
    },
    commit: (operation) => {
      const { resource, start } = offer;
      const duration = taken(operation, resource, offer.duration);
      free[resource] =
        duration === offer.duration ? offer.end : model.calendars[resource]!.finish(start, duration);
      family[resource] = model.family[operation]!;
      end[operation] = offer.end;
      return 1;
    },
    pass: (operation) => {
      const fixed = model.fixed[operation]!;
      end[operation] = fixed.end;
      if (fixed.end <= free[fixed.resource]!) return;
      free[fixed.resource] = fixed.end;
      family[fixed.resource] = model.family[operation]!;
    },
    nextReady: (operation) => end[operation]! + model.lag[operation]!,
    endOf: (operation) => end[operation]!,
  };
};

/** Places on the board, which keeps every rule; what maximum lags bind together is placed together. */
export const createBoardPlacer = (model: Model): Placer => {
  const board = createBoard(model);
  const chains = createChains(model, board);
  const schedule = emptySchedule(model);
  const family = Int32Array.from(model.initialFamily);
  board.reset(schedule);
  const placed: number[] = [];
  for (const operation of chains.urgent) {
    const count = chains.place(schedule, operation);
    for (let at = operation; at < operation + count; at += 1) placed.push(at);
  }
  return {
    offer: board.found,
    lazy: true,
    placed,
    setupNow: (operation, resource) => model.setup(resource, family[resource]!, model.family[operation]!),
    look: (operation) => board.look(operation, 0),
    commit: (operation) => {
      const count = chains.place(schedule, operation);
      for (let at = operation; at < operation + count; at += 1)
        family[schedule.resource[at]!] = model.family[at]!;
      return count;
    },
    pass: (operation) => {
      const { resource } = model.fixed[operation]!;
      family[resource] = model.family[operation]!;
    },
    endOf: (operation) => schedule.end[operation]!,
    // With a transfer batch the board knows more.
    nextReady: (operation) =>
      model.transfer[operation]! < 1
        ? schedule.start[operation]!
        : schedule.end[operation]! + model.lag[operation]!,
  };
};
