import type { z } from "zod";
import type { Database } from "../schema.ts";

/** One file: its table, its columns, what makes a row unique, and which columns name rows of other files. */
export const spec = <Row extends z.ZodObject>(
  table: keyof Database,
  row: Row,
  key: readonly (keyof z.infer<Row> & string)[],
  references: Readonly<Record<string, string>> = {},
) => ({
  table,
  row,
  key,
  references,
});

/** Specifications by the names of their files. */
export type Specs = Readonly<Record<string, ReturnType<typeof spec<z.ZodObject>>>>;
/** Of files whose rows belong to a row of another file by several columns together; the last column is named when it fails. */
export type Parents = Readonly<Record<string, { file: string; columns: readonly string[] }>>;
