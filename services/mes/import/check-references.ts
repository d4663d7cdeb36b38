import { spellingIn } from "./check-case.ts";
import { type ImportFile, importFiles, parents } from "./files.ts";
import type { ImportIssue } from "./issue.ts";
import { keyOf, meantRows, type ReadFiles } from "./rows.ts";

/** Ids that a file's rows have, here or in the data store. */
const idsOf = (files: ReadFiles, file: string): ReadonlySet<unknown> =>
  new Set(meantRows(files, file as ImportFile).map((row) => row["id"]));

/** Rows that name a row of another file by its id, and there is none. */
export const referenceIssues = (files: ReadFiles): ImportIssue[] => {
  const issues: ImportIssue[] = [];
  const targets = new Set(
    [...files.read.keys()].flatMap((file) => Object.values(importFiles[file].references)),
  );
  const ids = new Map([...targets].map((target) => [target, idsOf(files, target)]));
  const spelledIn = new Map(
    [...targets].map((target) => [target, spellingIn(files, target as ImportFile)] as const),
  );
  for (const [file, rows] of files.read)
    for (const [column, target] of Object.entries<string>(importFiles[file].references)) {
      if (files.unreadable.has(target)) continue;
      for (const { row, value } of rows) {
        const wanted = value[column];
        if (wanted === null || wanted === undefined || ids.get(target)?.has(wanted)) continue;
        const spelled = spelledIn.get(target)?.(wanted);
        issues.push({
          file,
          row,
          column,
          value: String(wanted),
          code: "unknown-reference",
          message: spelled
            ? {
                en: `${wanted} is written ${spelled} in ${target} or in the data store; write it so.`,
                zh: `${wanted} 在 ${target} 或数据库中写作 ${spelled}；请照此填写。`,
              }
            : {
                en: `${wanted} is neither in ${target} nor in the data store; add it there or mend the id.`,
                zh: `${wanted} 既不在 ${target} 中，也不在数据库中；请补充或更正编号。`,
              },
        });
      }
    }
  return issues;
};

/** Rows that belong to a row of another file by several columns, and there is none. */
export const parentIssues = (files: ReadFiles): ImportIssue[] => {
  const issues: ImportIssue[] = [];
  const masters = idsOf(files, "work_masters.csv");
  for (const [file, { file: target, columns }] of Object.entries(parents)) {
    if (files.unreadable.has(target)) continue;
    const have = new Set(meantRows(files, target as ImportFile).map((row) => keyOf(row, columns)));
    for (const { row, value } of files.read.get(file as ImportFile) ?? []) {
      const master = value["work_master_id"];
      // An unknown work master is told by itself.
      const isKnown = master === undefined || masters.has(master);
      if (!isKnown || have.has(keyOf(value, columns))) continue;
      const wanted = columns.map((column) => String(value[column])).join(" / ");
      issues.push({
        file,
        row,
        column: columns.at(-1)!,
        value: String(value[columns.at(-1)!]),
        code: "unknown-reference",
        message: {
          en: `${wanted} (${columns.join(" / ")}) is neither in ${target} nor in the data store; add it there or mend this row.`,
          zh: `${wanted}（${columns.join(" / ")}）既不在 ${target} 中，也不在数据库中；请补充或更正本行。`,
        },
      });
    }
  }
  return issues;
};
