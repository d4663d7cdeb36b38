import { Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import type { Database } from "./schema.ts";

export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

const { builtins } = pg.types;

/** Counts fit a double here; identities of streams (`seq`) stay text, where bigints are selected as such. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === builtins.NUMERIC
      ? (text: string) => Number(text)
      : pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
};

export interface OpenDatabase {
  readonly db: Db;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Where a database is, without the password of its address. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "the given address");

/** Opens a pool on the data store; connections are made when needed and replaced when they break. */
export const openDatabase = (
  url: string,
  { max = 10, statementMs }: { readonly max?: number; readonly statementMs?: number } = {},
): OpenDatabase => {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    connectionTimeoutMillis: 5_000,
    // Else a query whose answer never comes, as a machine lost its current or a firewall forgot the connection, is waited for for ever.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(statementMs ? { statement_timeout: statementMs } : {}),
  });
  // The pool drops a connection that breaks, and whoever uses it sees the failure; without listeners, for idle
  // connections and for those between two queries of a transaction, it would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, close: () => db.destroy() };
};
