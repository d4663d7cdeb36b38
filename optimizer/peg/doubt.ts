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

/**
 * Opens the waits that cost an order little more at the prices than its best, and the one that it has.
 *
 * @param waits By order, what it has.
 * @param most Weighted hours above the best.
 */
export const findDoubt = (
  { network, sweep, rules, prices }: Weighing,
  waits: Float64Array,
  most: number,
): Doubt => {
  const { weight, unserved } = network;
  const { stated } = prices;
  const pay = prices.pricing.pay();
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
    const each = weight[order]!;
    const never = unserved[order]!;
    const end = sweep.first[row + 1]!;
    /** The last of its waits that is no longer than what it has. */
    let has = sweep.least[row]!;
    /** Tells every wait, what it costs less what it is paid, and the end of the entries that it brings. */
    const walk = (visit: (now: number, value: number, end: number) => void): void => {
      let at = sweep.first[row]!;
      let priced = stated.sweep.first[row]!;
      let paid = 0;
      for (let now = sweep.least[row]!; ; now = at < end ? sweep.wait[at]! : never) {
        const all = now >= never;
        while (at < end && (all || sweep.wait[at]! <= now)) at += 1;
        for (
          ;
          priced < stated.sweep.first[row + 1]! && (all || stated.sweep.wait[priced]! <= now);
          priced += 1
        ) {
          const rule = stated.sweep.rule[priced]!;
          paid += Math.min(stated.sweep.pieces[priced]!, Math.max(0, stated.lack[rule]!)) * pay[rule]!;
        }
        visit(now, each * now - paid, at);
        if (all) return;
      }
    };
    let best = Number.POSITIVE_INFINITY;
    walk((now, value) => {
      best = Math.min(best, value);
      if (now <= waits[order]!) has = now;
    });
    let before = -1;
    let last = 0;
    walk((now, value, until) => {
      if (value > best + most && now !== has) return;
      if (before < 0) {
        least[order] = now;
        for (let at = sweep.first[row]!; at < until; at += 1) lack[sweep.rule[at]!]! -= sweep.pieces[at]!;
      } else {
        if (first.at(-1) === cost.length) taken.push(0);
        cost.push(each * (now - before));
        wait.push(now);
        taker.push(orders.length);
        from.push(last);
        to.push(until);
        if (now <= has) taken[orders.length]! += 1;
      }
      before = now;
      last = until;
    });
    if (first.at(-1) === cost.length) continue;
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
