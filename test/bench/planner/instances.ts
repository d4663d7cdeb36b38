import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import {
  ReadError,
  readFjsp,
  readJsp,
  readSdst,
  readWtsds,
  type ShopProblem,
} from "../../../optimizer/shop/index.ts";

const readers = { jsp: readJsp, fjsp: readFjsp, sdst: readSdst, wtsds: readWtsds };
export type Format = keyof typeof readers;
export const formats = Object.keys(readers) as Format[];

export interface Instance {
  readonly name: string;
  readonly file: string;
  readonly format: Format;
  /** Best objective known, where the folder's best-known.json tells. */
  readonly best: number | undefined;
}

/** No problem where one is wanted: which file or folder, and what is wrong. */
export class InstanceError extends Error {}

const readBestKnown = (file: string): Record<string, { best: number }> => {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InstanceError(`${file} is not JSON: ${error.message}`, { cause: error });
  }
};

const bestKnown = new Map<string, Record<string, { best: number }>>();
const bestOf = (folder: string, name: string): number | undefined => {
  const file = join(folder, "best-known.json");
  if (!bestKnown.has(file)) bestKnown.set(file, readBestKnown(file));
  return bestKnown.get(file)![name]?.best;
};

export const instanceOf = (file: string, format: Format): Instance => {
  const name = basename(file).replace(/\.[^.]*$/, "");
  return { name, file, format, best: bestOf(dirname(file), name) };
};

const byNumber = new Intl.Collator("en", { numeric: true });

/**
 * The instances of a folder, by name.
 * @throws InstanceError when there are none
 */
export const folderOf = (folder: string, format: Format): Instance[] => {
  const instances = readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) =>
        !entry.isDirectory() &&
        !/\.(json|md|csv|zip|gz)$/i.test(entry.name) &&
        !/^(readme|license)/i.test(entry.name),
    )
    .map(({ name }) => instanceOf(join(folder, name), format))
    .sort((a, b) => byNumber.compare(a.name, b.name));
  if (instances.length === 0)
    throw new InstanceError(
      `${folder} has no instance file: subfolders and .json, .md, .csv, .zip and .gz are left out`,
    );
  return instances;
};

/** Ours, whose names begin like this. */
export const family = (format: Format, prefix: string): Instance[] =>
  folderOf(resolve(import.meta.dirname, "../instances", format), format).filter(({ name }) =>
    name.startsWith(prefix),
  );

/** @throws InstanceError that names the file and the line */
export const load = ({ file, format }: Instance): ShopProblem => {
  const text = readFileSync(file, "utf8");
  try {
    return readers[format](text);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    throw new InstanceError(`${file}, ${error.message}`, { cause: error });
  }
};
