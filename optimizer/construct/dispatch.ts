import { createBoard } from "./board.ts";
import { createChains } from "./chain.ts";
import { emptySchedule } from "./decode.ts";
import type { Model } from "./model.ts";
import { createTournament } from "./tournament.ts";

/** Least working seconds from an operation to its order's end. */
const remaining = (model: Model): Float64Array => {
  const rest = new Float64Array(model.keys.length + 1);
  for (let operation = model.keys.length - 1; operation >= 0; operation -= 1) {
    const shortest = Math.min(...model.alternatives[operation]!.map(({ duration }) => duration));
    const last = operation + 1 === model.first[model.orderOf[operation]! + 1];
    rest[operation] = shortest + model.lag[operation]! + (last ? 0 : rest[operation + 1]!);
  }
  return rest;
};

export const rules = ["due", "slack", "weightedSlack", "setup", "weight", "atcs", "onTime"] as const;
export type Rule = (typeof rules)[number];

/** Mean working seconds and mean set-up of the operations: the scales of the ATCS index. */
const scales = (model: Model) => {
  let work = 0;
  let count = 0;
  for (const alternatives of model.alternatives)
    for (const { duration } of alternatives) {
      work += duration;
      count += 1;
    }
  let setup = 0;
  let pairs = 0;
  const families = new Set(model.family.filter((family) => family >= 0));
  for (let resource = 0; resource < model.calendars.length; resource += 1)
    for (const from of families)
      for (const to of families) {
        const seconds = model.setup(resource, from, to);
        if (seconds === 0) continue;
        setup += seconds;
        pairs += 1;
      }
  return { work: work / Math.max(1, count), setup: pairs > 0 ? setup / pairs : 1 };
};
/** Look-ahead parameters of ATCS: how many mean operations of slack, and what part of a mean set-up, count as one. */
const slackScale = 4;
const setupScale = 0.3;
const hopeless = 1_000;

/**
 * Builds a sequence by dispatching: of the operations that could start before the soonest possible end (the conflict
 * set of Giffler and Thompson 1960), the rule's favourite goes next. The rule "atcs" is the apparent tardiness cost with
 * set-ups of Lee, Bhaskaran and Pinedo 1997; "onTime" is the same but puts what is late already behind the rest.
 */
