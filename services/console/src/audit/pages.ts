import type { Bilingual } from "../lib/language.ts";
import type { PageOf } from "./types.ts";

/** What is known of a list that grows page by page. */
export interface Pages<T> {
  /** The question that all of it answers. */
  readonly asked: string;
  /** Undefined until the first page is there. */
  readonly rows: readonly T[] | undefined;
  /** Behind what the next page begins; null when there is none. */
  readonly cursor: string | null;
  /** Why the last page that was asked for is not there. */
  readonly problem: Bilingual | undefined;
}

/** What is known of a question: what answers another one is of no use. */
export const pagesOf = <T>(known: Pages<T> | undefined, asked: string): Pages<T> =>
  known?.asked === asked ? known : { asked, rows: undefined, cursor: null, problem: undefined };

/** With a page that has come, the first one or one behind the others. */
export const withPage = <T>(
  known: Pages<T> | undefined,
  asked: string,
  { edges, pageInfo }: PageOf<T>,
  isFirst: boolean,
): Pages<T> => {
  const more = edges.map(({ node }) => node);
  return {
    asked,
    rows: isFirst ? more : [...(pagesOf(known, asked).rows ?? []), ...more],
    cursor: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    problem: undefined,
  };
};

export const withProblem = <T>(known: Pages<T> | undefined, asked: string, problem: Bilingual): Pages<T> => ({
  ...pagesOf(known, asked),
  problem,
});
