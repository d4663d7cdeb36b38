import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { convert } from "./convert.ts";
import type { WriteOptions } from "./gguf-file.ts";
import type { TypePlan } from "./type-plan.ts";

/** Goes up when the same folder would be converted in another way. */
const version = 1;

/** What tells one state of a folder from another without reading its gigabytes: names, sizes and times. */
const fingerprint = (folder: string, plan: TypePlan): string => {
  const hash = createHash("sha256").update(JSON.stringify([version, resolve(folder), plan]));
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const { size, mtimeMs } = statSync(join(folder, name));
    hash.update(JSON.stringify([name, size, mtimeMs]));
  }
  return hash.digest("hex").slice(0, 12);
};

/**
 * The GGUF file of a Hugging Face folder, converted on the first use and kept.
 *
 * @param cacheFolder where converted files are kept
 * @throws Error as convert() does
 */
export const provideConverted = async (
  folder: string,
  cacheFolder: string,
  plan: TypePlan,
  options: WriteOptions,
): Promise<string> => {
  const path = join(cacheFolder, `${basename(resolve(folder))}-${fingerprint(folder, plan)}.gguf`);
  if (existsSync(path)) return path;
  await mkdir(cacheFolder, { recursive: true });
  await convert(folder, path, plan, options);
  return path;
};
