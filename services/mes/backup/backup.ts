import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { pack as createPack, type Pack } from "tar-stream";
import { beginName, type End, endName, partBytes, partName } from "./contents.ts";
import { sealing } from "./envelope.ts";
import { type BackupTable, quoted, sequencesOf, tablesInOrder } from "./tables.ts";

/** Adds one entry; resolves when the archive has taken it, so that memory holds one part at a time. */
const add = (archive: Pack, name: string, content: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    archive.entry({ name }, content, (error) => (error ? reject(error) : resolve()));
  });

const addTable = async (client: pg.ClientBase, archive: Pack, { name, columns }: BackupTable) => {
  const hash = createHash("sha256");
  let bytes = 0;
  let part = 0;
  let waiting: Buffer[] = [];
  let size = 0;
  const flush = async () => {
    if (size > 0) await add(archive, partName(name, part++), Buffer.concat(waiting));
    waiting = [];
    size = 0;
  };
  // Of a partitioned table only what is selected can be copied.
  for await (const chunk of client.query(
    copyTo(`copy (select ${quoted(columns)} from "${name}") to stdout`),
  )) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    waiting.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size >= partBytes) await flush();
  }
  await flush();
  return { sha256: hash.digest("hex"), bytes };
};

const fill = async (client: pg.ClientBase, archive: Pack): Promise<void> => {
  // Everything is of one moment, whatever is written meanwhile.
  await client.query("begin isolation level repeatable read read only");
  try {
    const { rows } = await client.query<{ name: string }>("select name from migration order by name");
    const tables = await tablesInOrder(client);
    const json = (value: object) => Buffer.from(JSON.stringify(value));
    await add(archive, beginName, json({ migrations: rows.map((row) => row.name), tables }));
    const ends: End["tables"] = {};
    for (const table of tables) ends[table.name] = await addTable(client, archive, table);
    // Read last: numbers that were given meanwhile are none to give again.
    const sequences = await sequencesOf(client);
    await add(archive, endName, json({ tables: ends, sequences } satisfies End));
  } finally {
    await client.query("rollback");
  }
  archive.finalize();
};

const syncToDisk = async (path: string): Promise<void> => {
  const file = await open(path);
  await file.sync();
  await file.close();
};

/**
 * Writes the whole data store as of one moment into a file, while the house goes on working. The file appears under its name
 * only when it is whole.
 *
 * @returns Its bytes.
 */
export const writeBackup = async (
  pool: pg.Pool,
  path: string,
  { now, passphrase }: { readonly now: Date; readonly passphrase?: string | undefined },
): Promise<number> => {
  const partial = `${path}.partial`;
  const client = await pool.connect();
  let hasFailed = false;
  try {
    const { head, stages } = await sealing(now, passphrase);
    const file = createWriteStream(partial, { mode: 0o600 });
    file.write(head);
    const archive = createPack();
    const filling = fill(client, archive).catch((error: Error) => archive.destroy(error));
    // A stream of streamx, which is one of Node's but for what the types ask.
    await pipeline([archive as unknown as NodeJS.ReadableStream, ...stages, file]);
    await filling;
    await syncToDisk(partial);
    await rename(partial, path);
    return (await stat(path)).size;
  } catch (error) {
    hasFailed = true;
    await rm(partial, { force: true });
    throw error;
  } finally {
    // A table may still be on its way through it, where the file broke off.
    client.release(hasFailed);
  }
};
