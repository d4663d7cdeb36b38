import { checkFiles, type ReadTexts } from "./check.ts";
import type { ImportIssue } from "./issue.ts";
import type { ParsedFiles } from "./rows.ts";

interface SoundRows {
  /** Only what is sound: nothing where a file is wrong as a whole. */
  readonly texts: ReadTexts;
  readonly issues: readonly ImportIssue[];
}

/** The first row of a file behind its header; what is wrong with an earlier one is wrong with all of the file. */
const firstRow = 2;

const nothing: ReadTexts = { read: new Map(), refused: new Map(), unreadable: new Set(), issues: [] };

/**
 * Leaves out the rows that are wrong, and those that lean on them, until the others are sound.
 *
 * @param knownOf What the data store has of all that texts name.
 */
export const soundRows = async (
  given: ReadTexts,
  knownOf: (texts: ReadTexts) => Promise<ParsedFiles>,
): Promise<SoundRows> => {
  let issues: readonly ImportIssue[] = [];
  for (let texts = given; ; ) {
    const found = checkFiles(texts, await knownOf(texts)).issues;
    issues = [...issues, ...found];
    if (found.length === 0) return { texts, issues };
    const wrong = new Set(found.map(({ file, row }) => `${file}/${row}`));
    const isGiven = texts === given;
    const read = new Map(
      [...texts.read].map(([file, rows]) => [file, rows.filter(({ row }) => !wrong.has(`${file}/${row}`))]),
    );
    const sizeOf = (files: ReadTexts["read"]) =>
      [...files.values()].reduce((sum, { length }) => sum + length, 0);
    // In the first round a row may be refused that is none of those read.
    const isStuck = !isGiven && sizeOf(read) === sizeOf(texts.read);
    const isWhole = texts.unreadable.size > 0 || found.some(({ row }) => row < firstRow);
    if (isStuck || isWhole) return { texts: nothing, issues };
    texts = { read, refused: new Map(), unreadable: texts.unreadable, issues: [] };
  }
};
