import { sql } from "kysely";
import type { Tx } from "../database.ts";
import { type ImportFile, importFiles, parents } from "./files.ts";
import { keyOf, type ParsedFiles, type ParsedRow, type ReadRow } from "./rows.ts";

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

/** Lists that a file may be the whole of. Of segments it is never: jobs, documents and what was made stand upon them. */
export const wholeLists: readonly ImportFile[] = [...lists].filter((file) => file !== "segments.csv");

type Read = ReadonlyMap<ImportFile, readonly ReadRow[]>;

/** By their keys, rows of the lists that these files name which the data store has and their file does not; of a list that no file names none. */
export const leftRows = async (
  tx: Tx,
  read: Read,
  of: (file: ImportFile) => boolean = () => true,
): Promise<ParsedFiles> => {
  const left: Partial<Record<ImportFile, readonly ParsedRow[]>> = {};
  for (const [file, rows] of read) {
    if (!lists.has(file) || !of(file)) continue;
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
    if (gone.length > 0) left[file] = gone;
  }
  return left;
};

/** Rows with these values in these columns; each value as its text. */
const rowsAt = (columns: readonly string[], rows: readonly ParsedRow[]) => sql`
  (${sql.join(columns.map((column) => sql`${sql.ref(column)}::text`))}) in (select * from unnest(${sql.join(
    columns.map((column) => sql`${rows.map((row) => String(row[column]))}::text[]`),
  )}))`;

/** What goes when files are the whole of their lists: the rows that they do not have any more, and what belongs to these. */
export const goingRows = async (tx: Tx, read: Read, whole: readonly ImportFile[]): Promise<ParsedFiles> => {
  const going: Partial<Record<ImportFile, readonly ParsedRow[]>> = {
    ...(await leftRows(tx, read, (file) => whole.includes(file))),
  };
  for (const [child, { file: parent, columns }] of Object.entries(parents)) {
    const rows = going[parent as ImportFile] ?? [];
    if (rows.length === 0) continue;
    const { table, key } = importFiles[child as ImportFile];
    const named = sql.join(key.map((column) => sql.ref(column)));
    const { rows: stored } = await sql<ParsedRow>`
      select ${named} from ${sql.table(table)} where ${rowsAt(columns, rows)} order by ${named}`.execute(tx);
    const all = [...(going[child as ImportFile] ?? []), ...stored];
    if (all.length > 0)
      going[child as ImportFile] = [...new Map(all.map((row) => [keyOf(row, key), row])).values()];
  }
  return going;
};

/** Takes the rows out of the data store; what belongs to others before these. */
export const removeRows = async (tx: Tx, going: ParsedFiles): Promise<void> => {
  for (const [file, rows] of Object.entries(going).reverse()) {
    const { table, key } = importFiles[file as ImportFile];
    await sql`delete from ${sql.table(table)} where ${rowsAt(key, rows)}`.execute(tx);
  }
};

/** What the data store has without the rows that go. */
export const without = (known: ParsedFiles, going: ParsedFiles): ParsedFiles =>
  Object.fromEntries(
    Object.entries(known).map(([file, rows]) => {
      const { key } = importFiles[file as ImportFile];
      const gone = new Set((going[file as ImportFile] ?? []).map((row) => keyOf(row, key)));
      return [file, gone.size === 0 ? rows : rows.filter((row) => !gone.has(keyOf(row, key)))];
    }),
  );

/** Rows by the texts of their keys. */
export type RowNames = Readonly<Partial<Record<ImportFile, readonly string[]>>>;

export const namesOf = (files: ParsedFiles): RowNames =>
  Object.fromEntries(
    Object.entries(files).map(([file, rows]) => [
      file,
      rows.map((row) => importFiles[file as ImportFile].key.map((column) => String(row[column])).join(" / ")),
    ]),
  );
