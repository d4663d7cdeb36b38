import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { loadConfig, vouchedFor } from "../core/config.ts";
import { embeddedUrlOf } from "../core/embedded-database.ts";
import { MillwrightError } from "../core/errors.ts";
import { isUnreachable } from "../core/passing.ts";
import { reasonOf } from "../core/reason.ts";
import { type Db, hostOf, type OpenDatabase, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";

/** Something that the person can mend; told without a stack. */
export class CommandError extends Error {}

/** Where a command writes its lines. */
export interface CommandOutput {
  readonly answer: (line: string) => void;
  /** What is wrong, beside the answers. */
  readonly note: (line: string) => void;
}

/** The output of a command that is a process of its own. */
export const standardOutput: CommandOutput = {
  answer: (line) => console.log(line),
  note: (line) => console.error(line),
};

/** An option's value, as `parseArgs` takes it. */
export const text = { type: "string" } as const;
export const flag = { type: "boolean" } as const;

/** Options that each command has. */
const common = { "database-url": text, help: { ...flag, short: "h" } } as const;

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ readonly options: Options & typeof common }>
>["values"];

/** A command line: how it looks, and what may stand in it beside the options that each command has. */
export interface CommandLine<Options extends ParseArgsOptionsConfig> {
  readonly usage: string;
  readonly options: Options;
}

/** @throws CommandError for a command line that is none, with how one looks. */
const valuesOf = <Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  { usage, options }: CommandLine<Options>,
): Values<Options> => {
  try {
    return parseArgs({ args: [...args], options: { ...options, ...common } }).values;
  } catch (error) {
    const [what] = (error as Error).message.split(". ");
    throw new CommandError(`${what}\n${usage}`);
  }
};

/**
 * Runs a command, or tells how it looks when it is asked for help; what the person can mend is told, and gives the exit code 2:
 * wrong command line.
 */
export const runCommand = async <const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  line: CommandLine<Options>,
  { answer, note }: CommandOutput,
  work: (values: Values<Options>) => Promise<number>,
): Promise<number> => {
  try {
    const values = valuesOf(args, line);
    if (!(values as { readonly help?: boolean }).help) return await work(values);
    answer(line.usage);
    return 0;
  } catch (error) {
    if (error instanceof CommandError) note(error.message);
    else if (error instanceof MillwrightError) note(`${error.bilingual.en}\n${error.bilingual.zh}`);
    else throw error;
    return 2;
  }
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
  const url =
    (named && vouchedFor(named)) ??
    config.DATABASE_URL ??
    embeddedUrlOf(config.DATA_DIR, config.POSTGRES_PORT);
  const { db, pool, close } = openDatabase(url, { max: connections });
  try {
    return await work({ db, pool });
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    throw new CommandError(
      `The database at ${hostOf(url)} cannot be used: ${reasonOf(error)}. Start the house (npm start) and say which it is: where its data lies (DATA_DIR, here ${config.DATA_DIR}) and its port (POSTGRES_PORT, here ${config.POSTGRES_PORT}); or name another with --database-url.`,
    );
  } finally {
    await close();
  }
};
