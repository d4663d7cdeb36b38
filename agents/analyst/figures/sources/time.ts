import { sql } from "kysely";
import { isTime, type Sums } from "../../../runtime/metrics/metric.ts";
import { type Cell, cut } from "../grid.ts";
import { keyOf } from "../keys.ts";
import { busyIn, linesOfPlant } from "../lines.ts";
import { add, type Scope, type Table } from "../query.ts";
import { type Reading, rowsOf, stretchEnd, stretchStart } from "../reading.ts";

/** Station states of IPC-2591 (CFX) by the time element of ISO 22400-2 that they are. */
const elementOf: Readonly<Record<number, "apt" | "aust" | "adet" | "starved">> = {
  1100: "apt",
  4500: "aust",
  5300: "adet",
  2201: "adet",
  2202: "starved",
};
const runningCode = 1100;
const downCode = 5300;
const blockedCode = 2201;

/** Planned busy time of each line by the cells of the grid, as far as anything is on record. */
export const busyOf = async (
  reading: Reading,
  { from, to, cells, kindOf, since }: Scope,
): Promise<Map<string, Cell[]>> => {
  const lines = await busyIn(reading, { from, to });
  return new Map(
    lines
      .filter(({ id }) => kindOf.has(id))
      .map(({ id, busy }) => {
        const windows = busy.map((window) => ({
          from: Math.max(window.from.getTime(), since),
          to: window.to.getTime(),
        }));
        return [id, cut(cells, windows)];
      }),
  );
};

/** Planned busy time. */
export const time = async (reading: Reading, scope: Scope, table: Table): Promise<void> => {
  const byTime = scope.split !== undefined && isTime(scope.split);
  for (const [line, cells] of await busyOf(reading, scope)) {
    const key = keyOf(scope, { line });
    if (key === undefined) continue;
    for (const cell of cells) add(table, byTime ? cell.key : key, { pbt: (cell.to - cell.from) / 1_000 });
  }
};

interface Span {
  readonly line: string;
  readonly from_time: Date;
  readonly to_time: Date | null;
  readonly code: number | null;
  readonly reason: string;
  readonly work_order_id: string | null;
  readonly product_id: string | null;
}

/** What lines did. Spans of a line follow on each other: an index leads to the one that it was in when the stretch began. */
const spansOf = (lines: readonly string[], product?: string) => sql<Span>`
  select s.* from unnest(${lines}::text[]) as one(id) cross join lateral (
    select line, from_time, to_time, code, reason, work_order_id, product_id from figure_span
    where line = one.id and from_time < ${stretchEnd} and coalesce(to_time, 'infinity') > ${stretchStart}
      and from_time >= coalesce((
        select max(from_time) from figure_span where line = one.id and from_time <= ${stretchStart}
      ), '-infinity')
      ${product ? sql`and product_id = ${product}` : sql``}
  ) as s`;

/** Seconds of a span in each cell that it touches. @param start Where to look first; cells are in order. */
const inCells = (span: Cell, cells: readonly Cell[], use: (cell: Cell, seconds: number) => void): void => {
  let [low, high] = [0, cells.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cells[middle]!.to <= span.from) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < cells.length && cells[at]!.from < span.to; at += 1) {
    const cell = cells[at]!;
    use(cell, (Math.min(cell.to, span.to) - Math.max(cell.from, span.from)) / 1_000);
  }
};

/** What the lines did within planned busy time, and that they ran beside it. */
export const work = async (reading: Reading, scope: Scope, table: Table): Promise<void> => {
  const { from, to, kindOf, split, filter, cells } = scope;
  const busy = await busyOf(reading, scope);
  const byTime = split !== undefined && isTime(split);
  const all = (await linesOfPlant(reading)).map(({ id }) => id);
  const rows = await rowsOf(reading, scope, spansOf([...kindOf.keys()], filter.product), spansOf(all));
  for (const span of rows) {
    const { line, code, reason } = span;
    if (!kindOf.has(line)) continue;
    const isDelay = code === downCode || code === blockedCode;
    // Only what a line lost has reasons.
    if (split === "reason" && !isDelay) continue;
    const key = keyOf(scope, { ...span, reason: reason || (code === blockedCode ? "blocked" : "unknown") });
    if (key === undefined) continue;
    const part = {
      from: Math.max(span.from_time.getTime(), from.getTime()),
      to: Math.min(span.to_time?.getTime() ?? Number.POSITIVE_INFINITY, to.getTime()),
      key: "",
    };
    const element = code === null ? "offline" : elementOf[code];
    const isRunning = code === runningCode;
    if (element)
      inCells(part, busy.get(line) ?? [], (cell, seconds) =>
        add(table, byTime ? cell.key : key, {
          [element]: seconds,
          ...(isRunning ? { beside: -seconds } : {}),
        } as Sums),
      );
    // All that it ran, less what of it is planned.
    if (isRunning)
      inCells(part, cells, (cell, seconds) => add(table, byTime ? cell.key : key, { beside: seconds }));
  }
};
