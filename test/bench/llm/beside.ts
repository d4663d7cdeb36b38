import { median } from "../statistics.ts";
import { measureIn, type Speeds } from "./speeds.ts";

/** This engine and its peer on one model, turn by turn, so that a slow minute of the machine meets both. */

export interface ComparedRun {
  readonly model: string;
  readonly threads: number;
  readonly turns: number;
  readonly rounds: number;
  /** Folder of the peer's package; without it only this engine is measured. */
  readonly peer: string | undefined;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

export interface Comparison {
  /** One measure over another, of the same turns. */
  readonly over: (measure: string, base: string) => number;
  /** Over the peer at its best number of threads; null without a peer. */
  readonly ratio: (measure: string) => number | null;
  readonly note: (measure: string) => string;
  /** What the measure reads in a second over what the machine could, measured in the same rounds. */
  readonly ofRead: (measure: string, bytes: number) => number;
}

export const besidePeer = async ({
  model,
  threads,
  turns,
  rounds,
  peer,
  ours,
  theirs,
}: ComparedRun): Promise<Comparison> => {
  const own: Speeds[] = [];
  // The peer is often quicker on one thread: its best count is what it is measured by.
  const counts = [1, threads];
  const others = counts.map((): Speeds[] => []);
  for (let turn = 0; turn < turns; turn += 1) {
    own.push(await measureIn("ours", { model, threads, measures: [...ours, "readBytes"], rounds }));
    if (!peer) continue;
    for (const [index, count] of counts.entries())
      others[index]!.push(
        await measureIn("peer", {
          model,
          threads: count,
          measures: theirs,
          rounds: turns === 1 ? 1 : 2,
          peer,
        }),
      );
  }
  const middle = (measure: string) => median(own.map((speeds) => speeds[measure]!));
  const best = (measure: string) =>
    peer ? Math.max(...others.map((speeds) => median(speeds.map((each) => each[measure]!)))) : null;
  return {
    over: (measure, base) => median(own.map((speeds) => speeds[measure]! / speeds[base]!)),
    ratio: (measure) => {
      const other = best(measure);
      return other === null ? null : middle(measure) / other;
    },
    note: (measure) => {
      const other = best(measure) ?? undefined;
      const beside = other === undefined || Number.isNaN(other) ? "" : ` beside ${other.toFixed(1)}`;
      return `${middle(measure).toFixed(1)} t/s${beside}`;
    },
    ofRead: (measure, bytes) =>
      median(own.map((speeds) => (bytes * speeds[measure]!) / speeds["readBytes"]!)),
  };
};
