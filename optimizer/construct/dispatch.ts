import { createHeap } from "./heap.ts";
import type { Model } from "./model.ts";
import { createBoardPlacer, createFrontPlacer } from "./placer.ts";
import { type Rule, reluctanceOf, type Scales } from "./rules.ts";
import { createTournament } from "./tournament.ts";

/** Most orders that are looked at for one resource; with more in line the rule's favourites come first. */
const mostActive = 64;

export { type Rule, rules } from "./rules.ts";

/** Seats of those who are looked at: few beside all orders, so that tournaments among them stay small. */
const createSeats = (orders: number, count: number) => {
  const seat = new Int32Array(orders).fill(-1);
  const sitting = new Int32Array(count);
  const free = Array.from({ length: count }, (_, index) => count - 1 - index);
  return {
    count,
    /** -1 for who has none. */
    of: (order: number): number => seat[order]!,
    at: (place: number): number => sitting[place]!,
    take: (order: number): void => {
      seat[order] = free.pop()!;
      sitting[seat[order]!] = order;
    },
    leave: (order: number): void => {
      free.push(seat[order]!);
      seat[order] = -1;
    },
  };
};

/**
 * Builds a sequence by dispatching: of the operations that could start before the soonest possible end (the conflict
 * set of Giffler and Thompson 1960), the rule's favourite goes next.
 *
 * @param onBoard Sees secondary resources, batches and maximum lags; takes time that grows with the square of the orders.
 */
