import { withHeads } from "../passages.ts";
import { fitsAsked } from "./asked.ts";
import { type Candidate, claimOf, idFactor, kindFactor, missedFactor, wordsOf } from "./candidate.ts";
import { contextOf, covered, holdsUnit } from "./context.ts";
import { quantityOf } from "./quantity.ts";
import { knownShare, type Question, unitsIn } from "./question.ts";
import type { FoundTable } from "./tables.ts";

/** A row of more columns is too much to look through. */
const mostColumns = 14;
/** Of a row no column of which is what is asked for. */
const unasked = 0.6;
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
          claimOf(wordsOf(question, all, own, fits), meaning) *
          kindFactor(fits) *
          share *
          idFactor(question, document, [inside, heads, above]) *
          missedFactor(units, [inside, heads, above]),
      },
    ];
  });
};
