import type { Insertable } from "kysely";
import type { Tx } from "../database.ts";
import type { Database } from "../schema.ts";

/** PostgreSQL takes 65,535 parameters a statement. */
const mostParameters = 60_000;

/** Inserts rows of a table, in as many statements as they need. */
export const insertAll = async <Table extends keyof Database>(
  tx: Tx,
  table: Table,
  rows: readonly Insertable<Database[Table]>[],
) => {
  const [first] = rows;
  if (!first) return;
  const chunk = Math.floor(
    mostParameters / Math.max(...rows.map((row) => Object.keys(row as object).length)),
  );
  for (let from = 0; from < rows.length; from += chunk)
    await tx
      .insertInto(table)
      .values(rows.slice(from, from + chunk) as never)
      .execute();
};
