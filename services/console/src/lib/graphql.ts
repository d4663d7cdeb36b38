import { useCallback, useEffect, useRef, useState } from "react";
import type { Bilingual } from "./language.ts";
import { heedCode } from "./signed-out.ts";

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

/** The network, or a proxy before the server. */
const unanswered: Bilingual = {
  zh: "服务器没有应答，请检查网络后重试。",
  en: "The server does not answer; check the network and try again.",
};

/** A part of the page itself. */
export const broken: Bilingual = {
  zh: "页面出错，请刷新后重试。",
  en: "Something in the page went wrong; reload it and try again.",
};
/** A question that the server does not know: the page was loaded before it was brought up to date. */
const outdated: Bilingual = {
  zh: "页面与服务器版本不一致，请刷新页面。",
  en: "The page is of another version than the server; reload it.",
};

/** What an error says to a person. */
export const sentenceOf = (error: unknown): Bilingual => {
  if (error instanceof ServerError) return error.bilingual;
  console.error(error);
  // What fetch throws without an answer, and what comes of one that is no JSON.
  return error instanceof TypeError || error instanceof SyntaxError ? unanswered : broken;
};

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
  if (!error) return data;
  heedCode(error.extensions?.code);
  throw new ServerError(error.extensions?.code ?? "INTERNAL", error.extensions?.bilingual ?? outdated);
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
