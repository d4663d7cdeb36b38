import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** undefined: there is nothing of that name. */
const isFolder = async (path: string): Promise<boolean | undefined> => {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

/**
 * Makes a folder and those above it, one after the other: Node's own recursion never ends where the system makes no folders,
 * below /proc say.
 *
 * @throws What the system says; EEXIST where a file of that name is in the way.
 */
export const makeFolders = async (path: string): Promise<void> => {
  const missing: string[] = [];
  let found = await isFolder(path);
  for (let at = path; found === undefined; found = await isFolder(at)) {
    missing.unshift(at);
    at = dirname(at);
  }
  if (!found) throw Object.assign(new Error("a file of that name is in the way"), { code: "EEXIST" });
  for (const folder of missing)
    await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      // Another process may have made it meanwhile.
      if (error.code !== "EEXIST") throw error;
    });
};
