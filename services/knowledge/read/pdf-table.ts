import type { Block } from "./block.ts";
import { closed, joinText, type Line } from "./pdf-lines.ts";
import { tableOf } from "./table.ts";

/** Lines of one cell, and of one row, stand no further apart than so many of their sizes; those that stand closer are beside each other. */
const besideGap = 0.9;
const gapAbove = (lines: readonly Line[], index: number): number => {
  const [line, before] = [lines[index], lines[index - 1]];
  return line && before?.page === line.page ? before.y - line.y : Number.POSITIVE_INFINITY;
};

/** Whether a line has nothing but a first cell. */
const isLone = ({ spans }: Line, columns: readonly Reach[]): boolean =>
  spans.length === 1 && columnOf(spans[0]!, columns) === 0;

/** Whether a line that has nothing but a first cell is set in the middle of the lines of its row, between two of them. */
const isBeside = (lines: readonly Line[], index: number): boolean =>
  [index, index + 1].some((at) => gapAbove(lines, at) < lines[index]!.size * besideGap);

/** Whether a line that has nothing but a first cell is the second one of that cell: the next row stands further away. */
const goesOn = (lines: readonly Line[], index: number, columns: readonly Reach[]): boolean => {
  const next = lines[index + 1];
  return (
    next !== undefined &&
    next.spans.length >= 2 &&
    next.spans.every((span) => columnOf(span, columns) !== undefined) &&
    gapAbove(lines, index) * rowGap < gapAbove(lines, index + 1) &&
    gapAbove(lines, index + 1) < next.size * 3
  );
};

/** How many lines from here on are a table: their parts begin at the columns of the first one. */
export const tableLength = (lines: readonly Line[], start: number): number => {
  const head = lines[start]!;
  if (head.spans.length < 2) return 0;
  const columns = head.spans;
  let full = 1;
  let end = start + 1;
  for (; end < lines.length; end++) {
    const line = lines[end]!;
    const before = lines[end - 1]!;
    const near = line.page !== before.page || before.y - line.y < Math.max(before.size, line.size) * 3;
    const fits = line.spans.every((span) => columnOf(span, columns) !== undefined);
    if (!near || !fits || Math.abs(line.size - head.size) > head.size * 0.35) break;
    if (line.spans.length >= 2) full += 1;
    else if (isLone(line, columns) && !isBeside(lines, end) && !goesOn(lines, end, columns)) break;
  }
  return full >= 2 ? end - start : 0;
};

interface Reach {
  readonly from: number;
  readonly to: number;
}

/** The column that a part stands in: that of the heads which it overlaps most, or begins with. */
const columnOf = (span: Reach, columns: readonly Reach[]): number | undefined => {
  let best: number | undefined;
  let most = -Infinity;
  columns.forEach((column, index) => {
    const overlap = Math.min(span.to, column.to) - Math.max(span.from, column.from);
    const score = Math.abs(span.from - column.from) < 4 ? Math.max(overlap, 1) + 1_000 : overlap;
    if (score > most) [best, most] = [index, score];
  });
  return most > 0 ? best : undefined;
};

const isFigure = (cell: string) => /^[-+±≤≥<>~]?\s*\d[\d.,]*\s*[^\s\d]{0,8}$/u.test(cell);
/** Rows stand this much further apart than the lines of one cell. */
const rowGap = 1.25;

/**
 * Whether a line without a first cell is a row of its own, below a first cell that spans it: it stands as far below as no line of a cell
 * does, or a figure would stand under a figure in one cell.
 */
const isOwnRow = (
  cells: readonly string[],
  above: readonly string[],
  gap: number,
  leastGap: number,
): boolean =>
  gap > leastGap * rowGap || cells.some((cell, index) => isFigure(cell) && isFigure(above[index]!));

interface Row {
  readonly cells: string[];
  readonly page: number;
}

/** Lines of a cell stand at most so many of their sizes apart; what stands further is another row. */
const cellGap = 1.6;

/**
 * Whether a line without a first cell is of the row whose first cell comes only below, set in the middle of its lines: it stands apart
 * from what is above, and the lines down to that first cell close to each other.
 */
const isAhead = (
  lines: readonly Line[],
  gaps: readonly number[],
  parts: readonly (readonly string[])[],
  index: number,
) => {
  const first = parts.findIndex((cells, at) => at > index && cells[0]);
  if (first < 0) return false;
  const between = gaps
    .slice(index + 1, first + 1)
    .map((gap, at) => [gap, lines[index + 1 + at]!.size] as const);
  return between.every(([gap, size]) => gap * rowGap < gaps[index]! && gap <= size * cellGap);
};

/** The table that lines make up; its cells may go on over lines, and first cells may be set in the middle of theirs. */
export const tableBlock = (lines: readonly Line[], caption: string | undefined): Block | undefined => {
  const columns = lines[0]!.spans;
  const parts = lines.map(({ spans }) => {
    const cells = columns.map(() => "");
    for (const span of spans) {
      const column = columnOf(span, columns)!;
      cells[column] = joinText(cells[column]!, closed(span.text));
    }
    return cells;
  });
  // From the line above that says anything beside a first cell; no first line of a page is near to one.
  const gaps = lines.map(({ page, y }, index) => {
    const above = parts.findLastIndex(
      (cells, at) => at < index && cells.some((cell, column) => column > 0 && cell),
    );
    return lines[above]?.page === page ? lines[above].y - y : 0;
  });
  const leastGap = Math.min(...gaps.filter((gap, index) => gap > lines[index]!.size * besideGap));
  const rows: Row[] = [];
  /** The first row of those that share a first cell, and whether that is still to come. */
  let group = 0;
  let isAwaited = false;
  const nameGroup = (text: string) => {
    for (const { cells } of rows.slice(group)) cells[0] = joinText(cells[0]!, text);
  };
  const begin = (cells: string[], page: number) => {
    group = rows.length;
    rows.push({ cells, page });
  };
  /** Cells below those of the last row: of the same row, or of another one that goes on with what they leave out. */
  const goOn = (cells: readonly string[], page: number, gap: number) => {
    const last = rows.at(-1)!;
    const first = cells.findIndex(Boolean);
    if (isOwnRow(cells, last.cells, gap, leastGap))
      rows.push({ cells: [...last.cells.slice(0, first), ...cells.slice(first)], page });
    else
      cells.forEach((cell, index) => {
        last.cells[index] = joinText(last.cells[index]!, cell);
      });
  };
  for (const [index, line] of lines.entries()) {
    const { page } = line;
    const cells = parts[index]!;
    const gap = gaps[index]!;
    if (cells[0]) {
      const others = ["", ...cells.slice(1)];
      if (isAwaited) {
        isAwaited = false;
        if (others.some(Boolean)) goOn(others, page, gap);
        nameGroup(cells[0]);
      } else if (rows.length > 1 && isLone(line, columns)) nameGroup(cells[0]);
      // A head is said again on every page.
      else if (rows[0]?.cells.join() !== cells.join()) begin([...cells], page);
    } else if (!isAwaited && rows.length > 0 && isAhead(lines, gaps, parts, index)) {
      begin([...cells], page);
      isAwaited = true;
    } else if (rows.length > 1) goOn(cells, page, gap);
    else begin([...cells], page);
  }
  return tableOf(
    rows.map(({ cells, page }) => ({ cells: cells.map((text) => ({ text })), place: { page } })),
    { caption, place: { page: lines[0]!.page } },
  );
};
