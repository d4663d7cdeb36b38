import { lagIssues, reservedIssues, unitIssues } from "./check-amounts.ts";
import { attemptIssues } from "./check-attempts.ts";
import { caseIssues } from "./check-case.ts";
import { cycleIssues } from "./check-cycles.ts";
import { parentIssues, referenceIssues } from "./check-references.ts";
import { fileNamed, sameFile, unknownFile } from "./file-names.ts";
import type { ImportFile } from "./files.ts";
import type { ImportIssue } from "./issue.ts";
import { releasedIssues } from "./known-orders.ts";
import { readRows } from "./read-rows.ts";
import type { ParsedFiles, ParsedRow, ReadFiles, ReadRow } from "./rows.ts";

export interface Checked {
  readonly rows: ParsedFiles;
  readonly issues: readonly ImportIssue[];
}

/** Files as they were read, each by itself. */
export interface ReadTexts extends Omit<ReadFiles, "known"> {
  readonly issues: readonly ImportIssue[];
}

/** Reads all files, each by itself. */
export const readFiles = (texts: Readonly<Record<string, string | undefined>>): ReadTexts => {
  const issues: (readonly ImportIssue[])[] = [];
  const read = new Map<ImportFile, readonly ReadRow[]>();
  const refused = new Map<ImportFile, readonly ParsedRow[]>();
  const unreadable = new Set<string>();
  for (const [name, text] of Object.entries(texts)) {
    const file = fileNamed(name);
    if (!file || read.has(file)) {
      issues.push([file ? sameFile(name, file) : unknownFile(name)]);
      continue;
    }
    const { rows, issues: found, refused: wrong, readable } = readRows(file, text);
    read.set(file, rows);
    refused.set(file, wrong);
    if (!readable) unreadable.add(file);
    issues.push(found);
  }
  return { read, refused, unreadable, issues: issues.flat() };
};

/**
 * Checks all files together; with any issue nothing may be written.
 *
 * @param known Rows that the data store has already, by file: the files may refer to them too.
 */
export const checkFiles = ({ issues: found, ...texts }: ReadTexts, known: ParsedFiles): Checked => {
  const files: ReadFiles = { ...texts, known };
  // In a list of its own: a call takes no more than some hundred thousand arguments.
  const issues = [
    ...found,
    ...caseIssues(files),
    ...referenceIssues(files),
    ...parentIssues(files),
    ...reservedIssues(files),
    ...releasedIssues(files),
    ...unitIssues(files),
    ...lagIssues(files),
    ...attemptIssues(files),
    ...cycleIssues(files),
  ];
  const values = [...texts.read].map(([file, rows]) => [file, rows.map(({ value }) => value)] as const);
  return { rows: Object.fromEntries(values), issues };
};
