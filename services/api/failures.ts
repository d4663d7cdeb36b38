import { z } from "zod";
import { type ErrorCode, type ErrorDetails, type ErrorShape, MillwrightError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { invalidInput } from "../core/invalid-input.ts";
import type { Logger } from "../core/log.ts";
import { type Passing, passingOf } from "../core/passing.ts";

/** What a person is told of a data store that cannot do it now. The API's connections give a statement a minute (server.ts). */
const passed: Readonly<Record<Passing, readonly [ErrorCode, ErrorDetails]>> = {
  refused: ["DATABASE_UNAVAILABLE", {}],
  conflict: ["DATABASE_CONFLICT", {}],
  full: ["DATABASE_FULL", {}],
  slow: ["REQUEST_TIMEOUT", { seconds: 60 }],
  away: ["DATABASE_UNAVAILABLE", {}],
};

/** Any failure as an error of the catalogue; what is unexpected is logged under a reference that the person is given. */
export const asCatalogued = (error: unknown, log: Logger, requestId?: string): MillwrightError => {
  if (error instanceof MillwrightError) return error;
  if (error instanceof z.ZodError) return invalidInput(error, "message");
  const kind = passingOf(error);
  if (kind) return new MillwrightError(...passed[kind], { cause: error });
  const { stack = "" } = error as { stack?: string };
  const reference = newId();
  log.error({ reference, requestId, error: stack || String(error) }, "unexpected");
  return new MillwrightError("INTERNAL", { reference });
};

export const toShape = (error: unknown, log: Logger): ErrorShape => asCatalogued(error, log).toShape();
