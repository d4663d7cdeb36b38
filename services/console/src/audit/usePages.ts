import { useCallback, useEffect, useRef, useState } from "react";
import { query, sentenceOf } from "../lib/graphql.ts";
import type { Bilingual } from "../lib/language.ts";
import type { PageOf } from "./types.ts";

const retryMs = 3_000;

/** A list that grows page by page; other variables begin it anew. */
export const usePages = <T>(document: string, field: string, variables: Record<string, unknown>) => {
  const [rows, setRows] = useState<readonly T[]>();
  const [cursor, setCursor] = useState<string | null>(null);
  const [problem, setProblem] = useState<Bilingual>();
  const asked = JSON.stringify(variables);
  const latest = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const load = useCallback(
    (after: string | null) => {
      const mine = ++latest.current;
      clearTimeout(timer.current);
      return query<Record<string, PageOf<T>>>(document, { ...JSON.parse(asked), after }).then(
        (data) => {
          if (mine !== latest.current) return;
          const page = data[field]!;
          const more = page.edges.map(({ node }) => node);
          setRows((known) => (after ? [...(known ?? []), ...more] : more));
          setCursor(page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null);
          setProblem(undefined);
        },
        (error) => {
          if (mine !== latest.current) return;
          setProblem(sentenceOf(error));
          // More is asked for by hand; the beginning comes by itself.
          if (after === null) timer.current = setTimeout(() => void load(null), retryMs);
        },
      );
    },
    [document, field, asked],
  );
  useEffect(() => {
    void load(null);
    return () => {
      latest.current += 1;
      clearTimeout(timer.current);
    };
  }, [load]);
  return { rows, problem, more: cursor === null ? undefined : () => load(cursor) };
};
