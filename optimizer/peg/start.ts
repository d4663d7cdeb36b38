import { dive } from "./dive.ts";
import { createGuide } from "./guide.ts";
import type { Kits } from "./kits.ts";
import type { PegNetwork } from "./network.ts";
import type { Prices } from "./prices.ts";
import type { Rules } from "./rules.ts";
import type { Sweep } from "./sweep.ts";

/** What a first assignment is made of; the rules may be used up. */
export interface Priced {
  readonly network: PegNetwork;
  readonly kits: Kits;
  readonly rules: Rules;
  readonly sweep: Sweep;
  readonly prices: Prices;
}

const hour = 3_600;

/**
 * Serves order by order by the dates that prices suggest (priority heuristic of Chen, Moses and Pulat 2007), with or without
 * their help in choosing the waits. For a cost of waiting that begins before a kit is late: then nearly all orders are in doubt,
 * and diving takes long and gains next to nothing.
 */
export const serveByDate = ({ network, kits, sweep, prices }: Priced): number => {
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

/** Serves all orders within the waits of a dive, and those that wait once more out of what is left over. */
export const serveByDiving = ({ network, kits, sweep, rules, prices }: Priced): number => {
  const waits = dive(network, sweep, rules, prices);
  kits.serveWithin(waits);
  for (let order = 0; order < network.orders; order += 1) if (kits.wait[order]! > 0) kits.serveAnew(order);
  return kits.cost.reduce((sum, value) => sum + value, 0);
};
