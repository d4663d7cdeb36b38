import { createEffort, type Effort } from "./effort.ts";
import type { PegNetwork } from "./network.ts";
import { createRelaxation, type Relaxation } from "./relaxation.ts";
import { createRecord, restate, type Stated } from "./restate.ts";
import type { Rules } from "./rules.ts";
import type { Sweep } from "./sweep.ts";
import { openWindow } from "./window.ts";

/** A step of what a typical need is paid, as a share of the mean cost of a wait. */
const unit = 1 / 170;
/** Lengths of the first and the last step, in units. */
const firstStep = 4;
const lastStep = 0.02;
/** How much of the mean excess, and of its mean square, is kept from round to round. */
const keptMean = 0.9;
const keptSquare = 0.99;
/** Share of the rounds for the rules as they are given. After them the rules are stated anew so many times. */
const firstShare = 0.3;
const restatements = 5;
/**
 * Each time they are priced by so many rounds that leave open only waits which cost an order so little more than its best, in
 * weighted hours, and by a few that leave open all and give bounds.
 */
const quickShare = 0.3;
const leftOpen = 200;
const bounding = 3;
const restatedStep = 1;
/** What is left open of rules that are rounded. */
const leftOpenRounded = 100;
/** Rounds by which it is told who is sure to wait. */
const recorded = 40;

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
const createPricing = (
  { weight }: PegNetwork,
  { sweep, lack: lacks, typical: usual }: Stated,
  /** To begin with; nothing is paid when left out. */
  paid?: Float64Array,
) => {
  const longest = unit * meanWait(weight, sweep);
  let lack = lacks;
  let typical = usual;
  let closes = true;
  let pay = paid ? Float64Array.from(paid) : new Float64Array(lack.length);
  let mean = new Float64Array(lack.length);
  let square = new Float64Array(lack.length);
  /** Rounds that each rule has seen. */
  let seen = new Int32Array(lack.length);
  const change = (rule: number, excess: number, length: number): void => {
    const pieces = excess / typical[rule]!;
    seen[rule]! += 1;
    mean[rule] = keptMean * mean[rule]! + (1 - keptMean) * pieces;
    square[rule] = keptSquare * square[rule]! + (1 - keptSquare) * pieces ** 2;
    const pace =
      mean[rule]! /
      (1 - keptMean ** seen[rule]!) /
      (Math.sqrt(square[rule]! / (1 - keptSquare ** seen[rule]!)) + 1e-9);
    pay[rule] = Math.max(0, pay[rule]! + (length * pace) / typical[rule]!);
  };
  return {
    /** What each rule pays for a piece. */
    pay: () => pay,
    /** Goes on with the same rules when some pieces are known to wait; `closed`: who lacks nothing pays nothing any more. */
    leave: (left: Float64Array, closed: boolean): void => {
      lack = left;
      closes = closed;
    },
    /** Goes on with other rules; `before` tells which each was. */
    adopt: (stated: Stated, before: Int32Array): void => {
      const kept = (old: Float64Array) => Float64Array.from(before, (rule) => (rule < 0 ? 0 : old[rule]!));
      ({ lack, typical } = stated);
      pay = kept(pay);
      mean = kept(mean);
      square = kept(square);
      seen = before.map((rule) => (rule < 0 ? 0 : seen[rule]!));
    },
    /** Prices some rows anew; gives what they and the rules cost at the prices before. */
    round: ({ relaxation, rows, step }: Round): number => {
      let value = relaxation.solve(rows);
      for (let rule = 0; rule < lack.length; rule += 1) value += pay[rule]! * Math.max(0, lack[rule]!);
      for (let rule = 0; rule < lack.length; rule += 1)
        if (lack[rule]! <= 0 && closes) pay[rule] = 0;
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
  readonly relaxation: Relaxation;
  /** The rules that are priced. */
  readonly stated: Stated;
}

export interface PricesOptions {
  readonly rounds: number;
  /** Times that the rules are stated anew and rounded in the end, for the bound alone: rounded rules make poor prices. */
  readonly roundings?: number;
  /** What may be spent; what is wanted when it is left out. */
  readonly effort?: Effort;
}

/** Prices that pay as much as they can, near the best there are. */
export const findPrices = (
  network: PegNetwork,
  sweep: Sweep,
  rules: Rules,
  { rounds: wanted, roundings = 0, effort = createEffort(Number.POSITIVE_INFINITY, 0) }: PricesOptions,
): Prices => {
  const rounds = effort.rounds(wanted);
  const given = Int32Array.from(rules.lack.keys());
  const whole: Stated = { sweep, lack: rules.lack, typical: rules.typical, given };
  const rows = Int32Array.from(sweep.orders.keys());
  const record = createRecord(rows.length, recorded);
  const run = (pricing: Pricing, by: Relaxation, count: number, from: number, to: number): number => {
    let best = 0;
    for (let round = 0; round < count; round += 1) {
      const step = from * (to / from) ** (round / count);
      best = Math.max(best, pricing.round({ relaxation: by, rows, step }));
      record.note(by.picked);
    }
    return best;
  };
  /** States the rules anew some times and prices them. */
  const improve = (
    pricing: Pricing,
    from: Stated,
    way: { turns: number; rounding: boolean; open: number },
  ) => {
    let bound = 0;
    let stated = from;
    let relaxation = createRelaxation(network, stated, pricing.pay());
    for (let turn = 0; turn < way.turns; turn += 1) {
      const next = restate(whole, stated, pricing.pay(), record, way.rounding);
      stated = next.stated;
      pricing.adopt(stated, next.before);
      relaxation = createRelaxation(network, stated, pricing.pay());
      const window = openWindow(network, stated, pricing.pay(), way.open);
      pricing.leave(window.lack, false);
      const quick = createRelaxation(network, { sweep: window.sweep, lack: stated.lack }, pricing.pay());
      run(pricing, quick, Math.round(rounds * quickShare), restatedStep, lastStep);
      pricing.leave(stated.lack, true);
      bound = Math.max(bound, run(pricing, relaxation, bounding, lastStep, lastStep));
    }
    return { bound, stated, relaxation };
  };
  const pricing = createPricing(network, whole);
  const first = createRelaxation(network, whole, pricing.pay());
  const atFirst = run(pricing, first, Math.round(rounds * firstShare), firstStep, lastStep);
  const found = improve(pricing, whole, {
    turns: Math.ceil(restatements * effort.share(wanted)),
    rounding: false,
    open: leftOpen,
  });
  const rounded = improve(createPricing(network, found.stated, pricing.pay()), found.stated, {
    turns: Math.floor(roundings * effort.share(wanted)),
    rounding: true,
    open: leftOpenRounded,
  });
  return { ...found, pricing, bound: Math.max(atFirst, found.bound, rounded.bound) };
};
