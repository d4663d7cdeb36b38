import { withHeads } from "../passages.ts";
import { fitsAsked, isOpen } from "./asked.ts";
import { type Candidate, claimOf, idFactor, kindFactor, missedFactor, wordsOf } from "./candidate.ts";
import { contextOf, covered, holdsUnit } from "./context.ts";
import { quantityOf } from "./quantity.ts";
import { knownShare, type Question, unitsIn } from "./question.ts";
import type { FoundTable } from "./tables.ts";

/** A row of more columns is too much to look through. */
const mostColumns = 14;
/** Of a row no column of which is what is asked for. */
const unasked = 0.6;
/** A list of codes says what each means and what to do about it. */
const explains = /含义|意义|原因|处理|措施|对策|排除|meaning|cause|remedy|action|measure/i;
const code = /^[a-z]{1,3}-?\d{2,4}$/;
/** What a question that names such a code, and asks for nothing in particular, is covered by its row at the least. */
const explained = 0.9;
/** A cell that answers is better than the row that it stands in. */
const beside = 0.95;

/** Whole rows, for a question that tells the row and asks for its column in words that no head has. */
export const rowCandidates = (question: Question, found: FoundTable): Candidate[] => {
  const { document, block, table, path, meanings } = found;
  if (table.header.length > mostColumns) return [];
  const above = contextOf([document.title, ...path, table.caption ?? ""].join(" "));
  const units = unitsIn(question, document.language);
  const share = knownShare(question, document.language);
  const heads = contextOf(table.header.join(" "));
  const headContexts = table.header.map(contextOf);
  // What is asked for has to stand in some column: a figure of another kind is none.
  const isAsked =
    !question.asked.figure ||
    table.header.some((head) => question.asked.head?.test(head)) ||
    units.some((unit) => holdsUnit(heads, unit));
  const explainsCodes =
    isOpen(question.asked) && table.header.some((head, column) => column > 0 && explains.test(head));
  return [...meanings].flatMap(([row, meaning]): Candidate[] => {
    const { cells } = table.rows[row]!;
    // A mere figure is what is asked for where the question speaks of what it measures.
    const says = cells.filter(
      (cell, column) =>
        quantityOf(cell) === undefined || units.some((unit) => holdsUnit(headContexts[column]!, unit)),
    );
    const inside = contextOf(says.join(" "));
    if (!units.some((unit) => holdsUnit(inside, unit))) return [];
    const text = withHeads(table.header, cells);
    const fits = fitsAsked(question.asked, text);
    const isExplained =
      explainsCodes &&
      units.some(
        (unit) => unit.kind === "term" && code.test(unit.term) && contextOf(cells[0]!).terms.has(unit.term),
      );
    const claim = (words: number) => Math.max(isExplained ? explained : 0, claimOf(words, meaning));
    const all = covered(units, [
      [inside, 1],
      [heads, 0.8],
      [above, 0.8],
    ]);
    const own = covered(units, [[inside, 1]]);
    return [
      {
        kind: "row",
        text,
        spots: [{ document, block, row, quote: cells.find(Boolean) ?? "" }],
        score:
          beside *
          (isAsked ? 1 : unasked) *
          claim(wordsOf(question, all, own, fits)) *
          kindFactor(fits) *
          (isExplained ? 1 : share) *
          idFactor(question, document, [inside, heads, above]) *
          (isExplained ? 1 : missedFactor(units, [inside, heads, above])),
      },
    ];
  });
};
