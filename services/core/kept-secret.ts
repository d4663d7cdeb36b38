import { randomBytes, randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";

/**
 * Makes a file that its owner alone may read, where none of its name is there yet: whole or not at all, whatever ends the process
 * meanwhile. Of several that make it at once the quickest one's counts.
 */
export const makeOwn = async (path: string, content: string | Buffer): Promise<void> => {
  const own = `${path}.${randomUUID()}`;
  try {
    await writeFile(own, content, { mode: 0o600 });
    await link(own, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(own, { force: true });
  }
};

const readSecret = (path: string): Promise<string> =>
  readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });

/** A secret of so many bytes, in hexadecimal: drawn once and kept in a file. An empty file, as a full disk leaves it, is none. */
export const keptSecret = async (path: string, bytes: number): Promise<string> => {
  const known = await readSecret(path);
  if (known !== "") return known;
  await rm(path, { force: true });
  await makeOwn(path, randomBytes(bytes).toString("hex"));
  return readSecret(path);
};
