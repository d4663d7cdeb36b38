import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** The files of a small plant that the guide shows. */
export const exampleFolder = join(import.meta.dirname, "../../services/mes/import/example");

/** Gone when the test is over. */
const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "millwright-import-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** A folder with some files and nothing else. */
export const folderOf = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await newFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
};

/** The example with some files changed. */
export const exampleWith = async (
  changes: Readonly<Record<string, (text: string) => string>>,
): Promise<string> => {
  const folder = await newFolder();
  await cp(exampleFolder, folder, { recursive: true });
  for (const [name, change] of Object.entries(changes))
    await writeFile(join(folder, name), change(await readFile(join(folder, name), "utf8").catch(() => "")));
  return folder;
};
