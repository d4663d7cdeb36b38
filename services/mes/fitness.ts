import pg from "pg";
import { MillwrightError } from "../core/errors.ts";
import { reasonOf } from "../core/reason.ts";
import { hostOf } from "./database.ts";

/** The oldest PostgreSQL that has what the schema uses. */
const oldestVersion = 150_000;

interface Facts {
  readonly number: number;
  readonly version: string;
  readonly encoding: string;
  readonly role: string;
  readonly database: string;
  readonly may_create: boolean;
  readonly is_read_only: boolean;
  /** That it may have at once: what the role, the database and the server allow, of which -1 is any number. */
  readonly connections: number;
}

const facts = `select
  current_setting('server_version_num')::integer as number,
  current_setting('server_version') as version,
  pg_encoding_to_char(encoding) as encoding,
  current_user as role,
  current_database() as database,
  coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create,
  pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean as is_read_only,
  least(
    nullif((select rolconnlimit from pg_roles where rolname = current_user), -1),
    nullif(datconnlimit, -1),
    current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
  ) as connections
from pg_database where datname = current_database()`;

/**
 * Tries whether a data store that a plant brings can be used, before anything is written to it.
 *
 * @returns how many connections it lets us have at once.
 *
 * @throws MillwrightError DATABASE_UNREACHABLE, DATABASE_OLD, DATABASE_ENCODING, DATABASE_READ_ONLY, DATABASE_RIGHTS.
 */
export const tryDatabase = async (url: string): Promise<{ readonly connections: number }> => {
  const address = hostOf(url);
  let client: pg.Client | undefined;
  let found: Facts;
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
    client.on("error", () => {});
    await client.connect();
    found = (await client.query<Facts>(facts)).rows[0]!;
  } catch (cause) {
    throw new MillwrightError("DATABASE_UNREACHABLE", { address, reason: reasonOf(cause) }, { cause });
  } finally {
    void client?.end().catch(() => {});
  }
  const { number, version, encoding, role, database } = found;
  if (number < oldestVersion) throw new MillwrightError("DATABASE_OLD", { address, version });
  if (encoding !== "UTF8") throw new MillwrightError("DATABASE_ENCODING", { address, database, encoding });
  if (found.is_read_only) throw new MillwrightError("DATABASE_READ_ONLY", { address });
  if (!found.may_create) throw new MillwrightError("DATABASE_RIGHTS", { address, role, database });
  return { connections: found.connections };
};
