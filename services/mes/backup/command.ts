import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { loadConfig } from "../../core/config.ts";
import { auditKey, lastBatch } from "../audit/key.ts";
import { CommandError, type CommandOutput, flag, runCommand, text, withPool } from "../command-line.ts";
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

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const told = ({ created, tables, bytes }: Restored): string =>
  `${tables} tables, ${mib(bytes)} of rows, as of ${created.toISOString()}`;

type Given<Name extends string> = Readonly<Partial<Record<Name | "database-url", string>>>;

const backUp = async (
  { to: folder, keep: kept, check, "database-url": databaseUrl }: Given<"to" | "keep" | "check">,
  { answer }: CommandOutput,
): Promise<number> => {
  const { BACKUP_KEY: passphrase } = loadConfig();
  if (check !== undefined) {
    answer(`${check} is whole: ${told(await checkBackup(check, passphrase))}.`);
    return 0;
  }
  const keep = kept === undefined ? Number.POSITIVE_INFINITY : Number(kept);
  if (folder === undefined || !(keep >= 1)) throw new CommandError(backupUsage);
  const now = new Date();
  const path = join(folder, nameAt(now));
  const bytes = await withPool(databaseUrl, 1, async ({ pool }) => {
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

const restore = async (
  {
    from: path,
    replace = false,
    "database-url": databaseUrl,
  }: Given<"from"> & { readonly replace?: boolean },
  { answer }: CommandOutput,
): Promise<number> => {
  const { BACKUP_KEY: passphrase, DATA_DIR } = loadConfig();
  if (path === undefined) throw new CommandError(restoreUsage);
  await withPool(databaseUrl, 1, async ({ db, pool }) => {
    answer(`Restored: ${told(await restoreBackup(pool, path, { replace, passphrase }))}.`);
    // Told now, and not when a worker does not start.
    if (await lastBatch(db)) await auditKey(db, DATA_DIR).catch((error: Error) => answer(error.message));
  });
  return 0;
};

/** Writes a backup, or checks one; gives the exit code: 0 done, 2 what the person can mend. */
export const runBackup = (args: readonly string[], output: CommandOutput): Promise<number> =>
  runCommand(args, { usage: backupUsage, options: { to: text, keep: text, check: text } }, output, (values) =>
    backUp(values, output),
  );

/** Restores a backup; gives the exit code: 0 done, 2 what the person can mend. */
export const runRestore = (args: readonly string[], output: CommandOutput): Promise<number> =>
  runCommand(args, { usage: restoreUsage, options: { from: text, replace: flag } }, output, (values) =>
    restore(values, output),
  );
