import { loadConfig } from "../core/config.ts";
import { type Db, hostOf, isUnreachable, type OpenDatabase, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";

/** Something that the person can mend; told without a stack. */
export class CommandError extends Error {}

/** Runs a command; what the person can mend is told, and gives the exit code 2: wrong command line. */
export const runCommand = async (
  work: () => Promise<number>,
  note: (line: string) => void,
): Promise<number> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    note(error.message);
    return 2;
  }
};

/** What `parseArgs` says of a command line that is none, followed by how one looks. */
export const wrongArguments = (error: unknown, usage: string): CommandError => {
  const [what] = (error as Error).message.split(". ");
  return new CommandError(`${what}\n${usage}`);
};

/**
 * Does something with the data store that a command names, the configured one, or the embedded one of a house that runs; its
 * schema is brought up to date.
 *
 * @throws CommandError when it cannot be reached.
 */
export const withDatabase = <T>(
  named: string | undefined,
  connections: number,
  work: (db: Db) => Promise<T>,
): Promise<T> =>
  withPool(named, connections, async ({ db, pool }) => {
    await migrate(pool);
    return work(db);
  });

/** As `withDatabase`, with the data store as it is. */
export const withPool = async <T>(
  named: string | undefined,
  connections: number,
  work: (open: Pick<OpenDatabase, "db" | "pool">) => Promise<T>,
): Promise<T> => {
  const config = loadConfig();
  const embedded = `postgres://millwright:millwright@127.0.0.1:${config.POSTGRES_PORT}/millwright`;
  const url = named ?? config.DATABASE_URL ?? embedded;
  const { db, pool, close } = openDatabase(url, { max: connections });
  try {
    return await work({ db, pool });
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    throw new CommandError(
      `The database at ${hostOf(url)} cannot be used: ${error.message}. Start the house (npm start), or name another with --database-url.`,
    );
  } finally {
    await close();
  }
};
