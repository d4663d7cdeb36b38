import { z } from "zod";
import { MillwrightError } from "./errors.ts";

/**
 * SQLSTATE classes and system codes of a data store that is away, restarting, full, read-only or in each other's way:
 * none of them is the fault of what was to be done, and trying again helps. A statement that breaks the protocol (08P01), such as one
 * of more parameters than it can count, does so again.
 */
const passing =
  /^(?:ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|08(?!P01)|28|3D|40|53|55|57|58|25006)/;
const broken =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether what failed may be tried again until it works: something that it needs is away. */
export const isPassing = (error: unknown): boolean => {
  const { code, message, cause } = (error ?? {}) as { code?: unknown; message?: unknown; cause?: unknown };
  if (error instanceof MillwrightError || error instanceof z.ZodError) return false;
  return (
    passing.test(String(code ?? "")) ||
    broken.test(String(message ?? "")) ||
    (cause !== undefined && isPassing(cause))
  );
};
