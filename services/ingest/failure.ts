import { z } from "zod";
import { type ErrorCode, type ErrorDetails, MillwrightError } from "../core/errors.ts";

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

/** What a vehicle says every few seconds; the next one says it anew. */
const isVehicleState = /^uagv\/v2\/[^/]+\/[^/]+\/state$/;
/** A text without what is another in each message. */
const alike = (problem: string): string => problem.replaceAll(/\d+/g, "0");

const malformed = (topic: string, problem: string): ErrorDetails => ({
  topic,
  problem,
  ...(isVehicleState.test(topic) ? { about: alike(problem) } : {}),
});

/** Why a message could not be taken, as a person is told. */
export const failureOf = (
  error: unknown,
  topic: string,
): { readonly code: ErrorCode; readonly details: ErrorDetails } =>
  error instanceof MillwrightError
    ? { code: error.code, details: error.details }
    : { code: "MALFORMED_MESSAGE", details: malformed(topic, told(error).slice(0, 1_000)) };
