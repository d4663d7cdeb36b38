import { useCallback, useEffect, useRef, useState } from "react";
import type { Bilingual } from "./language.ts";

/** An error of the server's catalogue, with its sentence in both languages. */
export class ServerError extends Error {
  readonly code: string;
  readonly bilingual: Bilingual;

  constructor(code: string, bilingual: Bilingual) {
    super(bilingual.en);
    this.code = code;
    this.bilingual = bilingual;
  }
}

/** What an error says to a person. */
export const sentenceOf = (error: unknown): Bilingual =>
  error instanceof ServerError ? error.bilingual : { zh: String(error), en: String(error) };

interface GraphQlError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly bilingual?: Bilingual };
}

export const query = async <T>(document: string, variables: Record<string, unknown> = {}): Promise<T> => {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query: document, variables }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: GraphQlError[] };
  const [error] = errors ?? [];
  if (error)
    throw new ServerError(
      error.extensions?.code ?? "INTERNAL",
      error.extensions?.bilingual ?? { zh: error.message, en: error.message },
    );
  return data;
};

export interface Loaded<T> {
  readonly data: T | undefined;
  readonly failed: boolean;
  readonly reload: () => void;
}

const retryMs = 3_000;

/** Loads on mount and on `reload`; keeps what it has while loading again, and tries again after a failure. */
export const useQuery = <T>(document: string, variables: Record<string, unknown> = {}): Loaded<T> => {
  const [data, setData] = useState<T>();
  const [failed, setFailed] = useState(false);
  const [turn, setTurn] = useState(0);
  const text = JSON.stringify(variables);
  const latest = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is what asks for a reload.
  useEffect(() => {
    const mine = ++latest.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    query<T>(document, JSON.parse(text)).then(
      (result) => {
        if (mine !== latest.current) return;
        setData(result);
        setFailed(false);
      },
      () => {
        if (mine !== latest.current) return;
        setFailed(true);
        timer = setTimeout(() => setTurn((value) => value + 1), retryMs);
      },
    );
    return () => clearTimeout(timer);
  }, [document, text, turn]);
  return { data, failed, reload: useCallback(() => setTurn((value) => value + 1), []) };
};
