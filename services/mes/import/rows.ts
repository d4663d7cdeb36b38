import type { ImportFile } from "./files.ts";

export type ParsedRow = Readonly<Record<string, unknown>>;
export type ParsedFiles = Partial<Record<ImportFile, readonly ParsedRow[]>>;

/** A row with its place in its file, as an editor counts. */
export interface ReadRow {
  readonly row: number;
  readonly value: ParsedRow;
}

/** The files of an import as they were read, beside what the data store has already: they may refer to both. */
export interface ReadFiles {
  readonly read: ReadonlyMap<ImportFile, readonly ReadRow[]>;
  /** Rows that are refused for a field of theirs, as their text stands: what refers to them is not wrong for that. */
  readonly refused: ReadonlyMap<ImportFile, readonly ParsedRow[]>;
  /** Of these nobody can say what is in them. */
  readonly unreadable: ReadonlySet<string>;
  readonly known: ParsedFiles;
}

/** Rows of a file: what the data store has, and behind it what the import brings. */
export const rowsOf = ({ read, known }: ReadFiles, file: ImportFile): ParsedRow[] => [
  ...(known[file] ?? []),
  ...(read.get(file) ?? []).map(({ value }) => value),
];

/** As `rowsOf`, and the refused rows of the file: what may be referred to once they are mended. */
export const meantRows = (files: ReadFiles, file: ImportFile): ParsedRow[] => [
  ...rowsOf(files, file),
  ...(files.refused.get(file) ?? []),
];

/** Rows that match on these columns have the same text here. */
export const keyOf = (row: ParsedRow, columns: readonly string[]): string =>
  JSON.stringify(columns.map((column) => String(row[column])));
