import type { z } from "zod";
import { isErrorCode, MillwrightError } from "../core/errors.ts";

/** OpenAI's error body; `code` is OpenAI's where it has one, else the catalogue's. */
export interface OpenAiError {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
  };
}

const openAiCode: Readonly<Record<string, string>> = {
  API_KEY_REFUSED: "invalid_api_key",
  LLM_PROMPT_TOO_LONG: "context_length_exceeded",
  MODEL_UNKNOWN: "model_not_found",
  RATE_LIMITED: "rate_limit_exceeded",
};

const typeOf = (status: number): string => {
  if (status === 401) return "authentication_error";
  if (status === 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "server_error";
};

/** What is wrong in the words of somebody who wrote JSON: a field that is not there is missing. */
const problemOf = (issue: z.core.$ZodIssue): string =>
  issue.code === "invalid_type" && issue.message.endsWith("received undefined")
    ? `is missing; ${issue.expected} expected`
    : issue.message;

/** The first thing wrong with a body, as a catalogue error. */
export const invalidBody = (error: z.ZodError): MillwrightError => {
  const [issue] = error.issues;
  return new MillwrightError("INVALID_INPUT", {
    path: issue?.path.join(".") || "body",
    problem: issue ? problemOf(issue) : "unknown",
  });
};

export interface ErrorAnswer {
  readonly status: number;
  readonly body: OpenAiError;
  /** Seconds after which the client may try again. */
  readonly retryAfter?: number;
}

/** Seconds until a server that is loading, or about to be started again, may be ready. */
const soon = 2;

/** Fastify's own refusals carry a status; everything unknown is an internal error with a reference. */
export const toErrorAnswer = (error: unknown, reference: string): ErrorAnswer => {
  const known = error instanceof MillwrightError ? error : fromFramework(error, reference);
  return {
    status: known.status,
    body: {
      error: {
        message: known.message,
        type: typeOf(known.status),
        param: typeof known.details["path"] === "string" ? known.details["path"] : null,
        code: openAiCode[known.code] ?? known.code.toLowerCase(),
      },
    },
    ...(known.status === 429 ? { retryAfter: Number(known.details["seconds"] ?? soon) } : {}),
    ...(known.status === 503 ? { retryAfter: soon } : {}),
  };
};

const fromFramework = (error: unknown, reference: string): MillwrightError => {
  const { statusCode, code, name } = error as { statusCode?: number; code?: string; name?: string };
  // Whoever asked went away; nobody reads this.
  if (name === "AbortError") return new MillwrightError("CANCELLED");
  if (code && isErrorCode(code)) return new MillwrightError(code, {});
  if (statusCode === 413)
    return new MillwrightError("PAYLOAD_TOO_LARGE", { size: "too many", limit: bodyLimit });
  if (statusCode === 415)
    return new MillwrightError("INVALID_INPUT", {
      path: "body",
      problem: "it has to be JSON, sent with content-type: application/json",
    });
  if (statusCode !== undefined && statusCode < 500)
    return new MillwrightError("INVALID_INPUT", { path: "body", problem: (error as Error).message });
  return new MillwrightError("INTERNAL", { reference }, { cause: error });
};

/** Bytes of the largest request body that is read. */
export const bodyLimit = 8 * 1024 * 1024;
