import { sql } from "kysely";
import type { Tx } from "../database.ts";
import { readFiles } from "./check.ts";
import { fileNamed } from "./file-names.ts";
import { type ImportFile, importFiles } from "./files.ts";
import { keyOf, type ParsedRow } from "./rows.ts";

/** Files whose rows make up a list together, such as a bill: of one that is not in its file any more it would go unseen that it stays. */
const lists: ReadonlySet<ImportFile> = new Set([
  "calendar_shifts.csv",
  "qualifications.csv",
  "segments.csv",
  "segment_equipment.csv",
  "segment_secondary.csv",
  "bom.csv",
  "bom_alternates.csv",
  "approved_vendors.csv",
] as const);

/** Keys of rows that the data store has and the file of their list does not, by file; those of lists that no file names are not meant. */
export type LeftRows = Readonly<Partial<Record<ImportFile, readonly string[]>>>;

export const leftRows = async (
  tx: Tx,
  texts: Readonly<Record<string, string | undefined>>,
): Promise<LeftRows> => {
  const isList = (name: string) => {
    const file = fileNamed(name);
    return file !== undefined && lists.has(file);
  };
  const { read } = readFiles(Object.fromEntries(Object.entries(texts).filter(([name]) => isList(name))));
  const left: Partial<Record<ImportFile, readonly string[]>> = {};
  for (const [file, rows] of read) {
    const { table, key } = importFiles[file];
    // The list's own name comes first in the key.
    const owner = key[0]!;
    const owners = [...new Set(rows.map(({ value }) => String(value[owner])))];
    const columns = sql.join(key.map((column) => sql.ref(column)));
    const { rows: stored } = await sql<ParsedRow>`
      select ${columns} from ${sql.table(table)}
      where ${sql.ref(owner)} = any(${owners}::text[]) order by ${columns}`.execute(tx);
    const here = new Set(rows.map(({ value }) => keyOf(value, key)));
    const gone = stored.filter((row) => !here.has(keyOf(row, key)));
    if (gone.length > 0) left[file] = gone.map((row) => key.map((column) => String(row[column])).join(" / "));
  }
  return left;
};
