import type { LibraryDocument } from "../library.ts";
import type { Table } from "../read/block.ts";
import type { Ranked } from "../search/rank.ts";

/** A table that the best passages are rows of, or stand beside. */
export interface FoundTable {
  readonly document: LibraryDocument;
  readonly block: number;
  readonly table: Table;
  readonly path: readonly string[];
  /** Of its best passage. */
  readonly meaning: number;
  /** Of single rows that were found, as they stand in the document. */
  readonly meanings: ReadonlyMap<number, number>;
  /** Its rows are columns of the document's, and its columns rows. */
  readonly isTurned?: boolean;
}

/** What is left of the meaning of a table in a row that was not found by itself. */
const unfound = 0.9;

/** How near in meaning the row of a cell is. */
export const meaningAt = ({ meaning, meanings, isTurned }: FoundTable, row: number, column: number): number =>
  meanings.get(isTurned ? column - 1 : row) ?? meaning * unfound;

const mostPassages = 40;

export const tablesOf = (ranked: readonly Ranked[]): FoundTable[] => {
  const found = new Map<string, FoundTable & { meanings: Map<number, number> }>();
  for (const { passage, features } of ranked.slice(0, mostPassages)) {
    const { document, block, row, path } = passage;
    const table = document.blocks[block];
    if (table?.kind !== "table" || row === null) continue;
    const key = `${document.id}\n${block}`;
    const known = found.get(key);
    if (known) known.meanings.set(row, features.meaning);
    else
      found.set(key, {
        document,
        block,
        table,
        path,
        meaning: features.meaning,
        meanings: new Map([[row, features.meaning]]),
      });
  }
  return [...found.values()];
};

/** Rows of a table that are looked at one by one; of a larger one, those that were found. */
export const mostRows = 2_000;
