import type { PegNetwork } from "./network.ts";
import type { Prices } from "./prices.ts";
import type { Rules } from "./rules.ts";
import type { Sweep } from "./sweep.ts";

/**
 * What is in doubt: orders for which several waits are about as good at the prices, and what they leave short. An order's waits
 * are steps, each from one open wait to the next.
 */
export interface Doubt {
  /** Orders with more than one wait open. */
  readonly orders: Int32Array;
  /** By order: the steps that it has taken to begin with. */
  readonly taken: Int32Array;
  /** First step of each order, closed. */
  readonly first: Int32Array;
  /** The order, by its place, that takes a step. */
  readonly taker: Int32Array;
  /** Weighted hours that each step costs, and the wait that it leads to. */
  readonly cost: Float64Array;
  readonly wait: Float64Array;
  /** First entry of each step, closed: the rules that more pieces wait by. */
  readonly entries: Int32Array;
  readonly rule: Int32Array;
  readonly pieces: Float64Array;
  /** Pieces that each rule lacks when no step is taken; rules that lack nothing then have no entries. */
  readonly lack: Float64Array;
  /** What a piece is paid by each rule. */
  readonly pay: Float64Array;
  /** Least open wait, of all orders. */
  readonly least: Float64Array;
}

/** What a piece is paid by the rules as they were given: those that were stated anew pay for theirs. */
const payOf = ({ pricing, stated }: Prices, { lack }: Rules): Float64Array => {
  const pay = new Float64Array(lack.length);
  for (const [rule, paid] of pricing.pay().entries()) pay[stated.given[rule]!]! += paid;
  return pay;
};

export interface Weighing {
  readonly network: PegNetwork;
  readonly sweep: Sweep;
  readonly rules: Rules;
  readonly prices: Prices;
}

/** What is in doubt when each row of the sweep has some waits open, the shortest first, and takes the last that is no longer than its own. */
export const createDoubt = (
  { network, sweep, rules, prices }: Weighing,
  open: readonly (readonly number[])[],
  waits: Float64Array,
): Doubt => {
  const { weight, unserved } = network;
  const lack = Float64Array.from(rules.lack);
  const least = new Float64Array(network.orders);
  const orders: number[] = [];
  const taken: number[] = [];
  const first: number[] = [0];
  const taker: number[] = [];
  const cost: number[] = [];
  const wait: number[] = [];
  /** Ends of the entries of each step in the sweep, and where the first begins. */
  const from: number[] = [];
  const to: number[] = [];
  for (const [row, order] of sweep.orders.entries()) {
    const end = sweep.first[row + 1]!;
    let last = sweep.first[row]!;
    let steps = 0;
    for (const [place, now] of open[row]!.entries()) {
      const begin = last;
      while (last < end && (now >= unserved[order]! || sweep.wait[last]! <= now)) last += 1;
      if (place === 0) {
        least[order] = now;
        for (let at = begin; at < last; at += 1) lack[sweep.rule[at]!]! -= sweep.pieces[at]!;
        continue;
      }
      cost.push(weight[order]! * (now - open[row]![place - 1]!));
      wait.push(now);
      taker.push(orders.length);
      from.push(begin);
      to.push(last);
      if (now <= waits[order]!) steps += 1;
    }
    if (first.at(-1) === cost.length) continue;
    taken.push(steps);
    orders.push(order);
    first.push(cost.length);
  }
  const entries: number[] = [0];
  const places: number[] = [];
  for (let step = 0; step < cost.length; step += 1) {
    for (let at = from[step]!; at < to[step]!; at += 1) if (lack[sweep.rule[at]!]! > 0) places.push(at);
    entries.push(places.length);
  }
  return {
    orders: Int32Array.from(orders),
    taken: Int32Array.from(taken),
    first: Int32Array.from(first),
    taker: Int32Array.from(taker),
    cost: Float64Array.from(cost),
    wait: Float64Array.from(wait),
    entries: Int32Array.from(entries),
    rule: Int32Array.from(places, (at) => sweep.rule[at]!),
    pieces: Float64Array.from(places, (at) => sweep.pieces[at]!),
    lack,
    pay: payOf(prices, rules),
    least,
  };
};

/**
 * Opens the waits that cost an order little more at the prices than its best, and the one that it has.
 *
 * @param waits By order, what it has.
 * @param most Weighted hours above the best.
 */
export const findDoubt = (weighing: Weighing, waits: Float64Array, most: number): Doubt => {
  const { network, sweep, prices } = weighing;
  const { weight, unserved } = network;
  const { sweep: priced, lack } = prices.stated;
  const pay = prices.pricing.pay();
  const open = Array.from(sweep.orders, (order, row): number[] => {
    const end = sweep.first[row + 1]!;
    /** Tells every wait, and what it costs less what it is paid. */
    const walk = (visit: (now: number, value: number) => void): void => {
      let at = sweep.first[row]!;
      let next = priced.first[row]!;
      let paid = 0;
      for (let now = sweep.least[row]!; ; now = at < end ? sweep.wait[at]! : unserved[order]!) {
        const all = now >= unserved[order]!;
        while (at < end && (all || sweep.wait[at]! <= now)) at += 1;
        for (; next < priced.first[row + 1]! && (all || priced.wait[next]! <= now); next += 1)
          paid +=
            Math.min(priced.pieces[next]!, Math.max(0, lack[priced.rule[next]!]!)) * pay[priced.rule[next]!]!;
        visit(now, weight[order]! * now - paid);
        if (all) return;
      }
    };
    let best = Number.POSITIVE_INFINITY;
    let has = sweep.least[row]!;
    walk((now, value) => {
      best = Math.min(best, value);
      if (now <= waits[order]!) has = now;
    });
    const found: number[] = [];
    walk((now, value) => {
      if (value <= best + most || now === has) found.push(now);
    });
    return found;
  });
  return createDoubt(weighing, open, waits);
};

/** The waits of all orders when those in doubt take so many steps. */
export const waitsOf = ({ orders, first, wait, least }: Doubt, taken: Int32Array): Float64Array => {
  const waits = Float64Array.from(least);
  for (const [at, order] of orders.entries())
    if (taken[at]! > 0) waits[order] = wait[first[at]! + taken[at]! - 1]!;
  return waits;
};
