import { type RawBuilder, sql } from "kysely";
import type { Scope } from "./query.ts";

/** Moments between which all lies in one cell, or in none. */
const boundaries = ({ cells }: Pick<Scope, "cells">): number[] =>
  [...new Set(cells.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);

/** One cell that is the whole stretch needs no moments. */
const isWhole = ({ cells: [first, ...others], from, to }: Pick<Scope, "cells" | "from" | "to">): boolean =>
  others.length === 0 && first?.from === from.getTime() && first.to === to.getTime();

/** The column of a row's cell, to group by: the data store adds up what is of one. Null where all is. */
export const cellColumn = (scope: Scope): RawBuilder<number | null> =>
  isWhole(scope)
    ? sql`null::integer`
    : sql`width_bucket(time, ${boundaries(scope).map((at) => new Date(at))}::timestamptz[])`;

/** A moment of the cell that a value of `cellColumn` tells; it lies in no cell where the value does. */
export const momentsIn = (scope: Scope): ((cell: number | null) => number) => {
  const begins = boundaries(scope);
  return (cell) => begins[(cell ?? 0) - 1] ?? scope.from.getTime();
};
