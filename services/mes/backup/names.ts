import { readdir } from "node:fs/promises";

const form = /^millwright-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.mwbackup$/;

/** Names tell when, so that their order is that of time: `millwright-20261127T010203Z.mwbackup`. */
export const nameAt = (now: Date): string =>
  `millwright-${now.toISOString().replace(/[-:]|\.\d+/g, "")}.mwbackup`;

/** When a backup was made, by its name, ms. */
export const timeOf = (name: string): number => {
  const [, year, month, day, hour, minute, second] = form.exec(name) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

/** Backups of a folder, the oldest first. */
export const backupsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => form.test(name)).sort();
