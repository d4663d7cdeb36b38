import { z } from "zod";
import { type ErrorCode, type ErrorDetails, MillwrightError } from "../core/errors.ts";

/**
 * SQLSTATE classes and system codes of a data store that is away, restarting, full, read-only or in each other's way:
 * none of them is the message's fault, and trying again helps.
 */
const passing =
  /^(?:ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|08|28|3D|40|53|55|57|58|25006)/;
const broken =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether the data store did not take the message, and the message is not to blame. */
export const isPassing = (error: unknown): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (error instanceof MillwrightError || error instanceof z.ZodError) return false;
  return passing.test(String(code ?? "")) || broken.test(String(message ?? ""));
};

const shown = 5;
const told = (error: unknown): string => {
  if (error instanceof z.ZodError)
    return error.issues
      .slice(0, shown)
      .map(({ path, message }) => `${path.join(".") || "message"}: ${message}`)
      .join("; ");
  const text = error instanceof Error ? error.message : String(error);
  return error instanceof SyntaxError ? `it is no JSON (${text})` : text;
};

/** Why a message could not be taken, as a person is told. */
export const failureOf = (
  error: unknown,
  topic: string,
): { readonly code: ErrorCode; readonly details: ErrorDetails } =>
  error instanceof MillwrightError
    ? { code: error.code, details: error.details }
    : { code: "MALFORMED_MESSAGE", details: { topic, problem: told(error).slice(0, 1_000) } };
