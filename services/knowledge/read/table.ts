import { clean, type Place, type Row, type Table } from "./block.ts";
import { limits } from "./limits.ts";

export interface Cell {
  readonly text: string;
  /** From 0, where the file says it; else the next one that is free. */
  readonly column?: number;
  readonly columns?: number;
  readonly rows?: number;
  /** The file says that it heads its column. */
  readonly head?: boolean;
}

export interface CellRow {
  readonly cells: readonly Cell[];
  readonly place?: Place;
}

/** Every cell at its place; one that spans several stands in each of them, so that a row is whole by itself. */
const gridOf = (rows: readonly CellRow[], mostColumns: number): string[][] => {
  const grid: string[][] = rows.map(() => []);
  rows.forEach(({ cells }, y) => {
    let x = 0;
    for (const { text, column, columns = 1, rows: down = 1 } of cells) {
      if (column !== undefined) x = column;
      else while (grid[y]![x] !== undefined) x += 1;
      if (x >= mostColumns) break;
      // What lies under a cell that spans it is not shown.
      if (grid[y]![x] !== undefined) continue;
      const value = clean(text);
      // Up to the next cell that is there: what spans into others would be written again with every row.
      let wide = 1;
      while (wide < columns && x + wide < mostColumns && grid[y]![x + wide] === undefined) wide += 1;
      for (let dy = 0; dy < Math.min(Math.max(1, down || 1), rows.length - y); dy++)
        for (let dx = 0; dx < wide; dx++) grid[y + dy]![x + dx] = value;
      x += wide;
    }
  });
  const width = Math.max(0, ...grid.map((row) => row.length));
  return grid.map((row) => Array.from({ length: width }, (_, x) => row[x] ?? ""));
};

const isFigure = (text: string) => /^[\s<>≤≥=±+~–-]*\d/.test(text);

/** How many rows head the table: those that the file marks; else the first, with a second one below spanning cells. */
const headRows = (rows: readonly CellRow[], grid: readonly string[][]): number => {
  let marked = 0;
  while (
    marked < rows.length - 1 &&
    rows[marked]!.cells.length > 0 &&
    rows[marked]!.cells.every(({ head }) => head)
  )
    marked += 1;
  if (marked > 0) return marked;
  if (grid.length < 2) return 0;
  const spans = rows[0]!.cells.some(({ columns = 1, rows: down = 1 }) => columns > 1 || down > 1);
  if (spans && grid.length > 2 && !grid[1]!.slice(1).some(isFigure)) return 2;
  return grid[0]!.filter(isFigure).length > grid[0]!.length / 2 ? 0 : 1;
};

/** A table of cells; nothing when it holds no text. @throws RangeError of more rows than are read. */
export const tableOf = (
  given: readonly CellRow[],
  {
    caption,
    place,
    mostColumns = limits.columns,
  }: { caption?: string | undefined; place?: Place | undefined; mostColumns?: number } = {},
): Table | undefined => {
  if (given.length > limits.tableRows)
    throw new RangeError(`a table has ${given.length} rows, at most ${limits.tableRows} are read`);
  // A row without a cell of its own says nothing, and counts for those that span it.
  const hasCells = (_: unknown, y: number) => given[y]!.cells.length > 0;
  const grid = gridOf(given, mostColumns).filter(hasCells);
  const rows = given.filter(hasCells);
  const heads = headRows(rows, grid);
  const width = grid[0]?.length ?? 0;
  const header = Array.from({ length: width }, (_, x) =>
    [...new Set(grid.slice(0, heads).map((row) => row[x]!))].filter(Boolean).join(" / "),
  );
  const body = grid
    .map((cells, y): Row => ({ cells, ...(rows[y]?.place ? { place: rows[y].place } : {}) }))
    .slice(heads)
    .filter(({ cells }) => cells.some(Boolean));
  if (body.length === 0 && !header.some(Boolean)) return undefined;
  return {
    kind: "table",
    ...(caption ? { caption } : {}),
    header,
    rows: body,
    ...(place ? { place } : {}),
  };
};
