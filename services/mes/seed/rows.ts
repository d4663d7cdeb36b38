import type { Insertable } from "kysely";
import type { Database } from "../schema.ts";

/** Rows by table, in an order that respects the references. */
export type SeedRows = { [Table in keyof Database]?: Insertable<Database[Table]>[] };
