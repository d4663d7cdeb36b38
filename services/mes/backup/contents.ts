import { z } from "zod";

/**
 * A backup is a tar archive: `backup.json` says what follows, then each table in parts as PostgreSQL's COPY writes it
 * (`tables/work_order/000000`), and at last `end.json`, by which a whole archive is told from one that breaks off.
 */
export const beginName = "backup.json";
export const endName = "end.json";
export const partName = (table: string, part: number): string =>
  `tables/${table}/${String(part).padStart(6, "0")}`;
export const tableOf = (name: string): string | undefined => /^tables\/([^/]+)\/\d{6}$/.exec(name)?.[1];

/** Bytes of a part at most, but for a row that is longer. */
export const partBytes = 4 * 2 ** 20;

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/);

export const beginSchema = z.strictObject({
  migrations: z.array(z.string()),
  tables: z.array(z.strictObject({ name, columns: z.array(name) })),
});
export type Begin = z.infer<typeof beginSchema>;

export const endSchema = z.strictObject({
  /** SHA-256 of each table's rows. */
  tables: z.record(name, z.strictObject({ sha256: z.hex(), bytes: z.int() })),
  sequences: z.array(z.strictObject({ name, last: z.string().regex(/^\d+$/) })),
});
export type End = z.infer<typeof endSchema>;
