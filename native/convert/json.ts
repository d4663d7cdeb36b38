import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** @throws Error naming the file when the text is no JSON */
export const parseJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} holds no sound JSON: ${(error as Error).message}`);
  }
};

/** @throws Error naming the file when it cannot be read or is not what the schema says */
export const readJson = <T>(path: string, schema: z.ZodType<T>): T => {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
  const result = schema.safeParse(parseJson(path, text));
  if (!result.success) throw new Error(`${path} is not as expected: ${z.prettifyError(result.error)}`);
  return result.data;
};

/** The same for a file that may be missing. */
export const readOptionalJson = <T>(path: string, schema: z.ZodType<T>): T | undefined =>
  existsSync(path) ? readJson(path, schema) : undefined;
