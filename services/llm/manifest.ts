import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { z } from "zod";
import { MillwrightError } from "../core/errors.ts";
import { checkSignature, type TrustedKey } from "./signature.ts";

const part = z.object({
  /** Relative to the manifest. */
  path: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits"),
  bytes: z.number().int().positive(),
});

const entry = z.object({
  id: z.string().regex(/^[\w.-]{1,100}$/, "must be letters, digits, dot, _ or -"),
  role: z.enum(["decoder", "encoder"]),
  /** Several are the parts of one file, in order. */
  files: z.array(part).min(1),
  promptStyle: z.enum(["closed-set", "general"]).default("general"),
  license: z.string().min(1),
  /** File with the terms that have to travel with the weights. */
  notice: z.string().optional(),
});

const manifest = z.object({ models: z.array(entry).min(1) });

export type ManifestEntry = z.infer<typeof entry>;

/** A refusal of a model's file or manifest. */
export const refused = (file: string, problem: string, cause?: unknown) =>
  new MillwrightError("MODEL_FILE_INVALID", { file, problem }, { cause });

/** The manifest of the shipped models, and the key that it is signed with. */
export const shippedManifest = join(import.meta.dirname, "../../models/manifest.json");
export const shippedKeys = join(dirname(shippedManifest), "keys");

/** Where a plant keeps the keys that it trusts beside the shipped one. */
export const plantKeys = (dataDir: string): string => join(dataDir, "trusted-keys");

export interface ManifestBytes {
  readonly bytes: Uint8Array;
  readonly models: readonly ManifestEntry[];
}

/**
 * A manifest whose signature nobody has looked at.
 *
 * @throws MillwrightError MODEL_FILE_INVALID that names the manifest and what is wrong with it.
 */
export const readManifestBytes = async (path: string): Promise<ManifestBytes> => {
  let bytes: Buffer;
  let parsed: z.ZodSafeParseResult<z.infer<typeof manifest>>;
  try {
    bytes = await readFile(path);
    parsed = manifest.safeParse(JSON.parse(bytes.toString("utf8")));
  } catch (cause) {
    throw refused(path, (cause as Error).message, cause);
  }
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refused(path, `${issue?.path.join(".")}: ${issue?.message}`);
  }
  const root = dirname(resolve(path));
  for (const { path: file } of parsed.data.models.flatMap(({ files }) => files)) {
    const inside = relative(root, resolve(root, file));
    if (isAbsolute(file) || inside.startsWith(".."))
      throw refused(path, `${file} lies outside the manifest's folder`);
  }
  return { bytes, models: parsed.data.models };
};

/**
 * The models of a manifest that a trusted key signed.
 *
 * @throws MillwrightError MODEL_FILE_INVALID that names the file, what is wrong with it and how to mend it.
 */
export const readManifest = async (
  path: string,
  trusted: readonly TrustedKey[],
): Promise<readonly ManifestEntry[]> => {
  const { bytes, models } = await readManifestBytes(path);
  await checkSignature(path, bytes, trusted);
  return models;
};
