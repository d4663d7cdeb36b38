import type { JSONColumnType } from "kysely";

/** A jsonb column: read as it is, written as text. */
export type Json<T extends object | null> = JSONColumnType<T, string, string>;
