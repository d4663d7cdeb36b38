import { createRandom } from "../random.ts";
import { bestOf, type Start } from "./start.ts";

/** Where the look-ahead of ATCS is looked for, on a logarithmic scale: what is best differs from plant to plant. */
const ranges = { slack: [1, 16], setup: [0.1, 1.2] } as const;

export interface ExploreOptions {
  readonly seed: number;
  /** Asked before each try, with the milliseconds that the last one took: whether there is time for another. */
  readonly goOn: (lastMs: number) => boolean;
  readonly onBetter: (cost: number) => void;
}

/**
 * Builds the schedule anew on the board with other look-ahead, as drawn: where people or tools are short, every change of turns
 * moves so many others that a search gains less in the time.
 *
 * @returns The best, the given start if nothing is better.
 */
export const explore = (start: Start, { seed, goOn, onBetter }: ExploreOptions): Start => {
  const { share } = createRandom(seed ^ 0xa7c5);
  const draw = ([least, most]: readonly [number, number]) => least * (most / least) ** share();
  let best = start;
  for (let lastMs = 0; goOn(lastMs); ) {
    const from = performance.now();
    const scales = { slack: draw(ranges.slack), setup: draw(ranges.setup) };
    const next = bestOf(start.model, [{ rule: "atcs", onBoard: true, scales }], () => true);
    lastMs = performance.now() - from;
    if (next.schedule.cost >= best.schedule.cost) continue;
    best = { ...best, ...next };
    onBetter(next.schedule.cost);
  }
  return best;
};
