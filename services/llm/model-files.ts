import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { type ManifestEntry, refused } from "./manifest.ts";

/** The files of a manifest's models: checked byte for byte, joined from their parts. */

const hashRange = async (path: string, start: number, bytes: number, onBytes: (count: number) => void) => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, {
    start,
    end: start + bytes - 1,
    highWaterMark: 1 << 20,
  })) {
    hash.update(chunk as Buffer);
    onBytes((chunk as Buffer).length);
  }
  return hash.digest("hex");
};

/**
 * Checks that a file is the parts of an entry one after the other.
 *
 * @throws MillwrightError MODEL_FILE_INVALID
 */
const verify = async (
  path: string,
  entry: ManifestEntry,
  name: (index: number) => string,
  onBytes: (count: number) => void,
) => {
  const expected = entry.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const { size } = await stat(path).catch((cause: unknown) => {
    throw refused(name(0), "it is not there", cause);
  });
  if (size !== expected) throw refused(name(0), `it has ${size} bytes, the manifest says ${expected}`);
  let start = 0;
  for (const [index, { sha256, bytes }] of entry.files.entries()) {
    const actual = await hashRange(path, start, bytes, onBytes);
    if (actual !== sha256)
      throw refused(name(index), `its SHA-256 is ${actual}, the manifest says ${sha256}`);
    start += bytes;
  }
};

const sync = async (path: string) => {
  const handle = await open(path, "r+");
  await handle.sync().finally(() => handle.close());
};

/** Joins the parts under a temporary name, so that a half-written file is never taken for a whole one. */
const joinParts = async (root: string, entry: ManifestEntry, target: string) => {
  await mkdir(dirname(target), { recursive: true });
  const temporary = `${target}.${process.pid}.part`;
  try {
    await rm(temporary, { force: true });
    for (const { path } of entry.files) {
      const source = join(root, path);
      if (!existsSync(source)) throw refused(path, "it is not there");
      await pipeline(createReadStream(source), createWriteStream(temporary, { flags: "a" }));
    }
    await sync(temporary);
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
};

/**
 * The path of a model's file, joined from its parts when there are several, and checked byte for byte.
 *
 * @param folder where joined files are kept; they are named by their content, so a new version is a new file
 * @throws MillwrightError MODEL_FILE_INVALID with the name of the file that differs
 */
export const provideModelFile = async (
  manifestPath: string,
  entry: ManifestEntry,
  folder: string,
  onProgress: (fraction: number) => void = () => undefined,
): Promise<string> => {
  const root = dirname(resolve(manifestPath));
  const total = entry.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let seen = 0;
  const count = (bytes: number) => {
    seen += bytes;
    onProgress(Math.min(1, seen / total));
  };
  const [only, ...others] = entry.files;
  if (only && others.length === 0) {
    const path = join(root, only.path);
    await verify(path, entry, () => only.path, count);
    return path;
  }
  const content = createHash("sha256")
    .update(entry.files.map(({ sha256 }) => sha256).join("\n"))
    .digest("hex");
  const target = join(folder, `${entry.id}-${content.slice(0, 16)}.gguf`);
  if (existsSync(target)) {
    try {
      await verify(target, entry, () => basename(target), count);
      return target;
    } catch {
      // Damaged since it was joined: join it again from the parts, whose own check then decides.
      seen = 0;
    }
  }
  await joinParts(root, entry, target);
  try {
    await verify(target, entry, (index) => entry.files[index]?.path ?? target, count);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
  return target;
};

/**
 * Checks every file of a manifest against it.
 *
 * @throws MillwrightError MODEL_FILE_INVALID with the name of the file that differs
 */
export const checkFiles = async (manifestPath: string, models: readonly ManifestEntry[]): Promise<void> => {
  const root = dirname(resolve(manifestPath));
  for (const { path, sha256, bytes } of models.flatMap(({ files }) => files)) {
    const { size } = await stat(join(root, path)).catch((cause: unknown) => {
      throw refused(path, "it is not there", cause);
    });
    const actual = size === bytes ? await hashRange(join(root, path), 0, bytes, () => undefined) : "";
    if (actual !== sha256)
      throw refused(path, "it is not what the manifest says; --update writes what it is into the manifest");
  }
};

/** Writes the present sizes and SHA-256 of all files into the manifest; everything else in it stays. */
export const updateFiles = async (manifestPath: string): Promise<void> => {
  const root = dirname(resolve(manifestPath));
  const whole = JSON.parse(await readFile(manifestPath, "utf8")) as {
    models: {
      files: { path: string; sha256: string; bytes: number }[];
      joinedBytes?: number;
      joinedSha256?: string;
    }[];
  };
  for (const model of whole.models) {
    const joined = createHash("sha256");
    for (const file of model.files) {
      const { size } = await stat(join(root, file.path));
      file.bytes = size;
      file.sha256 = await hashRange(join(root, file.path), 0, size, () => undefined);
      for await (const chunk of createReadStream(join(root, file.path))) joined.update(chunk as Buffer);
    }
    // Told to readers of the manifest, who may have the model as one file.
    if (model.joinedBytes !== undefined)
      model.joinedBytes = model.files.reduce((sum, { bytes }) => sum + bytes, 0);
    if (model.joinedSha256 !== undefined) model.joinedSha256 = joined.digest("hex");
  }
  await writeFile(manifestPath, `${JSON.stringify(whole, undefined, 2)}\n`);
};
