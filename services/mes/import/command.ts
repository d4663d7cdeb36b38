import { readdir } from "node:fs/promises";
import { loadConfig } from "../../core/config.ts";
import { setPlantZone } from "../../core/zone.ts";
import { CommandError, type CommandOutput, flag, runCommand, text, withDatabase } from "../command-line.ts";
import { fileNamed, isMeant } from "./file-names.ts";
import type { ImportFile } from "./files.ts";
import { importFolder } from "./import.ts";
import type { ImportIssue } from "./issue.ts";
import { type RowNames, wholeLists } from "./left-rows.ts";
import { isEncoding } from "./text.ts";

const line = {
  usage:
    "Usage: npm run import -- --dir FOLDER [--dry-run] [--partial | --whole bom.csv,…] [--encoding gb18030] [--database-url URL]   (files and columns: docs/import.md)",
  options: { dir: text, "dry-run": flag, partial: flag, whole: text, encoding: text },
};

/** @throws CommandError when the folder holds nothing to read. */
const requireFiles = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    const reason = { ENOENT: "there is no such folder", ENOTDIR: "is a file, not a folder" }[
      error.code ?? ""
    ];
    throw new CommandError(`${folder}: ${reason ?? error.message}`);
  });
  if (!names.some(isMeant))
    throw new CommandError(`${folder}: holds no .csv file; their names are in docs/import.md`);
};

/** Of what is wrong in the same column in the same way, so many are told. */
const mostAlike = 10;

/** Rows as people name them: "3, 5–9". */
const rowsSaid = (issues: readonly ImportIssue[]): string => {
  const runs: [from: number, to: number][] = [];
  for (const row of [...new Set(issues.map((issue) => issue.row))].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && row === last[1] + 1) last[1] = row;
    else runs.push([row, row]);
  }
  return runs.map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(", ");
};

/** Issues as lines: thousands of rows with one mistake are one mistake, and all its rows are named. */
export const told = (issues: readonly ImportIssue[], isPartial = false): string[] => {
  if (issues.length === 0) return [];
  const alike = Map.groupBy(issues, ({ file, column, code }) => `${file} ${column} ${code}`);
  return [
    ...[...alike.values()].flatMap((same) => {
      const { file, column } = same[0]!;
      // What is wrong with one value is mended for all rows that have it.
      const mistakes = [...Map.groupBy(same, ({ value, message }) => `${value}\n${message.en}`).values()];
      const lines = mistakes.slice(0, mostAlike).map(([first, ...others]) => {
        const { row, value, message } = first!;
        const also = others.length > 0 ? `  (+ ${others.length}: ${rowsSaid(others)})` : "";
        return `${file}:${row} ${column} "${value}"${also}\n    ${message.en}\n    ${message.zh}`;
      });
      const more = mistakes.slice(mostAlike).flat();
      return more.length > 0
        ? [
            ...lines,
            `${file} ${column}: ${more.length} more of the same kind, in rows ${rowsSaid(more)}\n    同类问题还有 ${more.length} 处`,
          ]
        : lines;
    }),
    `\n${issues.length} ${issues.length === 1 ? "problem" : "problems"}; ${isPartial ? "these rows were left out." : "nothing was written."}`,
  ];
};

/** What is to be said for the rows of a file to go. */
const howToRemove = (file: string) =>
  wholeLists.includes(file as ImportFile)
    ? { en: ` (--whole ${file} removes them)`, zh: `（加 --whole ${file} 可删除）` }
    : { en: " (docs/import.md)", zh: "" };

/** Rows that are not in their files any more, as lines: so many of each file are named. */
const toldLeft = (left: RowNames): string[] =>
  Object.entries(left).map(([file, keys]) => {
    const named = keys.slice(0, mostAlike).join(", ");
    const more = keys.length > mostAlike ? ", …" : "";
    return `${file}: ${keys.length} not in the file any more, and kept${howToRemove(file).en}: ${named}${more}\n    文件中已没有、仍予保留的 ${keys.length} 行${howToRemove(file).zh}`;
  });

/** Rows that go, as lines, and whether they are gone: each is named. */
const toldRemoved = (removed: RowNames, isDry: boolean): string[] =>
  Object.entries(removed).map(([file, keys]) => {
    const [en, zh] = isDry ? ["would be removed", "将删除"] : ["removed", "已删除"];
    return `${file}: ${keys.length} ${en}: ${keys.join(", ")}\n    ${zh} ${keys.length} 行`;
  });

/** @throws CommandError for a file that cannot be the whole of its lists. */
const wholeOf = (named: string | undefined): readonly ImportFile[] =>
  (named?.split(",") ?? []).map((name) => {
    const file = fileNamed(name.trim().replace(/(\.csv)?$/i, ".csv"));
    if (file && wholeLists.includes(file)) return file;
    throw new CommandError(`--whole ${name}: it can be said of ${wholeLists.join(", ")}`);
  });

/** Reads a folder of CSV files into the data store; gives the exit code: 0 done, 1 wrong rows, 2 wrong command line. */
export const runImport = (args: readonly string[], output: CommandOutput): Promise<number> =>
  runCommand(
    args,
    line,
    output,
    async ({
      dir,
      encoding,
      partial = false,
      whole: wholly,
      "dry-run": dryRun = false,
      "database-url": databaseUrl,
    }) => {
      const { answer, note } = output;
      if (!dir) throw new CommandError(line.usage);
      if (encoding !== undefined && !isEncoding(encoding))
        throw new CommandError(
          `--encoding ${encoding}: there is none of this name; utf-8 and gb18030 are two`,
        );
      const whole = wholeOf(wholly);
      if (partial && whole.length > 0)
        throw new CommandError(
          "--partial goes without --whole: a row that is left out for a fault would be removed for it",
        );
      await requireFiles(dir);
      setPlantZone(loadConfig().PLANT_TIME_ZONE);
      return withDatabase(databaseUrl, 4, async (db) => {
        const options = { dryRun, whole, partial, encoding };
        const { issues, rows, removed, left } = await importFolder(db, dir, options);
        const isSome = Object.values(rows).some((count) => count > 0);
        for (const issue of told(issues, isSome)) note(issue);
        if (issues.length > 0 && !isSome) return 1;
        for (const [file, count] of Object.entries(rows)) answer(`${String(count).padStart(8)}  ${file}`);
        for (const gone of toldRemoved(removed, dryRun)) note(gone);
        for (const kept of toldLeft(left)) note(kept);
        if (issues.length > 0) {
          answer(dryRun ? "The others are sound; nothing was written (dry run)." : "The others are written.");
          return 1;
        }
        answer(dryRun ? "Everything is sound; nothing was written (dry run)." : "Written.");
        return 0;
      });
    },
  );
