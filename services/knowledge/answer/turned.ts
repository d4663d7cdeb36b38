import type { Spot } from "./candidate.ts";
import { headOf } from "./quantity.ts";
import type { FoundTable } from "./tables.ts";

/** A head that names one of several things: DR-8L, US-20. */
const isThing = (head: string): boolean => /\d/.test(head) && /\p{L}/u.test(head) && headOf(head).unit === "";
/** Rows of one unit are things with a figure each; a sheet measures in several. */
const leastUnits = 2;

/**
 * A sheet of data turned round: below one another stands what is measured, each line in a unit of its own, and beside one another the
 * things (machines, products) that have it. Turned, each thing is a row, as in other tables, and is looked up and compared
 * like theirs. Undefined where a table is no such sheet.
 */
export const turnedOf = (found: FoundTable): FoundTable | undefined => {
  const { header, rows, ...table } = found.table;
  const [corner = "", ...things] = header;
  if (things.length < 2 || !things.every(isThing)) return undefined;
  const measured = rows.map(({ cells }) => cells[0] ?? "");
  if (new Set(measured.map((name) => headOf(name).unit).filter(Boolean)).size < leastUnits) return undefined;
  return {
    ...found,
    isTurned: true,
    table: {
      ...table,
      header: [corner, ...measured],
      rows: things.map((thing, at) => ({ cells: [thing, ...rows.map(({ cells }) => cells[at + 1] ?? "")] })),
    },
  };
};

/** Where in the document something stands that was found in the table turned round; a thing's name stands in the head. */
export const turnedBack = ({ row, column, ...spot }: Spot): Spot => ({
  ...spot,
  ...(column ? { row: column - 1 } : {}),
  ...(row === undefined ? {} : { column: row + 1 }),
});
