import { MillwrightError } from "../../core/errors.ts";

/** Arguments of a Relay connection, forward only. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export interface Page<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface Connection<T> extends Page<T> {
  readonly totalCount: number;
}

const largestPage = 500;
/** Rows of a page whose size was not said. */
export const defaultPage = 50;

/** @throws MillwrightError INVALID_INPUT. */
export const pageSize = ({ first }: PageArguments, largest = largestPage): number => {
  const size = first ?? defaultPage;
  if (!Number.isInteger(size) || size < 1 || size > largest)
    throw new MillwrightError("INVALID_INPUT", { path: "first", problem: `must be 1 to ${largest}` });
  return size;
};

/** How many of a short list of the latest: as many as were asked for, as far as the list goes. */
export const within = (most: number, first: number | null | undefined, usual: number): number =>
  Math.min(most, Math.max(1, first ?? usual));

/** Cursors are opaque to the caller; they hold the key of the row they stand behind. */
const encodeCursor = (key: string): string => Buffer.from(key).toString("base64url");

/**
 * The parts of the key that a cursor holds.
 *
 * @throws MillwrightError INVALID_INPUT for a text that is no cursor of this list.
 */
export const decodeCursor = (cursor: string, pattern: RegExp): readonly string[] => {
  const parts = pattern.exec(Buffer.from(cursor, "base64url").toString());
  if (!parts)
    throw new MillwrightError("INVALID_INPUT", { path: "after", problem: "must be a cursor of this list" });
  return parts.slice(1);
};

/** Builds a page from one row more than was asked for. */
export const pageOf = <T>(rows: readonly T[], size: number, keyOf: (row: T) => string): Page<T> => {
  const edges = rows.slice(0, size).map((node) => ({ node, cursor: encodeCursor(keyOf(node)) }));
  return { edges, pageInfo: { hasNextPage: rows.length > size, endCursor: edges.at(-1)?.cursor ?? null } };
};

/** The same with how many rows there are in all. */
export const connectionOf = <T>(
  rows: readonly T[],
  size: number,
  totalCount: number,
  keyOf: (row: T) => string,
): Connection<T> => ({ ...pageOf(rows, size, keyOf), totalCount });
