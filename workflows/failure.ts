import { ApplicationFailure } from "@temporalio/common";
import { catalogue, type ErrorCode, type ErrorDetails } from "../services/core/errors.ts";

/** An error of the catalogue in the form that crosses Temporal's border: its code is the failure's type. */
export const failure = (code: ErrorCode, details: ErrorDetails = {}): ApplicationFailure =>
  ApplicationFailure.create({
    type: code,
    message: code,
    details: [details],
    nonRetryable: !catalogue[code].retryable,
  });
