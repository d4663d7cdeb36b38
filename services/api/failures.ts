import { z } from "zod";
import { type ErrorShape, MillwrightError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { invalidInput } from "../core/invalid-input.ts";
import type { Logger } from "../core/log.ts";

/** What a driver says when the database is away, restarting or closed to connections. */
const databaseAway =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|57P0|55000|25006|28P01|28000|3D000|\b08\d{3}\b|\b533\d{2}\b|Client has encountered a connection error|timeout exceeded when trying to connect|Connection terminated|not currently accepting connections/;

/** Any failure as an error of the catalogue; what is unexpected is logged under a reference that the person is given. */
export const asCatalogued = (error: unknown, log: Logger, requestId?: string): MillwrightError => {
  if (error instanceof MillwrightError) return error;
  if (error instanceof z.ZodError) return invalidInput(error, "message");
  const {
    code = "",
    message = "",
    stack = "",
  } = error as { code?: unknown; message?: string; stack?: string };
  // The API's connections give a statement this long (server.ts).
  if (code === "57014") return new MillwrightError("REQUEST_TIMEOUT", { seconds: 60 }, { cause: error });
  if (code === "53100") return new MillwrightError("DATABASE_FULL", {}, { cause: error });
  if (databaseAway.test(`${code} ${message}`))
    return new MillwrightError("DATABASE_UNAVAILABLE", {}, { cause: error });
  const reference = newId();
  log.error({ reference, requestId, error: stack || String(error) }, "unexpected");
  return new MillwrightError("INTERNAL", { reference });
};

export const toShape = (error: unknown, log: Logger): ErrorShape => asCatalogued(error, log).toShape();
