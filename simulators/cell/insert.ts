import type { RandomStream } from "../engine/random.ts";
import { degrees, drawError } from "../insertion/attempt.ts";
import { sfp } from "../insertion/contact.ts";
import { learnedSearch, loadNetwork } from "../insertion/learned.ts";
import type { Insert } from "./cell.ts";

/** Where the camera leaves the plug: standard deviations. */
const spread = { sigma: 1, yawSigma: 0.5 * degrees };
const clearanceMm = 0.1;
const limitS = 15;

/** Plugs as the learned search does in the simulated contact. */
export const createInsert = (random: RandomStream): Insert => {
  const network = loadNetwork();
  const plug = sfp(clearanceMm);
  return (forceLimitN) =>
    learnedSearch(network, { plug, error: drawError(random, spread), random, limitS, forceLimitN });
};
