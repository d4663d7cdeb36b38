import type { ImportFile } from "./files.ts";
import type { ImportIssue } from "./issue.ts";
import { meantRows, type ReadFiles } from "./rows.ts";
import { plainFigures } from "./text.ts";

/** An id as people say it: in any case, and as full a width as their keyboard has it. */
const said = (id: string): string => plainFigures(id).toLowerCase();

/** Ids in small letters under which the data store is asked for others that are said alike. */
export const saidLike = (ids: readonly string[]): readonly string[] => [
  ...new Set(ids.flatMap((id) => [id.toLowerCase(), said(id)])),
];

/** Ids of a file as the data store and the rows before have them, as they are said. */
const spellings = (rows: Iterable<Readonly<Record<string, unknown>>>): Map<string, string> => {
  const found = new Map<string, string>();
  for (const { id } of rows) if (typeof id === "string") found.set(said(id), id);
  return found;
};

/** How an id is written in the data store or in the files, where that differs in the case or the width of its letters alone. */
export const spellingIn = (files: ReadFiles, file: ImportFile): ((id: unknown) => string | undefined) => {
  const found = spellings(meantRows(files, file));
  return (id) => {
    const spelled = found.get(said(String(id)));
    return spelled === id ? undefined : spelled;
  };
};

/**
 * New rows whose id is that of another one but for the case or the width of its letters: people say ids in any case, and nobody could say which
 * of the two is meant.
 */
export const caseIssues = ({ read, known }: ReadFiles): ImportIssue[] =>
  [...read].flatMap(([file, rows]) => {
    const exact = new Set((known[file] ?? []).map(({ id }) => id));
    const before = spellings(known[file] ?? []);
    return rows.flatMap(({ row, value: { id } }): ImportIssue[] => {
      if (typeof id !== "string" || exact.has(id)) return [];
      const other = before.get(said(id));
      before.set(said(id), id);
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
            zh: `${id} 与 ${other} 仅大小写或全角半角不同，而编号不加区分；请写成 ${other}，或另取编号。`,
          },
        },
      ];
    });
  });
