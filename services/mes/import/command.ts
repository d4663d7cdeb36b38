import { readdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { CommandError, runCommand, withDatabase, wrongArguments } from "../command-line.ts";
import type { ImportIssue } from "./check.ts";
import { importFolder } from "./import.ts";
import { isEncoding } from "./text.ts";

const usage =
  "Usage: npm run import -- --dir FOLDER [--dry-run] [--encoding gb18030] [--database-url URL]   (files and columns: docs/import.md)";

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
    throw wrongArguments(error, usage);
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
  const { dir, encoding } = values;
  if (!dir) throw new CommandError(usage);
  if (encoding !== undefined && !isEncoding(encoding))
    throw new CommandError(`--encoding ${encoding}: there is none of this name; utf-8 and gb18030 are two`);
  await requireFiles(dir);
  return withDatabase(values["database-url"], 4, async (db) => {
    const { issues, rows } = await importFolder(db, dir, { dryRun: values["dry-run"] ?? false, encoding });
    for (const line of told(issues)) note(line);
    if (issues.length > 0) return 1;
    for (const [file, count] of Object.entries(rows)) answer(`${String(count).padStart(8)}  ${file}`);
    answer(values["dry-run"] ? "Everything is sound; nothing was written (dry run)." : "Written.");
    return 0;
  });
};

/** Reads a folder of CSV files into the data store; gives the exit code: 0 done, 1 wrong rows, 2 wrong command line. */
export const runImport = (args: readonly string[], output: Output): Promise<number> =>
  runCommand(() => read(args, output), output.note);
