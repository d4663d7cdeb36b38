import type { Instance } from "./instances.ts";
import type { BenchContext } from "./measure.ts";
import { findPeer, runPeer } from "./peer.ts";
import { runShop } from "./run-shop.ts";

/** Both sides on one instance with one seed. */
export interface Comparison {
  readonly instance: Instance;
  readonly seed: number;
  readonly ours: number;
  readonly bound: number;
  readonly violations: number;
  /** null: no solution in its time; undefined: no peer on this machine. */
  readonly peer: number | null | undefined;
}

const shown = (value: number | null | undefined): string => (value === undefined ? "" : `${value ?? "none"}`);

/**
 * Every instance with every seed, ours and the peer by turns with the same cores and seconds. A side that proves its plan
 * best ends early.
 */
export const compareOn = async (
  instances: readonly Instance[],
  seconds: number,
  { seeds, cores, say }: Pick<BenchContext, "seeds" | "cores" | "say">,
): Promise<Comparison[]> => {
  const found: Comparison[] = [];
  const python = findPeer();
  for (const instance of instances)
    for (let seed = 1; seed <= seeds; seed += 1) {
      const run = await runShop(instance, { seconds, cores, seed });
      const peer = python ? (await runPeer(python, instance, { seconds, cores, seed })).objective : undefined;
      const { objective: ours, bound } = run.plan;
      found.push({ instance, seed, ours, bound, violations: run.violations.length, peer });
      for (const violation of run.violations.slice(0, 3)) say(`  VIOLATION ${violation}`);
      const columns = [
        instance.name.padEnd(16),
        `seed ${seed}`,
        `${ours}`.padStart(9),
        `peer ${shown(peer)}`.padStart(14),
        `best known ${shown(instance.best)}`.padStart(21),
        `bound ${bound}`.padStart(15),
        `${run.seconds.toFixed(1)} s`,
      ];
      say(`  ${columns.join("  ")}`);
    }
  return found;
};

/** A figure of each seed over all its instances. */
export const bySeed = <T extends Comparison>(
  comparisons: readonly T[],
  figure: (ofSeed: readonly T[]) => number,
): number[] => [...Map.groupBy(comparisons, ({ seed }) => seed).values()].map(figure);
