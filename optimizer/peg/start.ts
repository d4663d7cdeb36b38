import { chooseWaits } from "./choose.ts";
import { dive, roundsOf, type Way, ways } from "./dive.ts";
import type { Effort } from "./effort.ts";
import { exchange } from "./exchange.ts";
import { createGuide } from "./guide.ts";
import type { Kits } from "./kits.ts";
import type { PegNetwork } from "./network.ts";
import type { Prices } from "./prices.ts";
import type { Promises } from "./promises.ts";
import type { Rules } from "./rules.ts";
import type { Sweep } from "./sweep.ts";

/** What a first assignment is made of. */
export interface Priced {
  readonly network: PegNetwork;
  readonly promises: Promises;
  readonly kits: Kits;
  readonly rules: Rules;
  readonly sweep: Sweep;
  readonly prices: Prices;
  readonly effort: Effort;
  readonly seed: number;
}

/** Exchanges tried for each order that has no room within the wait of a dive. */
const triesEach = 1_000;

/** Turns of having everyone substitute less: what one gives up another takes. */
const tidyings = 2;

const hour = 3_600;

/**
 * Serves order by order by the dates that prices suggest (priority heuristic of Chen, Moses and Pulat 2007), with or without
 * their help in choosing the waits.
 */
const serveByDate = ({ network, kits, sweep, prices }: Priced): number => {
  const guide = createGuide(network, sweep, prices.relaxation);
  const { firstNeed, kitDue } = network;
  const dates = Float64Array.from({ length: network.orders }, (_, order) => {
    const first = firstNeed[order]!;
    return (first < firstNeed[order + 1]! ? kitDue[first]! : 0) / hour + guide(order, 0);
  });
  const line = Int32Array.from(dates.keys()).sort((a, b) => dates[a]! - dates[b]! || a - b);
  const unguided = kits.serveAll(line);
  const guided = kits.serveAll(line, guide);
  return guided <= unguided ? guided : kits.serveAll(line);
};

/** Serves all orders within given waits, and those that wait once more out of what is left over. */
const serveByWaits = ({ network, promises, kits, effort, seed }: Priced, waits: Float64Array): void => {
  kits.serveWithin(waits);
  const left = [...waits.keys()].filter((order) => kits.wait[order]! > Math.max(0, waits[order]!) + 1);
  exchange(network, promises, kits, { seed, tries: effort.tries(left.length * triesEach), from: left });
  for (let order = 0; order < network.orders; order += 1) if (kits.wait[order]! > 0) kits.serveAnew(order);
};

/** Serves all orders within the waits of a dive. */
const serveByDiving = (priced: Priced, way: Way): void =>
  serveByWaits(priced, dive(priced.network, priced.sweep, priced.rules, priced.prices, way));

/**
 * Serves all orders by what prices suggest, in the best of some ways, if that costs less than what they hold to begin with. Then those
 * in doubt are chosen anew together, and exchanges better what is left. Where a wait costs something before a kit is late nearly all
 * orders are in doubt: diving is not always the better way then, exchanges take longer, and they come alone.
 */
export const serveByPrices = (priced: Priced, wanted: number): void => {
  const { network, promises, kits, prices, effort, seed } = priced;
  const tries = effort.tries(wanted);
  const total = () => kits.cost.reduce((sum, value) => sum + value, 0);
  let least = total();
  let restore = kits.remember();
  const serve = (start: () => void): void => {
    if (least <= prices.bound) return;
    start();
    if (total() < least) {
      least = total();
      restore = kits.remember();
    } else restore();
  };
  let dived = 0;
  for (const way of ways) {
    dived += roundsOf(way);
    if (effort.dives(dived)) serve(() => serveByDiving(priced, way));
  }
  if (network.flowCost > 0) {
    serve(() => serveByDate(priced));
    if (least > prices.bound) exchange(network, promises, kits, { seed, tries });
  } else
    serve(() => {
      serveByWaits(priced, chooseWaits(priced, kits.wait, seed));
      const late = [...kits.wait.keys()].filter((order) => kits.wait[order]! > 0);
      exchange(network, promises, kits, { seed, tries, from: late });
    });
  for (let turn = 0; turn < tidyings; turn += 1) kits.substituteLess();
};
