import { readdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { loadConfig } from "../../core/config.ts";
import { hostOf, isUnreachable, openDatabase } from "../database.ts";
import { migrate } from "../migrate.ts";
import type { ImportIssue } from "./check.ts";
import { importFolder } from "./import.ts";
import { isEncoding } from "./text.ts";

const usage =
  "Usage: npm run import -- --dir FOLDER [--dry-run] [--encoding gb18030] [--database-url URL]   (files and columns: docs/import.md)";

/** Something that the person can mend; told without a stack. */
class CommandError extends Error {}

const readArguments = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        dir: { type: "string" },
        "dry-run": { type: "boolean" },
        encoding: { type: "string" },
        "database-url": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    const [what] = (error as Error).message.split(". ");
    throw new CommandError(`${what}\n${usage}`);
  }
};

/** @throws CommandError when the folder holds nothing to read. */
const requireFiles = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    const reason = { ENOENT: "there is no such folder", ENOTDIR: "is a file, not a folder" }[
      error.code ?? ""
    ];
    throw new CommandError(`${folder}: ${reason ?? error.message}`);
  });
  if (!names.some((name) => /\.csv$/i.test(name)))
    throw new CommandError(`${folder}: holds no .csv file; their names are in docs/import.md`);
};

/** Of what is wrong in the same column in the same way, so many are told. */
const mostAlike = 10;

/** Issues as lines: thousands of rows with one mistake are one mistake. */
export const told = (issues: readonly ImportIssue[]): string[] => {
  if (issues.length === 0) return [];
  const alike = Map.groupBy(issues, ({ file, column, code }) => `${file} ${column} ${code}`);
  return [
    ...[...alike.values()].flatMap((same) => {
      const lines = same
        .slice(0, mostAlike)
        .map(
          ({ file, row, column, value, message }) =>
            `${file}:${row} ${column} "${value}"\n    ${message.en}\n    ${message.zh}`,
        );
      const more = same.length - lines.length;
      const [{ file, column } = { file: "", column: "" }] = same;
      return more > 0
        ? [...lines, `${file} ${column}: ${more} more of the same kind\n    同类问题还有 ${more} 处`]
        : lines;
    }),
    `\n${issues.length} problems; nothing was written.`,
  ];
};

export interface Output {
  readonly answer: (line: string) => void;
  readonly note: (line: string) => void;
}

const read = async (args: readonly string[], { answer, note }: Output): Promise<number> => {
  const values = readArguments(args);
  if (values.help) {
    answer(usage);
    return 0;
  }
  if (!values.dir) throw new CommandError(usage);
  const { encoding } = values;
  if (encoding !== undefined && !isEncoding(encoding))
    throw new CommandError(`--encoding ${encoding}: there is none of this name; utf-8 and gb18030 are two`);
  await requireFiles(values.dir);
  const config = loadConfig();
  const embedded = `postgres://millwright:millwright@127.0.0.1:${config.POSTGRES_PORT}/millwright`;
  const url = values["database-url"] ?? config.DATABASE_URL ?? embedded;
  const { db, pool, close } = openDatabase(url, { max: 4 });
  try {
    await migrate(pool);
    const { issues, rows } = await importFolder(db, values.dir, {
      dryRun: values["dry-run"] ?? false,
      encoding,
    });
    for (const line of told(issues)) note(line);
    if (issues.length > 0) return 1;
    for (const [file, count] of Object.entries(rows)) answer(`${String(count).padStart(8)}  ${file}`);
    answer(values["dry-run"] ? "Everything is sound; nothing was written (dry run)." : "Written.");
    return 0;
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    throw new CommandError(
      `The database at ${hostOf(url)} cannot be used: ${error.message}. Start the house (npm start), or name another with --database-url.`,
    );
  } finally {
    await close();
  }
};

/** Reads a folder of CSV files into the data store; gives the exit code: 0 done, 1 wrong rows, 2 wrong command line. */
export const runImport = async (args: readonly string[], output: Output): Promise<number> => {
  try {
    return await read(args, output);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    output.note(error.message);
    return 2;
  }
};
