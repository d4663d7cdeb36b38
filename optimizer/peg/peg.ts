import type { Peg } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import { createAssignment } from "./assignment.ts";
import { findClusters } from "./clusters.ts";
import { exchange } from "./exchange.ts";
import { createKits, type Kits } from "./kits.ts";
import { buildNetwork, type PegNetwork } from "./network.ts";
import { findPrices } from "./prices.ts";
import { toPegs } from "./to-pegs.ts";

export interface PegOptions {
  readonly seed?: number;
  /** Rounds of pricing; more bring the bound nearer. */
  readonly rounds?: number;
  /** Most exchanges tried; more bring the cost nearer to the bound. */
  readonly exchanges?: number;
  /** Weighted hours that substituting a whole need by its first alternate costs; twice that by its second. */
  readonly substitutionCost?: number;
  /** Usual time of an order from its kit to its end, queues and breaks included, as a multiple of its least work. */
  readonly flowFactor?: number;
  /** Cost of an hour of that time that a kit takes away, as a share of an hour of lateness; 0: only lateness counts. */
  readonly flowCost?: number;
}

/** When an order has all of its material, and what it waits for. */
export interface Kit {
  readonly time: number;
  /** Hours by which the kit makes its order later than work alone would. */
  readonly lateness: number;
  /** The material that is there last, measured by when it is wanted; undefined when the order needs none. */
  readonly critical: string | undefined;
  /** Hours of lateness that would remain without the critical material. */
  readonly otherwise: number;
}

export interface Pegging {
  /** By operation key, see `keyOf`. */
  readonly pegs: Map<string, Peg>;
  /** When each operation's material is there, operations counted over all orders. */
  readonly kitTime: Float64Array;
  /** By order, as in the problem. */
  readonly kits: readonly Kit[];
  /** Weighted hours of kit lateness, with what is taken from the time in the plant and with substitution. */
  readonly cost: number;
  /** No pegging costs less. */
  readonly bound: number;
  /** (cost - bound) / cost, 0 when both are 0. */
  readonly gap: number;
  /** Pairs of a need and a supply that could meet it. */
  readonly relations: number;
}

const claimHours = 4;
const hour = 3_600;
/** Tries of exchange for each order with scarce needs, up to the limit. */
const exchangesEach = 200;

/** What is costly to delay and due soon comes first. */
const byClaim = (problem: Problem): Int32Array => {
  const claim = Float64Array.from(problem.orders, ({ due, weight }) => due - weight * claimHours * hour);
  const id = (order: number): string => (problem.orders[order] as Order).id;
  return Int32Array.from(problem.orders.keys()).sort(
    (a, b) => claim[a]! - claim[b]! || (id(a) < id(b) ? -1 : 1),
  );
};

/** The best of several sequences by a date: the sequence in which each order is served once. */
const serveBest = (kits: Kits, sequences: readonly Int32Array[]): void => {
  let best = sequences[0]!;
  let least = Number.POSITIVE_INFINITY;
  let last = best;
  for (const sequence of sequences) {
    const cost = kits.serveAll(sequence);
    last = sequence;
    if (cost >= least) continue;
    least = cost;
    best = sequence;
  }
  if (last !== best) kits.serveAll(best);
};

/** Orders by their kit-due time and a shift of their own, in hours. */
const byDate = (network: PegNetwork, shift: (order: number) => number): Int32Array => {
  const dates = Float64Array.from({ length: network.orders }, (_, order) => {
    const first = network.firstNeed[order]!;
    const due = first < network.firstNeed[order + 1]! ? network.kitDue[first]! : 0;
    return due / hour + shift(order);
  });
  return Int32Array.from(dates.keys()).sort((a, b) => dates[a]! - dates[b]! || a - b);
};

