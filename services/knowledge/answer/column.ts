import { type Candidate, claimOf, idFactor, wordsOf } from "./candidate.ts";
import { cellValue } from "./cell.ts";
import { contextOf, covered, holdsUnit } from "./context.ts";
import { headOf } from "./quantity.ts";
import { type Question, unitsIn } from "./question.ts";
import type { FoundTable } from "./tables.ts";

/** Rows that are told one by one; a longer table is a list to look into, not an answer. */
const mostRows = 12;
/** Columns that belong together: a lower and an upper limit, say. */
const mostColumns = 2;
/** Share of what the question speaks of that heads and the headings above have to say: nothing of it may name a row. */
const leastCover = 0.75;
/** Share of a column that has to be figures: "unlimited" may stand among them. */
const leastFigures = 0.6;

/** What a column counts more for whose heads say all that is asked. */
const wholeHead = 0.05;

/** What tells the rows apart: the first column, and as many of words after it as are needed. */
const keysOf = ({ table }: FoundTable, columns: readonly number[]): string[] => {
  const [head] = table.header;
  // A mere figure says nothing without what it measures.
  let keys = table.rows.map(({ cells: [cell] }) =>
    /^[\d.]+[a-z]?$/.test(cell!) ? `${head} ${cell}` : cell!,
  );
  for (let column = 1; column < table.header.length; column++) {
    if (new Set(keys).size === keys.length) break;
    const cells = table.rows.map((row) => row.cells[column] ?? "");
    if (columns.includes(column) || cells.every((cell) => /^[-+±≤≥~]?[\d.]+$/.test(cell))) continue;
    keys = keys.map((key, row) => `${key} ${cells[row]}`);
  }
  return keys;
};

/**
 * What a whole column says, row by row, to a question that names the column and none of its rows: "what is the peak
 * temperature?" where every product has its own.
 */
export const columnCandidates = (question: Question, found: FoundTable): Candidate[] => {
  const { document, block, table, path, meaning } = found;
  const { asked } = question;
  if (!asked.figure || question.ids.length > 0) return [];
  if (table.rows.length < 2 || table.rows.length > mostRows || table.header.length < 2) return [];
  const above = contextOf([document.title, ...path, table.caption ?? ""].join(" "));
  const units = unitsIn(question, document.language);
  const heads = table.header.map((head) => contextOf(headOf(head).name));
  const standsAbove = (unit: (typeof units)[number]) =>
    holdsUnit(above, unit) || heads.some((head) => holdsUnit(head, unit));
  const namesRow = table.rows.some(({ cells }) =>
    cells.some((cell) => units.some((unit) => !standsAbove(unit) && holdsUnit(contextOf(cell), unit))),
  );
  if (namesRow) return [];
  const figures = table.header.map((head, column) => {
    const values = table.rows.map(({ cells }) => cellValue(found, cells, column));
    const measured =
      values.filter(({ text }) => /^[-+±≤≥~]?\d/.test(text)).length >= values.length * leastFigures;
    const fits = asked.unit
      ? asked.unit.test(headOf(head).unit || (values[0]?.unit ?? "")) || asked.head?.test(head)
      : true;
    return column > 0 && measured && fits ? covered(units, [[heads[column]!, 1]]) : 0;
  });
  const best = Math.max(...figures);
  const columns = figures.flatMap((cover, column) => (best > 0 && cover === best ? [column] : []));
  if (columns.length === 0 || columns.length > mostColumns) return [];
  const own = covered(
    units,
    columns.map((column) => [heads[column]!, 1] as const),
  );
  const all = covered(units, [...columns.map((column) => [heads[column]!, 1] as const), [above, 0.9]]);
  if (all < leastCover) return [];

  const groups = new Map<string, string[]>();
  const keys = keysOf(found, columns);
  for (const [row, { cells }] of table.rows.entries()) {
    const value = columns.map((column) => cellValue(found, cells, column).text).join(" / ");
    groups.set(value, [...(groups.get(value) ?? []), keys[row]!]);
  }
  const told = [...groups].map(([value, of]) => `${of.join(", ")}: ${value}`);
  const names = columns.map((column) => headOf(table.header[column]!).name).join(" / ");
  return [
    {
      kind: "column",
      text: `${names} · ${told.join("; ")}`,
      steps: told,
      value: names,
      spots: [{ document, block, column: columns[0]!, quote: table.header[columns[0]!]! }],
      score:
        // Of what is asked the heads say all: what a rule says of it holds beside them.
        (own === 1 ? wholeHead : 0) +
        claimOf(wordsOf(question, all, own, 1), meaning) *
          idFactor(question, document, [above, ...columns.map((column) => heads[column]!)]),
    },
  ];
};
