import type { ImportFile } from "./files.ts";
import type { ImportIssue } from "./issue.ts";
import { meantRows, type ReadFiles } from "./rows.ts";

/** Ids of a file as the data store and the rows before have them, by their letters whatever their case. */
const spellings = (rows: Iterable<Readonly<Record<string, unknown>>>): Map<string, string> => {
  const found = new Map<string, string>();
  for (const { id } of rows) if (typeof id === "string") found.set(id.toLowerCase(), id);
  return found;
};

/** How an id is written in the data store or in the files, where that differs in the case of its letters alone. */
export const spellingIn = (files: ReadFiles, file: ImportFile): ((id: unknown) => string | undefined) => {
  const found = spellings(meantRows(files, file));
  return (id) => {
    const spelled = found.get(String(id).toLowerCase());
    return spelled === id ? undefined : spelled;
  };
};

/**
 * New rows whose id is that of another one but for the case of its letters: people say ids in any case, and nobody could say which
 * of the two is meant.
 */
export const caseIssues = ({ read, known }: ReadFiles): ImportIssue[] =>
  [...read].flatMap(([file, rows]) => {
    const exact = new Set((known[file] ?? []).map(({ id }) => id));
    const before = spellings(known[file] ?? []);
    return rows.flatMap(({ row, value: { id } }): ImportIssue[] => {
      if (typeof id !== "string" || exact.has(id)) return [];
      const other = before.get(id.toLowerCase());
      before.set(id.toLowerCase(), id);
      if (other === undefined || other === id) return [];
      return [
        {
          file,
          row,
          column: "id",
          value: id,
          code: "duplicate",
          message: {
            en: `${id} is ${other} in other letters, and people say ids in any case; write it as ${other}, or give it another id.`,
            zh: `${id} 与 ${other} 仅大小写不同，而编号不分大小写；请写成 ${other}，或另取编号。`,
          },
        },
      ];
    });
  });
