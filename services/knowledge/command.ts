import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "csv-parse/sync";
import { MillwrightError } from "../core/errors.ts";
import { CommandError, runCommand, withDatabase, wrongArguments } from "../mes/command-line.ts";
import { type GivenDocument, importDocument } from "./import.ts";
import { documentKinds } from "./read/read.ts";

const usage =
  "Usage: npm run documents -- --dir FOLDER [--dry-run] [--database-url URL]   (formats and index.csv: docs/knowledge.md)";

/** What is known about the files of a folder beside their text; every column but file may be left out. */
const indexFile = "index.csv";
const lists = ["products", "lines", "segments", "roles"] as const;

const readArguments = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        dir: { type: "string" },
        "dry-run": { type: "boolean" },
        "database-url": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw wrongArguments(error, usage);
  }
};

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
  const text = (name: string) => row[name]?.trim() || undefined;
  return {
    id: text("id"),
    title: text("title"),
    revision: text("revision"),
    owner: text("owner"),
    status: one("status", ["Draft", "InForce"]),
    language: one("language", ["zh", "en"]),
    ...Object.fromEntries(
      lists.flatMap((name) =>
        text(name)
          ? [
              [
                name,
                text(name)!
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

export interface Output {
  readonly answer: (line: string) => void;
  readonly note: (line: string) => void;
}

const isDocument = (name: string) => name !== indexFile && !name.startsWith(".") && !name.startsWith("~$");

const read = async (args: readonly string[], { answer, note }: Output): Promise<number> => {
  const { dir, "dry-run": dryRun = false, "database-url": databaseUrl, help } = readArguments(args);
  if (help) {
    answer(usage);
    return 0;
  }
  if (!dir) throw new CommandError(usage);
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new CommandError(
        `${dir}: ${error.code === "ENOENT" ? "there is no such folder" : error.message}`,
      );
    },
  );
  const files = entries
    .filter((entry) => entry.isFile() && isDocument(entry.name))
    .sort((a, b) => a.name.localeCompare(b.name));
  if (files.length === 0)
    throw new CommandError(`${dir}: holds no file; read are ${documentKinds.join(", ")}`);
  const index = await indexOf(dir);
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
export const runDocuments = (args: readonly string[], output: Output): Promise<number> =>
  runCommand(() => read(args, output), output.note);
