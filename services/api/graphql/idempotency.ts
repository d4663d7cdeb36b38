import { MillwrightError } from "../../core/errors.ts";

const longestKey = 200;

/**
 * The key that makes a request: two requests of one person with the same key are one.
 *
 * @throws MillwrightError INVALID_INPUT for one that says nothing, which every careless client would share.
 */
export const soundKey = (key: string): string => {
  if (key.trim() === "" || key.length > longestKey)
    throw new MillwrightError("INVALID_INPUT", {
      path: "idempotencyKey",
      problem: `must be a text of 1 to ${longestKey} characters, a new one for each request`,
    });
  return key;
};