export const dispatch = (model: Model, rule: Rule, onBoard = false, scales?: Scales): Int32Array => {
  const reluctance = reluctanceOf(model, rule, scales);
  const placer = onBoard ? createBoardPlacer(model) : createFrontPlacer(model);
  const { supply } = model;
  const next = Int32Array.from(model.first.subarray(0, model.orders));
  const ready = Float64Array.from(model.release);
  const sequence: number[] = [];
  // Each open order's place if it went next; the tournaments know the soonest end and who starts before it.
  const resource = new Int32Array(model.orders);
  const start = new Float64Array(model.orders);
  const setup = new Float64Array(model.orders);
  const seats = createSeats(model.orders, Math.min(model.orders, mostActive * model.calendars.length));
  const ends = createTournament(seats.count);
  const starts = createTournament(seats.count);
  /** Orders that are not looked at yet, by when their next operation can start at the soonest. */
  const arrivals = createTournament(model.orders);
  /** Operations that wait for each resource; what has gone is dropped when the list is passed next. */
  const waiting: number[][] = model.calendars.map(() => []);
  /** Orders that are looked at, by the first resource that could do their next operation; the others wait in line. */
  const active = new Int32Array(model.calendars.length);
  const line = model.calendars.map(createHeap);
  const placed = new Uint8Array(model.keys.length);
  for (const operation of placer.placed) placed[operation] = 1;
  /** Orders that have not ended yet and make something that an operation needs. */
  const open = Int32Array.from(
    model.keys,
    (_, operation) => supply.firstMaker[operation + 1]! - supply.firstMaker[operation]!,
  );
  const made = new Float64Array(model.keys.length);

  const arrive = (order: number) => {
    const operation = next[order]!;
    if (open[operation]! > 0) return;
    arrivals.set(order, Math.max(ready[order]!, supply.materialTime[operation]!, made[operation]!));
  };
  /** Tells who waits for what an order makes that it has ended. */
  const deliver = (order: number) => {
    const end = placer.endOf(model.first[order + 1]! - 1);
    for (let at = supply.firstUser[order]!; at < supply.firstUser[order + 1]!; at += 1) {
      const operation = supply.user[at]!;
      open[operation]! -= 1;
      made[operation] = Math.max(made[operation]!, end);
      const user = model.orderOf[operation]!;
      // A fact is passed over when its order comes to it, whatever it uses.
      if (next[user] === operation && !placed[operation] && !model.fixed[operation]) arrive(user);
    }
  };
  /** Passes over what runs or is frozen, and over what has its place together with an operation before it. */
  const advance = (order: number) => {
    while (next[order]! < model.first[order + 1]!) {
      const operation = next[order]!;
      const fixed = model.fixed[operation];
      if (!fixed && !placed[operation]) break;
      next[order]! += 1;
      sequence.push(order);
      if (fixed) placer.pass(operation);
      ready[order] = placer.nextReady(operation);
    }
    if (next[order]! < model.first[order + 1]!) arrive(order);
    else deliver(order);
  };
  for (let order = 0; order < model.orders; order += 1) advance(order);

  /** Looks where an order's next operation would end soonest; false when no calendar holds it. */
  const look = (order: number): boolean => {
    const operation = next[order]!;
    const from = Math.max(ready[order]!, supply.materialTime[operation]!, made[operation]!);
    const found = placer.look(operation, from);
    const { offer } = placer;
    if (found) {
      resource[order] = offer.resource;
      start[order] = offer.start;
      setup[order] = offer.setup;
    }
    ends.set(seats.of(order), found ? offer.end : Number.POSITIVE_INFINITY);
    starts.set(seats.of(order), found ? offer.start : Number.POSITIVE_INFINITY);
    return found;
  };
  /** No calendar holds it: it stays in the sequence, and the decoder reports that it has no place. */
  const giveUp = (order: number) => {
    leave(order);
    sequence.push(order);
    next[order]! += 1;
    advance(order);
  };
  const homeOf = (order: number): number => model.alternatives[next[order]!]![0]!.resource;
  /** Is looked at no more; the most urgent of those in line comes instead. */
  const leave = (order: number) => {
    ends.set(seats.of(order), Number.POSITIVE_INFINITY);
    starts.set(seats.of(order), Number.POSITIVE_INFINITY);
    seats.leave(order);
    const home = homeOf(order);
    active[home]! -= 1;
    const following = line[home]!.pop();
    if (following !== undefined) enter(following);
  };
  const enter = (order: number) => {
    const operation = next[order]!;
    active[homeOf(order)]! += 1;
    seats.take(order);
    if (!look(order)) giveUp(order);
    else if (!placer.lazy)
      for (const alternative of model.alternatives[operation]!)
        waiting[alternative.resource]!.push(operation);
  };
  /** Brings in who could be among the next: nobody else can start before the soonest end. */
  const admit = () => {
    while (arrivals.least() < ends.least()) {
      const time = arrivals.least();
      const order = arrivals.winner();
      arrivals.set(order, Number.POSITIVE_INFINITY);
      const home = homeOf(order);
      if (active[home]! < mostActive) enter(order);
      else line[home]!.push(order, reluctance(next[order]!, time, 0));
    }
  };
  /** Whoever looked at a resource before something was placed there looks again. */
  const lookAgain = (changed: number) => {
    const list = waiting[changed]!;
    const lost: number[] = [];
    let kept = 0;
    for (const waiter of list) {
      const order = model.orderOf[waiter]!;
      if (next[order] !== waiter || seats.of(order) < 0) continue;
      if (look(order)) list[kept++] = waiter;
      else lost.push(order);
    }
    list.length = kept;
    for (const order of lost) giveUp(order);
  };

  for (;;) {
    admit();
    const soonest = ends.least();
    if (soonest === Number.POSITIVE_INFINITY) break;
    let chosen = -1;
    let least = Number.POSITIVE_INFINITY;
    starts.below(soonest, (seat) => {
      const order = seats.at(seat);
      const operation = next[order]!;
      const needed = placer.lazy ? placer.setupNow(operation, resource[order]!) : setup[order]!;
      const value = reluctance(operation, start[order]!, needed);
      if (value > least || (value === least && order > chosen)) return;
      least = value;
      chosen = order;
    });
    if (chosen < 0) break;
    const operation = next[chosen]!;
    // What was placed since the last look may have pushed it back.
    const before = start[chosen]!;
    if (!look(chosen)) {
      giveUp(chosen);
      continue;
    }
    if (start[chosen]! > before) continue;
    const taken = resource[chosen]!;
    const count = placer.commit(operation);
    if (count === 0) {
      giveUp(chosen);
      continue;
    }
    placed.fill(1, operation, operation + count);
    leave(chosen);
    advance(chosen);
    if (!placer.lazy) lookAgain(taken);
  }
  return Int32Array.from(sequence);
};
