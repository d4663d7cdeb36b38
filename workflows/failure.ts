import { ApplicationFailure, CancelledFailure, TemporalFailure } from "@temporalio/common";
import type { ToldError } from "../agents/runtime/activities.ts";
import {
  catalogue,
  type ErrorCode,
  type ErrorDetails,
  isErrorCode,
  MillwrightError,
} from "../services/core/errors.ts";

/** An error of the catalogue in the form that crosses Temporal's border: its code is the failure's type. */
export const failure = (code: ErrorCode, details: ErrorDetails = {}): ApplicationFailure =>
  ApplicationFailure.create({
    type: code,
    message: code,
    details: [details],
    nonRetryable: !catalogue[code].retryable,
  });

const causesOf = function* (error: unknown): Generator<Error> {
  for (let cause = error; cause instanceof Error; cause = cause.cause as Error | undefined) yield cause;
};

/** The error of the catalogue that a failure carries, if it does. */
export const cataloguedIn = (error: unknown): MillwrightError | undefined => {
  for (const cause of causesOf(error))
    if (cause instanceof ApplicationFailure && isErrorCode(cause.type))
      return new MillwrightError(cause.type, (cause.details?.[0] as ErrorDetails | undefined) ?? {});
  return undefined;
};

/**
 * What people are told of an activity that will not be tried again.
 *
 * @param reference What the log can be searched for, where the failure itself says nothing.
 * @throws what is no such failure: a cancellation, and a mistake in the workflow itself, which the next version of it mends.
 */
export const toldOf = (error: unknown, reference: string): ToldError => {
  if (!(error instanceof TemporalFailure)) throw error;
  for (const cause of causesOf(error)) if (cause instanceof CancelledFailure) throw error;
  const { code, details } = cataloguedIn(error) ?? { code: "INTERNAL", details: { reference } };
  return { code, details };
};
