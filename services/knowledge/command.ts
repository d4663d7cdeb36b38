import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { MillwrightError } from "../core/errors.ts";
import {
  CommandError,
  type CommandOutput,
  flag,
  runCommand,
  text,
  withDatabase,
} from "../mes/command-line.ts";
import { type GivenDocument, importDocument } from "./import.ts";
import { documentKinds } from "./read/read.ts";

const line = {
  usage:
    "Usage: npm run documents -- --dir FOLDER [--dry-run] [--database-url URL]   (formats and index.csv: docs/knowledge.md)",
  options: { dir: text, "dry-run": flag },
};

/** What is known about the files of a folder beside their text; every column but file may be left out. */
const indexFile = "index.csv";
const lists = ["products", "lines", "segments", "roles"] as const;

type Known = Omit<GivenDocument, "file" | "bytes">;

/** @throws CommandError for a word that is none of those a column takes. */
const knownOf = (row: Readonly<Record<string, string>>): Known => {
  const one = <T extends string>(name: string, values: readonly T[]): T | undefined => {
    const value = row[name]?.trim();
    if (!value) return undefined;
    const found = values.find((each) => each.toLowerCase() === value.toLowerCase());
    if (!found)
      throw new CommandError(
        `${indexFile}: ${name} of ${row["file"]} is "${value}"; it may be ${values.join(", ")}`,
      );
    return found;
  };
  const told = (name: string) => row[name]?.trim() || undefined;
  return {
    id: told("id"),
    title: told("title"),
    revision: told("revision"),
    owner: told("owner"),
    status: one("status", ["Draft", "InForce"]),
    language: one("language", ["zh", "en"]),
    ...Object.fromEntries(
      lists.flatMap((name) =>
        told(name)
          ? [
              [
                name,
                told(name)!
                  .split(/[;；|]\s*/)
                  .filter(Boolean),
              ],
            ]
          : [],
      ),
    ),
  };
};

const indexOf = async (folder: string): Promise<ReadonlyMap<string, Known>> => {
  const content = await readFile(join(folder, indexFile), "utf8").catch(() => "");
  const rows: Record<string, string>[] = parse(content, {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
  });
  return new Map(rows.map((row) => [row["file"]?.trim() ?? "", knownOf(row)]));
};

const isDocument = (name: string) => name !== indexFile && !name.startsWith(".") && !name.startsWith("~$");

interface Wanted {
  readonly folder: string;
  readonly dryRun: boolean;
  readonly databaseUrl: string | undefined;
}

const read = async (
  { folder, dryRun, databaseUrl }: Wanted,
  { answer, note }: CommandOutput,
): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new CommandError(
        `${folder}: ${error.code === "ENOENT" ? "there is no such folder" : error.message}`,
      );
    },
  );
  const files = entries
    .filter((entry) => entry.isFile() && isDocument(entry.name))
    .sort((a, b) => a.name.localeCompare(b.name));
  if (files.length === 0)
    throw new CommandError(`${folder}: holds no file; read are ${documentKinds.join(", ")}`);
  const index = await indexOf(folder);
  return withDatabase(databaseUrl, 2, async (db) => {
    let refused = 0;
    for (const { name, parentPath } of files)
      try {
        const bytes = await readFile(join(parentPath, name));
        const made = await importDocument(db, { file: name, bytes, ...index.get(name) }, { dryRun });
        const place = made.supersedes === null ? "" : `, takes the place of ${made.supersedes}`;
        answer(
          `${made.outcome.padEnd(9)} ${made.id} ${made.revision}  ${made.title}  (${made.passages} passages${place})`,
        );
      } catch (error) {
        if (!(error instanceof MillwrightError)) throw error;
        refused += 1;
        note(`Refused   ${name}\n    ${error.bilingual.en}\n    ${error.bilingual.zh}`);
      }
    answer(`${files.length - refused} of ${files.length} read${dryRun ? "; nothing was written" : ""}.`);
    return refused > 0 ? 1 : 0;
  });
};

/** The command `npm run documents`: each file by itself, so that one that is refused keeps no other out. */
export const runDocuments = (args: readonly string[], output: CommandOutput): Promise<number> =>
  runCommand(
    args,
    line,
    output,
    async ({ dir: folder, "dry-run": dryRun = false, "database-url": databaseUrl }) => {
      if (!folder) throw new CommandError(line.usage);
      return read({ folder, dryRun, databaseUrl }, output);
    },
  );
