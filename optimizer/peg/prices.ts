import type { PegNetwork } from "./network.ts";
import { createRelaxation, type Relaxation } from "./relaxation.ts";
import type { Rules } from "./rules.ts";
import { narrowSweep, type Sweep } from "./sweep.ts";

/** A step of what a typical need is paid, as a share of the mean cost of a wait. */
const unit = 1 / 170;
/** Lengths of the first and the last step, in units. */
const firstStep = 4;
const lastStep = 0.02;
/** How much of the mean excess, and of its mean square, is kept from round to round. */
const keptMean = 0.9;
const keptSquare = 0.99;
/** Share of the rounds after which rules that have never paid are left out. */
const narrowedAt = 0.25;

/** Weighted mean of all waits that cost anything. */
const meanWait = (weight: Float64Array, { orders, first, wait }: Sweep): number => {
  let sum = 0;
  let count = 0;
  for (const [row, order] of orders.entries())
    for (let at = first[row]!; at < first[row + 1]!; at += 1)
      if (wait[at]! > 0) {
        sum += weight[order]! * wait[at]!;
        count += 1;
      }
  return sum / Math.max(1, count);
};

export interface Round {
  readonly relaxation: Relaxation;
  readonly rows: Int32Array;
  /** In units. */
  readonly step: number;
}

/**
 * Lagrangian relaxation of the rules on what must wait (Geoffrion 1974): each pays for the pieces that wait by it, and more while
 * too few do. Every set of prices gives a lower bound. The excesses are subgradients; each step is measured by its own mean
 * excess over the root of its mean square (Adam of Kingma and Ba 2015), which suits a few golden parts among many others far
 * better than one length for all.
 */
export const createPricing = ({ weight }: PegNetwork, sweep: Sweep, { lack, typical }: Rules) => {
  const longest = unit * meanWait(weight, sweep);
  const pay = new Float64Array(lack.length);
  const mean = new Float64Array(lack.length);
  const square = new Float64Array(lack.length);
  let rules = [...lack.keys()].filter((rule) => lack[rule]! > 0);
  let seen = 0;
  const change = (rule: number, excess: number, length: number): void => {
    const pieces = excess / typical[rule]!;
    mean[rule] = keptMean * mean[rule]! + (1 - keptMean) * pieces;
    square[rule] = keptSquare * square[rule]! + (1 - keptSquare) * pieces ** 2;
    const pace =
      mean[rule]! / (1 - keptMean ** seen) / (Math.sqrt(square[rule]! / (1 - keptSquare ** seen)) + 1e-9);
    pay[rule] = Math.max(0, pay[rule]! + (length * pace) / typical[rule]!);
  };
  return {
    pay,
    /** Prices no other rules from now on. */
    keep: (kept: Uint8Array): void => {
      for (const rule of rules) if (!kept[rule]) pay[rule] = 0;
      rules = rules.filter((rule) => kept[rule] === 1);
    },
    /** Prices some rows anew; gives what they and the rules cost at the prices before. */
    round: ({ relaxation, rows, step }: Round): number => {
      let value = relaxation.solve(rows);
      for (const rule of rules) value += pay[rule]! * lack[rule]!;
      seen += 1;
      for (const rule of rules)
        if (lack[rule]! <= 0) pay[rule] = 0;
        else change(rule, lack[rule]! - relaxation.waiting[rule]!, longest * step);
      return value;
    },
  };
};
export type Pricing = ReturnType<typeof createPricing>;

export interface Prices {
  /** No assignment costs less, substitution left out. */
  readonly bound: number;
  readonly pricing: Pricing;
  /** Without the rules that pay nothing. */
  readonly relaxation: Relaxation;
}

/** Prices that pay as much as they can, near the best there are. */
export const findPrices = (network: PegNetwork, sweep: Sweep, rules: Rules, rounds: number): Prices => {
  const pricing = createPricing(network, sweep, rules);
  const rows = Int32Array.from(sweep.orders.keys());
  const paid = new Uint8Array(rules.lack.length);
  const narrowed = Math.round(rounds * narrowedAt);
  let relaxation = createRelaxation(network, sweep, rules.lack, pricing.pay);
  let bound = 0;
  for (let round = 0; round < rounds; round += 1) {
    if (round === narrowed) {
      pricing.keep(paid);
      relaxation = createRelaxation(network, narrowSweep(sweep, paid), rules.lack, pricing.pay);
    }
    const step = firstStep * (lastStep / firstStep) ** (round / rounds);
    bound = Math.max(bound, pricing.round({ relaxation, rows, step }));
    if (round < narrowed)
      for (let rule = 0; rule < paid.length; rule += 1) if (pricing.pay[rule]! > 0) paid[rule] = 1;
  }
  return { bound, pricing, relaxation };
};
