import { MillwrightError } from "../core/errors.ts";

/** PostgreSQL's code for a disk without space. */
const diskFull = "53100";

/** An error of the data store, as one of the catalogue where its disk is full; every other one as it is. */
export const tellFullDisk = (error: unknown): unknown =>
  (error as { readonly code?: unknown }).code === diskFull
    ? new MillwrightError("DATABASE_FULL", {}, { cause: error })
    : error;
