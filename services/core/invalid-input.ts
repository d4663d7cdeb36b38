import type { z } from "zod";
import { MillwrightError } from "./errors.ts";

/**
 * The first thing that is wrong with a value, as INVALID_INPUT with its place.
 *
 * @param whole What is named where the value itself is wrong, and no part of it.
 * @param within Where the value stands in what was given.
 */
export const invalidInput = ({ issues: [issue] }: z.ZodError, whole: string, within = ""): MillwrightError =>
  new MillwrightError("INVALID_INPUT", {
    path: [within, ...(issue?.path ?? [])].filter((part) => part !== "").join(".") || whole,
    problem: issue?.message ?? "",
  });
