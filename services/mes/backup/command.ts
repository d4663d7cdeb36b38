import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadConfig } from "../../core/config.ts";
import { CommandError, runCommand, withPool, wrongArguments } from "../command-line.ts";
import { writeBackup } from "./backup.ts";
import { backupsIn, nameAt } from "./names.ts";
import { checkBackup, type Restored, restoreBackup } from "./restore.ts";

const backupUsage = [
  "Usage: npm run backup -- --to FOLDER [--keep N] [--database-url URL]",
  "       npm run backup -- --check FILE",
  "       BACKUP_KEY=… encrypts; --keep leaves the newest N of the folder",
].join("\n");
const restoreUsage = [
  "Usage: npm run restore -- --from FILE [--replace] [--database-url URL]",
  "       --replace puts the backup in the place of what the data store holds",
].join("\n");

export interface BackupOutput {
  readonly answer: (line: string) => void;
  readonly note: (line: string) => void;
}

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const told = ({ created, tables, bytes }: Restored): string =>
  `${tables} tables, ${mib(bytes)} of rows, as of ${created.toISOString()}`;

const parsed = <Options extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]>(
  args: readonly string[],
  options: Options,
  usage: string,
) => {
  try {
    return parseArgs({ args: [...args], options: options! }).values as Record<
      string,
      string | boolean | undefined
    >;
  } catch (error) {
    throw wrongArguments(error, usage);
  }
};
const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

const backUp = async (args: readonly string[], { answer }: BackupOutput): Promise<number> => {
  const { BACKUP_KEY: passphrase } = loadConfig();
  const options = { to: text, keep: text, check: text, "database-url": text, help: { ...flag, short: "h" } };
  const values = parsed(args, options, backupUsage);
  if (values["help"]) {
    answer(backupUsage);
    return 0;
  }
  if (typeof values["check"] === "string") {
    answer(`${values["check"]} is whole: ${told(await checkBackup(values["check"], passphrase))}.`);
    return 0;
  }
  const { to: folder } = values;
  const keep = values["keep"] === undefined ? Number.POSITIVE_INFINITY : Number(values["keep"]);
  if (typeof folder !== "string" || !(keep >= 1)) throw new CommandError(backupUsage);
  const now = new Date();
  const path = join(folder, nameAt(now));
  const bytes = await withPool(values["database-url"] as string | undefined, 1, async ({ pool }) => {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return await writeBackup(pool, path, { now, passphrase });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (!/^E[A-Z]+$/.test(code ?? "") || code === "ECONNREFUSED") throw error;
      throw new CommandError(`${path} cannot be written: ${message}`);
    }
  });
  // Read again from the disk before an older one goes.
  const checked = await checkBackup(path, passphrase);
  answer(`${path}: ${mib(bytes)}, ${told(checked)}${passphrase ? ", encrypted" : ""}.`);
  const all = await backupsIn(folder);
  for (const old of all.slice(0, Math.max(0, all.length - keep))) await rm(join(folder, old));
  return 0;
};

const restore = async (args: readonly string[], { answer }: BackupOutput): Promise<number> => {
  const { BACKUP_KEY: passphrase } = loadConfig();
  const options = { from: text, replace: flag, "database-url": text, help: { ...flag, short: "h" } };
  const values = parsed(args, options, restoreUsage);
  if (values["help"]) {
    answer(restoreUsage);
    return 0;
  }
  const { from: path } = values;
  if (typeof path !== "string") throw new CommandError(restoreUsage);
  const restored = await withPool(values["database-url"] as string | undefined, 1, ({ pool }) =>
    restoreBackup(pool, path, { replace: values["replace"] === true, passphrase }),
  );
  answer(`Restored: ${told(restored)}.`);
  return 0;
};

/** Writes a backup, or checks one; gives the exit code: 0 done, 2 what the person can mend. */
export const runBackup = (args: readonly string[], output: BackupOutput): Promise<number> =>
  runCommand(() => backUp(args, output), output.note);

/** Restores a backup; gives the exit code: 0 done, 2 what the person can mend. */
export const runRestore = (args: readonly string[], output: BackupOutput): Promise<number> =>
  runCommand(() => restore(args, output), output.note);
