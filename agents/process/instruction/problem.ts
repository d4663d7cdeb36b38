import type { Bilingual } from "../../../services/core/errors.ts";
import { keyColumns, type RowSource, type SourceTable } from "./sources.ts";

/** What stands in the way of publishing. */
export interface Problem {
  readonly code:
    | "unsourced"
    | "wrong-value"
    | "foreign"
    | "missing"
    | "repeated"
    | "inconsistent"
    | "limits"
    | "unknown"
    | "citation"
    | "too-long"
    | "languages";
  /** Step, or section beside the steps. */
  readonly where: string;
  readonly message: Bilingual;
}

export const problem = (code: Problem["code"], where: string, zh: string, en: string): Problem => ({
  code,
  where,
  message: { zh, en },
});

export type Row = Readonly<Record<string, unknown>>;
/** Rows of the data store as they are now, by table. */
export type Store = ReadonlyMap<SourceTable, readonly Row[]>;

/** Rows whose key begins so. */
export const rowsBelow = (store: Store, { table, key }: Pick<RowSource, "table" | "key">): readonly Row[] =>
  (store.get(table) ?? []).filter((row) =>
    key.every((part, index) => String(row[keyColumns[table][index]!]) === part),
  );
