import { statfs } from "node:fs/promises";
import { MillwrightError } from "../core/errors.ts";
import { passingOf } from "../core/passing.ts";

/** PostgreSQL writes its log in pieces of 16 MiB; without room for the next one it ends, and whoever waits sees a broken connection. */
const leastFree = 16 * 2 ** 20;

/** Whether a folder's disk has no room for a data store to go on. */
export const isDiskFull = async (folder: string): Promise<boolean> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < leastFree;
};

/**
 * An error of the data store, as one of the catalogue where its disk is full; every other one as it is.
 *
 * @param isFull Whether its disk was found to be, where that can be seen from here.
 */
export const tellFullDisk = (error: unknown, isFull = false): unknown =>
  isFull || passingOf(error) === "full" ? new MillwrightError("DATABASE_FULL", {}, { cause: error }) : error;
