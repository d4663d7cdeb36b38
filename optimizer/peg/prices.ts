import type { PegNetwork } from "./network.ts";
import { createRelaxation } from "./relaxation.ts";
import { buildSweep } from "./sweep.ts";

export interface Prices {
  /** No assignment costs less: weighted hours of kit lateness and substitution. */
  readonly bound: number;
  /** Kit lateness in hours that each order prefers at the prices: a mean over the last rounds. */
  readonly lateness: Float64Array;
}

export interface PriceOptions {
  readonly scarce: Uint8Array;
  /** Pieces of each supply that may be used. */
  readonly free: Float64Array;
  readonly substitutionCost: number;
  readonly rounds: number;
  /** Cost of the best assignment known: what a step's length is measured by. */
  readonly target: number;
}

const momentum = 0.8;
const firstLength = 0.2;
/** After so many rounds without a better bound the steps become shorter. */
const patience = 12;
const shorter = 0.7;
/** While every round betters the bound the steps become longer. */
const longer = 1.05;
const longest = 3;
/** Share of the newest round in the mean of the lateness. */
const newest = 0.05;

/**
 * Makes one price step comparable between materials of thousands of pieces and of one: in units of what a typical need
 * takes, and the smaller the more needs share a supply.
 */
const scaleOf = (network: PegNetwork, scarce: Uint8Array): Float64Array => {
  const { needed, firstRelation, relationSupply } = network;
  const asked = new Float64Array(network.supplied.length);
  const customers = new Float64Array(network.supplied.length);
  for (let need = 0; need < scarce.length; need += 1)
    for (let at = firstRelation[need]!; scarce[need] === 1 && at < firstRelation[need + 1]!; at += 1) {
      asked[relationSupply[at]!]! += needed[need]!;
      customers[relationSupply[at]!]! += 1;
    }
  return asked.map((pieces, supply) => (pieces > 0 ? Math.sqrt(customers[supply]!) / pieces : 0));
};

/**
 * Lagrangian relaxation of the supplies' quantities (Geoffrion 1974). A material's prices fall in time by steps, one for
 * each supply: a step is the price of the rule "no more is used by then than has come", and it grows while the orders
 * ask for more (subgradient method of Held, Wolfe and Crowder 1974 with the deflection of Camerini, Fratta and Maffioli
 * 1975). Every set of prices gives a lower bound; the best is kept.
 */
export const findPrices = (network: PegNetwork, options: PriceOptions): Prices => {
  const { scarce, free, substitutionCost, rounds, target } = options;
  const relaxation = createRelaxation(network, buildSweep(network, scarce, substitutionCost), free);
  const { firstSupply } = network;
  const materials = firstSupply.length - 1;
  const scale = scaleOf(network, scarce);
  const price = new Float64Array(free.length);
  const fall = new Float64Array(free.length);
  const direction = new Float64Array(free.length);
  const bestFall = new Float64Array(free.length);
  const lateness = new Float64Array(network.orders);
  let best = 0;
  let length = firstLength;
  let since = 0;

  const setPrices = () => {
    for (let material = 0; material < materials; material += 1)
      for (
        let supply = firstSupply[material + 1]! - 1, sum = 0;
        supply >= firstSupply[material]!;
        supply -= 1
      ) {
        sum += fall[supply]!;
        price[supply] = sum;
      }
  };
  /** Turns towards what is asked for too much; gives the square of the direction's length. */
  const turn = (): number => {
    let square = 0;
    for (let material = 0; material < materials; material += 1)
      for (
        let supply = firstSupply[material]!, excess = 0;
        supply < firstSupply[material + 1]!;
        supply += 1
      ) {
        excess += relaxation.used[supply]! - free[supply]!;
        const moved = (1 - momentum) * excess * scale[supply]! + momentum * direction[supply]!;
        direction[supply] = fall[supply] === 0 && moved < 0 ? 0 : moved;
        square += direction[supply]! ** 2;
      }
    return square;
  };

  for (let round = 0; round < rounds; round += 1) {
    setPrices();
    const bound = relaxation.solve(price);
    for (let order = 0; order < network.orders; order += 1)
      lateness[order]! += (relaxation.lateness[order]! - lateness[order]!) * (round === 0 ? 1 : newest);
    since = bound > best * (1 + 1e-6) ? 0 : since + 1;
    if (bound > best) {
      best = bound;
      length = Math.min(longest, length * longer);
      bestFall.set(fall);
    }
    if (since >= patience) {
      since = 0;
      length *= shorter;
      fall.set(bestFall);
      direction.fill(0);
      continue;
    }
    const square = turn();
    if (square === 0) break;
    const step = (length * Math.max(target - bound, target / 1_000)) / square;
    for (let supply = 0; supply < fall.length; supply += 1)
      fall[supply] = Math.max(0, fall[supply]! + step * direction[supply]! * scale[supply]!);
  }
  return { bound: best, lateness };
};
