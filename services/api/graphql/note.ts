import { MillwrightError } from "../../core/errors.ts";

const longestNote = 500;
/**
 * What a person writes beside an act, without the space around it.
 *
 * @throws MillwrightError INVALID_INPUT for one that is too long.
 */
export const soundNote = (note: string | null | undefined): string => {
  const text = (note ?? "").trim();
  if (text.length > longestNote || text.includes("\0"))
    throw new MillwrightError("INVALID_INPUT", {
      path: "note",
      problem: `must be a text of up to ${longestNote} characters`,
    });
  return text;
};
