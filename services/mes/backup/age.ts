import { hourMs } from "../../core/zone.ts";
import { backupsIn, timeOf } from "./names.ts";

export interface BackupPlace {
  readonly folder: string;
  /** Hours between two backups. */
  readonly everyHours: number;
}

/** When the newest backup of a folder was made, wall time in ms; undefined without any, or where the folder cannot be read. */
export const newestBackup = async (folder: string): Promise<number | undefined> => {
  const newest = (await backupsIn(folder).catch(() => [])).at(-1);
  return newest === undefined ? undefined : timeOf(newest);
};

/** A backup that is due may wait for its turn and be under way. */
const lateAfter = 1.5;

/**
 * Rejects with how old the newest backup is where one should have come long ago.
 *
 * @param since Wall time from which on backups could come.
 */
export const requireBackup = async (
  { folder, everyHours }: BackupPlace,
  since: number,
  now: number = Date.now(),
): Promise<void> => {
  const newest = await newestBackup(folder);
  if (now - (newest ?? since) <= everyHours * lateAfter * hourMs) return;
  throw new Error(
    newest === undefined
      ? `no backup in ${folder}`
      : `the newest backup in ${folder} is ${Math.floor((now - newest) / hourMs)} h old`,
  );
};
