import type { ClientBase } from "pg";

/** A table as a backup holds it. */
export interface BackupTable {
  readonly name: string;
  /** Columns that are stored; what is reckoned from others is not. */
  readonly columns: readonly string[];
}

/** A sequence and the last number that it gave. */
export interface BackupSequence {
  readonly name: string;
  readonly last: string;
}

/** What tells which migrations were applied; a restore writes it by applying them. */
const migrationTable = "migration";

/** Names as a list in SQL; those of the data store hold no quotation mark. */
export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

/** Tables of the data store, each after those that it refers to, so that they can be filled in this order. */
export const tablesInOrder = async (client: ClientBase): Promise<BackupTable[]> => {
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> $1
     group by c.relname order by c.relname`,
    [migrationTable],
  );
  const { rows: references } = await client.query<{ name: string; refers: string }>(
    `select c.relname as name, t.relname as refers
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
     where k.contype = 'f' and k.connamespace = 'public'::regnamespace and c.oid <> t.oid`,
  );
  const open = new Map(tables.map((table) => [table.name, table]));
  const ordered: BackupTable[] = [];
  while (open.size > 0) {
    const waits = new Set(references.filter(({ refers }) => open.has(refers)).map(({ name }) => name));
    const free = [...open.values()].filter(({ name }) => !waits.has(name));
    if (free.length === 0) throw new Error(`tables refer to each other: ${[...open.keys()].join(", ")}`);
    for (const table of free) open.delete(table.name);
    ordered.push(...free);
  }
  return ordered;
};

/** Every sequence, those of identity columns among them. */
export const sequencesOf = async (client: ClientBase): Promise<BackupSequence[]> => {
  const { rows } = await client.query<BackupSequence>(
    `select sequencename as name, last_value::text as last from pg_sequences
     where schemaname = 'public' and last_value is not null order by sequencename`,
  );
  return rows;
};
