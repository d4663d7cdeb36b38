import { useCallback, useEffect, useRef, useState } from "react";
import { query, retryMs, sentenceOf } from "../lib/graphql.ts";
import { useLatest } from "../lib/latest.ts";
import { type Pages, pagesOf, withPage, withProblem } from "./pages.ts";
import type { PageOf } from "./types.ts";

/** A list that grows page by page; other variables begin it anew, without what answered the former ones. */
export const usePages = <T>(document: string, field: string, variables: Record<string, unknown>) => {
  const [known, setKnown] = useState<Pages<T>>();
  const asked = JSON.stringify(variables);
  const latest = useLatest();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const load = useCallback(
    (after: string | null, times = 1) => {
      const isLatest = latest.begin();
      clearTimeout(timer.current);
      return query<Record<string, PageOf<T>>>(document, { ...JSON.parse(asked), after }).then(
        (data) => {
          if (isLatest()) setKnown((before) => withPage(before, asked, data[field]!, after === null));
        },
        (error) => {
          if (!isLatest()) return;
          setKnown((before) => withProblem(before, asked, sentenceOf(error)));
          // More is asked for by hand; the beginning comes by itself, where asking again can help.
          const wait = after === null ? retryMs(error, times) : undefined;
          if (wait !== undefined) timer.current = setTimeout(() => void load(null, times + 1), wait);
        },
      );
    },
    [document, field, asked, latest],
  );
  useEffect(() => {
    void load(null);
    return () => {
      latest.giveUp();
      clearTimeout(timer.current);
    };
  }, [load, latest]);
  const { rows, cursor, problem } = pagesOf(known, asked);
  return { rows, problem, more: cursor === null ? undefined : () => load(cursor) };
};