const kitsOf = (problem: Problem, network: PegNetwork, timeOf: (need: number) => number): Kit[] =>
  problem.orders.map((_, order) => {
    const kit = { time: 0, lateness: 0, otherwise: 0 };
    let critical = -1;
    let worst = Number.NEGATIVE_INFINITY;
    for (let need = network.firstNeed[order]!; need < network.firstNeed[order + 1]!; need += 1) {
      const time = timeOf(need);
      kit.time = Math.max(kit.time, time);
      if (time - network.kitDue[need]! <= worst) continue;
      worst = time - network.kitDue[need]!;
      critical = network.materialOf[need]!;
    }
    for (let need = network.firstNeed[order]!; need < network.firstNeed[order + 1]!; need += 1) {
      if (network.frozen[need]) continue;
      const time = timeOf(need);
      const late =
        time < Number.POSITIVE_INFINITY
          ? Math.max(0, time - network.kitDue[need]!) / hour
          : network.unserved[order]!;
      kit.lateness = Math.max(kit.lateness, late);
      if (network.materialOf[need] !== critical) kit.otherwise = Math.max(kit.otherwise, late);
    }
    return { ...kit, critical: critical < 0 ? undefined : problem.materials[critical]!.id };
  });

/**
 * Pegs material to operations so that the weighted lateness of complete kits is small, and says how small it could be at
 * best. What runs has its material first; clusters of materials that bring everyone's in time are settled by due date;
 * the others are served order by order as their prices suggest (priority heuristic of Chen, Moses and Pulat 2007, with a
 * Lagrangian layer for the coupling of kits) and bettered by exchanges. What is then left over moves kits forward.
 */
export const pegOrders = (problem: Problem, options: PegOptions = {}): Pegging => {
  const {
    seed = 1,
    rounds = 200,
    exchanges = 200_000,
    substitutionCost = 0.05,
    flowFactor = 12,
    flowCost = 0.3,
  } = options;
  const network = buildNetwork(problem, { flowFactor, flowCost });
  const assignment = createAssignment(network);
  for (let need = 0; need < network.frozen.length; need += 1)
    if (network.frozen[need]) assignment.takeSoonest(need);
  const { scarce, inTurn } = findClusters(network, assignment.left);
  const kits = createKits(network, assignment, { scarce, substitutionCost });

  const claim = byClaim(problem);
  serveBest(kits, [claim, byDate(network, (order) => -network.weight[order]! * 7 * 24)]);
  const costOf = () => kits.cost.reduce((sum, value) => sum + value, 0);
  let bound = 0;
  if (costOf() > 0) {
    const free = Float64Array.from(network.supplied);
    for (let need = 0; need < network.frozen.length; need += 1)
      if (network.frozen[need])
        assignment.each(need, (relation, pieces) => {
          free[network.relationSupply[relation]!]! -= pieces;
        });
    const prices = findPrices(network, { scarce, free, substitutionCost, rounds, target: costOf() / 2 });
    bound = prices.bound;
    const shifts = [1, 2, 3].map((times) => byDate(network, (order) => times * prices.lateness[order]!));
    serveBest(kits, [claim, ...shifts]);
    const tries = Math.min(exchanges, exchangesEach * kits.needs.length);
    exchange(network, assignment, kits, { seed, tries });
    // Who found too little in its turn may find enough now.
    for (const order of claim)
      if (kits.lateness[order] === network.unserved[order]) {
        kits.release(order);
        kits.serve(order);
      }
  }

  for (const need of inTurn) if (!scarce[need] && !network.frozen[need]) assignment.takeOwn(need);
  for (const order of claim)
    for (let at = kits.first[order]!; at < kits.first[order + 1]!; at += 1)
      assignment.bringForward(kits.needs[at]!);
  const cost = costOf();
  // An order that cannot be complete held nothing back; it is shown with what nobody else wants.
  for (const need of kits.needs) if (!assignment.has(need)) assignment.takeSoonest(need);

  const timeOf = (need: number) =>
    assignment.isComplete(need) ? assignment.timeOf(need) : Number.POSITIVE_INFINITY;
  const kitTime = new Float64Array(network.firstOperation.at(-1)!);
  for (let need = 0; need < network.needed.length; need += 1) {
    const operation = network.operationOf[need]!;
    kitTime[operation] = Math.max(kitTime[operation]!, timeOf(need));
  }
  return {
    pegs: toPegs(problem, network, assignment),
    kitTime,
    kits: kitsOf(problem, network, timeOf),
    cost,
    bound,
    gap: cost > 0 ? Math.max(0, (cost - bound) / cost) : 0,
    relations: network.relationSupply.length,
  };
};

/** Only the pegs, for who needs no more. */
export const pegMaterials = (problem: Problem): Map<string, Peg> => pegOrders(problem).pegs;
