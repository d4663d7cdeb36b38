import type { PegNetwork } from "../network.ts";
import type { Holdings } from "./holdings.ts";
import type { Levels } from "./levels.ts";

/** What is held, and when everyone's material is there, with a journal by which every change can be taken back. */
export interface Accounts {
  /** Has a source hold pieces for the date of a supply. */
  change(source: number, pieces: number, supply: number): void;
  setTime(operation: number, time: number): void;
  /** What `back` takes to undo everything since. */
  mark(): number;
  back(mark: number): void;
  /** Forgets how to undo. */
  accept(): void;
}

export const createAccounts = (
  { sourcePool }: PegNetwork,
  levels: Levels,
  { held, heldAt }: Pick<Holdings, "held" | "heldAt">,
  materialTime: Float64Array,
): Accounts => {
  /** Pieces, supply and source of each holding that was changed, as it was before; time and operation of each time likewise, the operation negated. */
  const journal: number[] = [];
  const write = (source: number, pieces: number, supply: number) => {
    if (pieces === held[source]) levels.shift(heldAt[source]!, supply, pieces);
    else {
      const pool = sourcePool[source]!;
      levels.take(pool, heldAt[source]!, -held[source]!);
      levels.take(pool, supply, pieces);
    }
    held[source] = pieces;
    heldAt[source] = supply;
  };

  return {
    change: (source, pieces, supply) => {
      journal.push(held[source]!, heldAt[source]!, source);
      write(source, pieces, supply);
    },
    setTime: (operation, time) => {
      if (time === materialTime[operation]) return;
      journal.push(materialTime[operation]!, ~operation);
      materialTime[operation] = time;
    },
    mark: () => journal.length,
    back: (mark) => {
      while (journal.length > mark) {
        const source = journal.pop()!;
        if (source < 0) {
          materialTime[~source] = journal.pop()!;
          continue;
        }
        const supply = journal.pop()!;
        write(source, journal.pop()!, supply);
      }
    },
    accept: () => {
      journal.length = 0;
    },
  };
};