export const dispatch = (model: Model, rule: Rule): Int32Array => {
  const rest = remaining(model);
  const resources = model.calendars.length;
  const free = new Float64Array(resources);
  const family = Int32Array.from(model.initialFamily);
  const next = Int32Array.from(model.first.subarray(0, model.orders));
  const ready = Float64Array.from(model.release);
  const mean = scales(model);
  const sequence: number[] = [];
  // Each open order's place if it went next; the tournaments know the soonest end and who starts before it.
  const placeResource = new Int32Array(model.orders);
  const placeStart = new Float64Array(model.orders);
  const placeEnd = new Float64Array(model.orders);
  const placeSetup = new Float64Array(model.orders);
  const ends = createTournament(model.orders);
  const starts = createTournament(model.orders);
  /** Orders that are not looked at yet, by when their next operation can start at the soonest. */
  const arrivals = createTournament(model.orders);
  /** Operations that wait for each resource; what has gone is dropped when the list is passed next. */
  const waiting: number[][] = model.calendars.map(() => []);
  // Rules that the free times of the resources cannot show are kept by the board, on which everything is placed.
  const board = model.constrained ? createBoard(model) : undefined;
  const chains = board && createChains(model, board);
  const schedule = emptySchedule(model);
  const placed = new Uint8Array(model.keys.length);
  board?.reset(schedule);

  const enqueue = (order: number) => {
    const operation = next[order]!;
    arrivals.set(order, Math.max(ready[order]!, model.materialTime[operation]!));
  };
  /** When the operation after a placed one can come: with a transfer batch the board knows more. */
  const nextReady = (operation: number): number =>
    model.transfer[operation]! < 1
      ? schedule.start[operation]!
      : schedule.end[operation]! + model.lag[operation]!;
  /** Passes over what runs or is frozen, and over what has its place together with an operation before it. */
  const skipFixed = (order: number) => {
    while (next[order]! < model.first[order + 1]!) {
      const operation = next[order]!;
      const fixed = model.fixed[operation];
      if (!fixed && !placed[operation]) break;
      next[order]! += 1;
      sequence.push(order);
      if (!fixed) {
        ready[order] = nextReady(operation);
        continue;
      }
      if (fixed.end > free[fixed.resource]!) {
        free[fixed.resource] = fixed.end;
        family[fixed.resource] = model.family[operation]!;
      }
      ready[order] = fixed.end + model.lag[operation]!;
    }
    if (next[order]! < model.first[order + 1]!) enqueue(order);
  };
  for (const operation of chains?.urgent ?? [])
    placed.fill(1, operation, operation + chains!.place(schedule, operation));
  for (let order = 0; order < model.orders; order += 1) skipFixed(order);

  /** Looks where an order's next operation would end soonest; false when no calendar holds it. */
  const place = (order: number): boolean => {
    const operation = next[order]!;
    const from = Math.max(ready[order]!, model.materialTime[operation]!);
    let best = Number.POSITIVE_INFINITY;
    if (board?.look(operation, 0)) {
      best = board.found.end;
      placeResource[order] = board.found.resource;
      placeStart[order] = board.found.start;
      placeEnd[order] = best;
      placeSetup[order] = board.found.setup;
    }
    for (const { resource, duration } of board ? [] : model.alternatives[operation]!) {
      const calendar = model.calendars[resource]!;
      const setup = model.setup(resource, family[resource]!, model.family[operation]!);
      const prepared = setup > 0 ? calendar.finish(calendar.opens(free[resource]!), setup) : free[resource]!;
      // Nothing that cannot even start before the best end is looked at more closely.
      if (prepared >= best) continue;
      const start = calendar.opens(Math.max(from, prepared));
      const end = calendar.finish(start, duration);
      if (end >= best) continue;
      best = end;
      placeResource[order] = resource;
      placeStart[order] = start;
      placeEnd[order] = end;
      placeSetup[order] = setup;
    }
    ends.set(order, best);
    starts.set(order, best < Number.POSITIVE_INFINITY ? placeStart[order]! : best);
    return best < Number.POSITIVE_INFINITY;
  };
  /** No calendar holds it: it stays in the sequence, and the decoder reports that it has no place. */
  const giveUp = (order: number) => {
    sequence.push(order);
    next[order]! += 1;
    skipFixed(order);
  };
  /** Brings in who could be among the next: nobody else can start before the soonest end. */
  const admit = () => {
    while (arrivals.least() < ends.least()) {
      let order = -1;
      arrivals.below(ends.least(), (found) => {
        if (order < 0) order = found;
      });
      arrivals.set(order, Number.POSITIVE_INFINITY);
      const operation = next[order]!;
      if (place(order))
        for (const { resource } of model.alternatives[operation]!) waiting[resource]!.push(operation);
      else giveUp(order);
    }
  };
  const cost = (order: number): number => {
    const start = placeStart[order]!;
    const setup = placeSetup[order]!;
    const due = model.due[order]!;
    const operation = next[order]!;
    const slack = due - start - rest[operation]!;
    switch (rule) {
      case "due":
        return due;
      case "slack":
        return slack;
      case "weightedSlack":
        return Math.max(0, slack) / model.weight[order]! + setup;
      case "setup":
        return setup * 100 + slack / model.weight[order]!;
      case "weight":
        return -model.weight[order]! * 1e7 + due;
      case "atcs":
      case "onTime":
        // The negative logarithm of the index; who cannot be on time any more makes way for who can.
        return (
          Math.max(0, slack) / (slackScale * mean.work) +
          setup / (setupScale * mean.setup) -
          Math.log(model.weight[order]! / rest[operation]!) +
          (rule === "onTime" && slack < 0 ? hopeless : 0)
        );
    }
  };

  for (;;) {
    admit();
    const soonest = ends.least();
    if (soonest === Number.POSITIVE_INFINITY) break;
    let chosen = -1;
    let least = Number.POSITIVE_INFINITY;
    starts.below(soonest, (order) => {
      const value = cost(order);
      if (value >= least) return;
      least = value;
      chosen = order;
    });
    if (chosen < 0) break;
    const operation = next[chosen]!;
    let resource = placeResource[chosen]!;
    if (chains) {
      // What other resources have taken since the last look may have pushed it back.
      const start = placeStart[chosen]!;
      if (!place(chosen)) {
        giveUp(chosen);
        continue;
      }
      if (placeStart[chosen]! > start) continue;
      placed.fill(1, operation, operation + chains.place(schedule, operation));
      resource = schedule.resource[operation]!;
      ready[chosen] = nextReady(operation);
    } else {
      free[resource] = placeEnd[chosen]!;
      family[resource] = model.family[operation]!;
      ready[chosen] = placeEnd[chosen]! + model.lag[operation]!;
    }
    next[chosen]! += 1;
    sequence.push(chosen);
    ends.set(chosen, Number.POSITIVE_INFINITY);
    starts.set(chosen, Number.POSITIVE_INFINITY);
    skipFixed(chosen);
    // Whoever looked at that resource has to look again.
    const list = waiting[resource]!;
    let kept = 0;
    for (const waiter of list) {
      const order = model.orderOf[waiter]!;
      if (next[order] !== waiter || ends.at(order) === Number.POSITIVE_INFINITY) continue;
      if (place(order)) list[kept++] = waiter;
      else giveUp(order);
    }
    list.length = kept;
  }
  return Int32Array.from(sequence);
};
