import type { PegNetwork } from "./network.ts";
import type { Relaxation } from "./relaxation.ts";
import type { Sweep } from "./sweep.ts";

export interface Prices {
  /** No assignment costs less, substitution left out. */
  readonly bound: number;
  /** Of a piece of each supply. */
  readonly price: Float64Array;
}

export interface PriceOptions {
  /** Pieces that may be used by the time of each supply. */
  readonly slack: Float64Array;
  readonly rounds: number;
}

/** First step of what a typical need pays more or less, as a share of the mean cost of a wait. It shrinks to nothing. */
const firstStep = 1 / 170;
/** How much of the mean excess, and of its mean square, is kept from round to round. */
const keptMean = 0.9;
const keptSquare = 0.99;

/** Pieces that a typical need asks of each supply; 0 where nobody asks. */
const typicalNeed = (sweep: Sweep, supplies: number): Float64Array => {
  const asked = new Float64Array(supplies);
  const times = new Float64Array(supplies);
  for (const [relation, supply] of sweep.supply.entries()) {
    asked[supply]! += sweep.quantity[relation]!;
    times[supply]! += 1;
  }
  return asked.map((pieces, supply) => (pieces > 0 ? pieces / times[supply]! : 0));
};

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

/**
 * Lagrangian relaxation of the supplies' quantities (Geoffrion 1974). A pool's prices fall in time by steps, one for each
 * supply: a step is the price of the rule "no more is used by then than has come", and it grows while the orders ask for more.
 * Every set of prices gives a lower bound; the best is kept. The excesses are subgradients; each step is measured by its own
 * mean excess over the root of its mean square (Adam of Kingma and Ba 2015), which suits a few golden parts among many others
 * far better than one length for all.
 */
export const findPrices = (
  { firstSupply, weight }: PegNetwork,
  sweep: Sweep,
  relaxation: Relaxation,
  { slack, rounds }: PriceOptions,
): Prices => {
  const longest = firstStep * meanWait(weight, sweep);
  const typical = typicalNeed(sweep, slack.length);
  const price = new Float64Array(slack.length);
  const fall = new Float64Array(slack.length);
  const mean = new Float64Array(slack.length);
  const square = new Float64Array(slack.length);
  const bestPrice = new Float64Array(slack.length);
  let bound = 0;
  /** Turns falls into prices; gives what all that may be used is worth. */
  const setPrices = (): number => {
    let worth = 0;
    for (let pool = 0; pool + 1 < firstSupply.length; pool += 1)
      for (let supply = firstSupply[pool + 1]! - 1, sum = 0; supply >= firstSupply[pool]!; supply -= 1) {
        sum += fall[supply]!;
        price[supply] = sum;
        worth += fall[supply]! * slack[supply]!;
      }
    return worth;
  };
  const step = (round: number) => {
    const length = longest * (1 - round / rounds);
    const seenMean = 1 - keptMean ** (round + 1);
    const seenSquare = 1 - keptSquare ** (round + 1);
    for (let pool = 0; pool + 1 < firstSupply.length; pool += 1)
      for (let supply = firstSupply[pool]!, used = 0; supply < firstSupply[pool + 1]!; supply += 1) {
        used += relaxation.used[supply]!;
        if (typical[supply] === 0) continue;
        const excess = (used - slack[supply]!) / typical[supply]!;
        mean[supply] = keptMean * mean[supply]! + (1 - keptMean) * excess;
        square[supply] = keptSquare * square[supply]! + (1 - keptSquare) * excess ** 2;
        const pace = mean[supply]! / seenMean / (Math.sqrt(square[supply]! / seenSquare) + 1e-9);
        fall[supply] = Math.max(0, fall[supply]! + (length * pace) / typical[supply]!);
      }
  };
  for (let round = 0; round < rounds; round += 1) {
    const worth = setPrices();
    const value = relaxation.solve(price) - worth;
    if (value > bound) {
      bound = value;
      bestPrice.set(price);
    }
    step(round);
  }
  return { bound, price: bestPrice };
};
