import { createHash, type Hash } from "node:crypto";
import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { finished, pipeline } from "node:stream/promises";
import type pg from "pg";
import { type CopyStreamQuery, from as copyFrom } from "pg-copy-streams";
import { extract } from "tar-stream";
import type { z } from "zod";
import { CommandError } from "../command-line.ts";
import { applyMigrations, migrationNames } from "../migrate.ts";
import { type Begin, beginName, beginSchema, type End, endName, endSchema, tableOf } from "./contents.ts";
import { damagedOrLocked, unsealed } from "./envelope.ts";
import { quoted } from "./tables.ts";

export interface Restored {
  readonly created: Date;
  readonly tables: number;
  /** Bytes of rows. */
  readonly bytes: number;
}

const damaged = (what: string) => new CommandError(`The backup is damaged: ${what}. Nothing was changed.`);

const read = <T>(schema: z.ZodType<T>, content: Buffer, name: string): T => {
  try {
    return schema.parse(JSON.parse(content.toString()));
  } catch {
    throw damaged(`${name} cannot be read`);
  }
};

/** Where the rows of a backup go. */
interface Target {
  begin(begin: Begin): Promise<void>;
  rows(table: string, part: Buffer): Promise<void>;
  end(end: End): Promise<void>;
}

/** Reads a backup from first to last, with every hash; tells the target as it goes. */
const readThrough = async (
  path: string,
  passphrase: string | undefined,
  target: Target,
): Promise<Restored> => {
  const { created, isEncrypted, source, stages } = await unsealed(path, passphrase);
  const archive = extract();
  const flowing = pipeline([source, ...stages, archive]);
  // Told by the loop below, which sees the archive break off.
  flowing.catch(() => {});
  const hashes = new Map<string, { hash: Hash; bytes: number }>();
  let begun: Begin | undefined;
  let ended: End | undefined;
  try {
    for await (const entry of archive) {
      const { name } = entry.header;
      const table = tableOf(name);
      if (name === beginName) {
        begun = read(beginSchema, await buffer(entry), name);
        for (const { name: each } of begun.tables) hashes.set(each, { hash: createHash("sha256"), bytes: 0 });
        await target.begin(begun);
      } else if (name === endName) ended = read(endSchema, await buffer(entry), name);
      else {
        const seen = table === undefined ? undefined : hashes.get(table);
        if (!table || !seen) throw damaged(`it holds ${name}, which it does not announce`);
        const rows = await buffer(entry);
        seen.hash.update(rows);
        seen.bytes += rows.length;
        await target.rows(table, rows);
      }
    }
    await flowing;
  } catch (error) {
    archive.destroy();
    source.destroy();
    // PostgreSQL's errors have five signs: those of classes 22 and 23 are about rows, others about the server.
    const { code = "" } = error as { code?: string };
    if (error instanceof CommandError || (/^[0-9A-Z]{5}$/.test(code) && !/^2[23]/.test(code))) throw error;
    if (isEncrypted && !begun) throw damagedOrLocked();
    throw damaged((error as Error).message);
  }
  if (!begun || !ended) throw damaged("it breaks off");
  for (const [table, { hash, bytes }] of hashes) {
    const told = ended.tables[table];
    if (!told || told.bytes !== bytes || told.sha256 !== hash.digest("hex"))
      throw damaged(`the rows of ${table} are not those that were written`);
  }
  await target.end(ended);
  const bytes = [...hashes.values()].reduce((sum, each) => sum + each.bytes, 0);
  return { created, tables: begun.tables.length, bytes };
};

/** Checks a backup from first to last without a database. @throws CommandError that says what is wrong with it. */
export const checkBackup = (path: string, passphrase: string | undefined): Promise<Restored> =>
  readThrough(path, passphrase, {
    begin: async () => {},
    rows: async () => {},
    end: async () => {},
  });

/** @throws CommandError when the data store holds rows that may not go, or somebody else uses it. */
const requireFree = async (client: pg.ClientBase, replace: boolean): Promise<void> => {
  const { rows: tables } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
     and relkind in ('r', 'p') and not relispartition and relname <> 'migration'`,
  );
  const filled: string[] = [];
  for (const { name } of tables) {
    const { rowCount } = await client.query(`select 1 from "${name}" limit 1`);
    if (rowCount) filled.push(name);
  }
  if (filled.length > 0 && !replace)
    throw new CommandError(
      `The data store is not empty (${filled.slice(0, 3).join(", ")}${filled.length > 3 ? " …" : ""}). Back it up, then repeat with --replace to put the backup in its place.`,
    );
  const { rows: others } = await client.query<{ name: string }>(
    `select coalesce(nullif(application_name, ''), 'a connection') as name from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
  if (others.length > 0)
    throw new CommandError(
      `${others.length} other connections use the data store. Stop the house, start its database alone (npm start -- --only database), then repeat.`,
    );
};

/**
 * Puts a backup in the place of what the data store holds: all of it, or, when anything is wrong, nothing. A backup of an older
 * version is brought up to date.
 *
 * @throws CommandError that says what is wrong and how to mend it.
 */
export const restoreBackup = async (
  pool: pg.Pool,
  path: string,
  { replace, passphrase }: { readonly replace: boolean; readonly passphrase?: string | undefined },
): Promise<Restored> => {
  const client = await pool.connect();
  let done = false;
  let columns = new Map<string, readonly string[]>();
  let copying: { readonly table: string; readonly stream: CopyStreamQuery } | undefined;
  const endTable = async () => {
    if (!copying) return;
    copying.stream.end();
    await finished(copying.stream);
    copying = undefined;
  };
  try {
    await client.query("begin");
    const restored = await readThrough(path, passphrase, {
      begin: async ({ migrations, tables }) => {
        const unknown = migrations.filter((name) => !migrationNames.includes(name));
        if (unknown.length > 0)
          throw new CommandError(
            `The backup is of a newer version of Millwright (${unknown.join(", ")}): restore it with that version.`,
          );
        await requireFree(client, replace);
        await client.query("drop schema public cascade; create schema public");
        await applyMigrations(client, new Set(migrations));
        columns = new Map(tables.map((table) => [table.name, table.columns]));
        if (tables.length > 0) await client.query(`truncate ${quoted(tables.map(({ name }) => name))}`);
        // What a trigger would reckon anew is in the backup as it was.
        for (const { name } of tables) await client.query(`alter table "${name}" disable trigger user`);
      },
      rows: async (table, part) => {
        if (copying?.table !== table) {
          await endTable();
          const stream: CopyStreamQuery = client.query(
            copyFrom(`copy "${table}" (${quoted(columns.get(table)!)}) from stdin`),
          );
          // What fails between two parts is told by the next one.
          stream.on("error", () => {});
          copying = { table, stream };
        }
        const { stream } = copying!;
        if (stream.errored) throw stream.errored;
        if (!stream.write(part)) await once(stream, "drain");
      },
      end: async ({ sequences }) => {
        await endTable();
        for (const name of columns.keys()) await client.query(`alter table "${name}" enable trigger user`);
        for (const { name, last } of sequences)
          await client.query("select setval(quote_ident($1)::regclass, $2)", [name, last]);
        await applyMigrations(client);
      },
    });
    await client.query("commit");
    done = true;
    await client.query("analyze");
    return restored;
  } finally {
    // What was begun and not committed, a copy that is under way too, ends with the connection.
    client.release(!done);
  }
};
