import { createAlone } from "../alone.ts";
import type { Peg } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import { createBook } from "./book.ts";
import { findClusters } from "./clusters.ts";
import { createEffort, statedIn } from "./effort.ts";
import { idleMakers, withoutProducts } from "./idle-makers.ts";
import { createKits } from "./kits.ts";
import { buildWaitTable, createLateness } from "./lateness.ts";
import { buildNetwork, type PegNetwork } from "./network.ts";
import { handOut } from "./pieces.ts";
import { findPrices } from "./prices.ts";
import { createPromises } from "./promises.ts";
import { createReserve } from "./reserve.ts";
import { buildRules } from "./rules.ts";
import { serveFrozen } from "./serve-frozen.ts";
import { serveByPrices } from "./start.ts";
import { buildSweep } from "./sweep.ts";
import { toPegs } from "./to-pegs.ts";
import { type Kit, weighPieces } from "./weigh.ts";

export type { Kit } from "./weigh.ts";

export interface PegOptions {
  readonly seed?: number;
  /** Rounds of pricing; more bring the bound nearer. */
  readonly rounds?: number;
  /** Times that what must wait is rounded to whole needs: each takes a while and brings the bound nearer, not the pegging. */
  readonly roundings?: number;
  /** Most exchanges tried; more bring the cost nearer to the bound. Where only lateness counts few are left to find. */
  readonly exchanges?: number;
  /**
   * Milliseconds that it should take at the most, on a usual machine: fewer rounds and exchanges where a problem is so large that they
   * would take longer. They are counted, not timed, so that the result is the same on every machine.
   */
  readonly budgetMs?: number | undefined;
  /** Weighted hours that substituting a whole need by its first alternate costs; twice that by its second. */
  readonly substitutionCost?: number;
  /** Usual time of an order from its kit to its end, queues and breaks included, as a multiple of its least work. */
  readonly flowFactor?: number;
  /** Cost of an hour of that time that a kit takes away, as a share of an hour of lateness; 0: only lateness counts. */
  readonly flowCost?: number;
  /**
   * Hours that being late at all counts for, however short, in orders' waits: of plans with the same lateness one with fewer late
   * orders is the better, and who is nearly late gets some room.
   */
  readonly onceLate?: number;
  /** Seconds that an order is known to spend in queues after its material is there; its kit is due so much earlier. */
  readonly queueOf?: (order: number) => number;
  /** When an operation is expected to start, counted over all orders; its material must keep until then. */
  readonly startOf?: (operation: number) => number | undefined;
  /** When an order is expected to end, for those who use what it makes. */
  readonly endOf?: (order: number) => number | undefined;
}

export interface Pegging {
  /** By operation key, see `keyOf`. */
  readonly pegs: Map<string, Peg>;
  /** When each operation's material is there, operations counted over all orders. */
  readonly kitTime: Float64Array;
  /** By order, as in the problem. */
  readonly kits: readonly Kit[];
  /** Weighted hours by which kits make their orders late. */
  readonly tardiness: number;
  /** The same with what is taken from the usual time in the plant, and with substitution. */
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
const usualBudgetMs = 60_000;
/** Tries of exchange for each order with scarce needs, up to the limit. */
const exchangesEach = 40;

/** What is costly to delay and due soon comes first. */
const byClaim = (problem: Problem): Int32Array => {
  const claim = Float64Array.from(problem.orders, ({ due, weight }) => due - weight * claimHours * hour);
  const id = (order: number): string => (problem.orders[order] as Order).id;
  return Int32Array.from(problem.orders.keys()).sort(
    (a, b) => claim[a]! - claim[b]! || (id(a) < id(b) ? -1 : 1),
  );
};

/** Needs of the orders in line, one order after the other. */
function* needsInLine(line: Int32Array, { firstNeed }: PegNetwork): Generator<number> {
  for (const order of line)
    for (let need = firstNeed[order]!; need < firstNeed[order + 1]!; need += 1) yield need;
}

const pegOnce = (problem: Problem, options: PegOptions): Pegging => {
  const {
    seed = 1,
    flowCost = 0.4,
    rounds = flowCost > 0 ? 250 : 400,
    roundings = 0,
    exchanges = flowCost > 0 ? 100_000 : 30_000,
    budgetMs = usualBudgetMs,
    substitutionCost = 0.05,
    flowFactor = 6,
    onceLate,
    queueOf,
    startOf,
    endOf,
  } = options;
  const alone = createAlone(problem);
  const network = buildNetwork(problem, alone, { flowFactor, flowCost, onceLate, queueOf, startOf, endOf });
  const lateness = createLateness(network, alone);
  const book = createBook(network);
  const promises = createPromises(network, book);
  serveFrozen(network, promises);
  const { scarce, inTurn } = findClusters(network, book, problem.materials.length);
  const slack = Float64Array.from(book.slack);
  const table = buildWaitTable(network, lateness, scarce);
  promises.measure(table);
  const kits = createKits(network, promises, { scarce, substitutionCost });
  const claim = byClaim(problem);
  const reserve = createReserve(network, book, scarce);
  for (const order of claim) reserve.keep(kits.needs.subarray(kits.first[order], kits.first[order + 1]));
  promises.provide(reserve);

  let bound = 0;
  if (kits.serveAll(claim) > 0) {
    const rules = buildRules(network, table, scarce, slack, statedIn(budgetMs));
    const sweep = buildSweep(network, table, rules, scarce, slack);
    const effort = createEffort(budgetMs, sweep.rule.length);
    const prices = findPrices(network, sweep, rules, { rounds, roundings, effort });
    bound = prices.bound;
    const tries = Math.min(exchanges, exchangesEach * kits.needs.length);
    serveByPrices({ network, promises, kits, rules, sweep, prices, effort, seed }, tries);
  }

  for (const need of inTurn)
    if (!scarce[need] && !network.frozen[need]) promises.fillBy(need, network.kitWanted[need]!);
  const pieces = handOut(network, promises, needsInLine(claim, network));
  const weighed = weighPieces(problem, network, lateness, pieces, substitutionCost);
  return {
    ...weighed,
    pegs: toPegs(problem, network, pieces),
    bound,
    gap: weighed.cost > 0 ? Math.max(0, (weighed.cost - bound) / weighed.cost) : 0,
    relations: network.relations,
  };
};

/**
 * Pegs material to operations so that the weighted lateness of complete kits is small, and says how small it could be at
 * best. What runs has its material first; clusters of materials that bring everyone's in time are settled by due date;
 * the others are served as prices suggest on what must wait (a Lagrangian relaxation that keeps kits and orders whole), and
 * bettered by exchanges. What is then left over moves kits forward. Nobody waits for what an order makes that lacks material.
 */
export const pegOrders = (problem: Problem, options: PegOptions = {}): Pegging => {
  const pegging = pegOnce(problem, options);
  const idle = idleMakers(problem, pegging.pegs);
  if (idle.size === 0) return pegging;
  return pegOrders(withoutProducts(problem, idle), options);
};
