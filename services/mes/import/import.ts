import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import type { Db } from "../database.ts";
import type { Database } from "../schema.ts";
import { checkFiles, type ImportIssue, type KnownIds } from "./check.ts";
import { type ImportFile, importFiles } from "./files.ts";

export interface ImportResult {
  readonly issues: readonly ImportIssue[];
  /** Rows by file: written, or with a dry run those that would be. 0 of everything when there are issues. */
  readonly rows: Readonly<Partial<Record<ImportFile, number>>>;
}

const mostParameters = 60_000;

const knownIds = async (db: Db): Promise<KnownIds> => {
  const referred = new Set(
    Object.values(importFiles).flatMap(({ references }) => Object.values<string>(references)),
  ) as Set<ImportFile>;
  const entries = await Promise.all(
    [...referred].map(async (file) => {
      const rows = await sql<{ id: string }>`select id from ${sql.table(importFiles[file].table)}`.execute(
        db,
      );
      return [file, new Set(rows.rows.map((row) => row.id))] as const;
    }),
  );
  return Object.fromEntries(entries);
};

/**
 * Reads a folder of CSV files into the data store, all or nothing. A row whose key is known is brought up to date. With
 * any issue, or as a dry run, nothing is written.
 */
export const importFolder = async (
  db: Db,
  folder: string,
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<ImportResult> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".csv"));
  const texts = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)),
  );
  const { rows, issues } = checkFiles(texts, await knownIds(db));
  if (issues.length > 0) return { issues, rows: {} };
  const counts = Object.fromEntries(Object.entries(rows).map(([file, list]) => [file, list.length]));
  if (dryRun) return { issues, rows: counts };
  await db.transaction().execute(async (tx) => {
    for (const [file, { table, key }] of Object.entries(importFiles)) {
      const list = rows[file as ImportFile] ?? [];
      const columns = Object.keys(list[0] ?? {});
      if (columns.length === 0) continue;
      const chunk = Math.floor(mostParameters / columns.length);
      for (let from = 0; from < list.length; from += chunk)
        await tx
          .insertInto(table as keyof Database)
          .values(list.slice(from, from + chunk) as never)
          .onConflict((conflict) =>
            conflict
              .columns([...key] as never)
              .doUpdateSet(
                Object.fromEntries(columns.map((column) => [column, sql.ref(`excluded.${column}`)])) as never,
              ),
          )
          .execute();
    }
  });
  return { issues, rows: counts };
};
