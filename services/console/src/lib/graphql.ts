import { useCallback, useEffect, useRef, useState } from "react";
import type { Bilingual } from "./language.ts";
import { heedCode } from "./signed-out.ts";

/** An error of the server's catalogue, with its sentence in both languages. */
export class ServerError extends Error {
  readonly code: string;
  readonly bilingual: Bilingual;
  /** Whether the same question may be answered later. */
  readonly retryable: boolean;

  constructor(code: string, bilingual: Bilingual, retryable = false) {
    super(bilingual.en);
    this.code = code;
    this.bilingual = bilingual;
    this.retryable = retryable;
  }
}

/** The network, or a proxy before the server. */
const unanswered: Bilingual = {
  zh: "服务器没有应答，请检查网络后重试。",
  en: "The server does not answer; check the network and try again.",
};

/** The same, of what the page asks again by itself. */
export const unloaded: Bilingual = { zh: "加载失败，正在重试", en: "Could not load; trying again" };

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
  readonly extensions?: {
    readonly code?: string;
    readonly bilingual?: Bilingual;
    readonly retryable?: boolean;
  };
}

export const query = async <T>(
  document: string,
  variables: Record<string, unknown> = {},
  signal?: AbortSignal,
): Promise<T> => {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query: document, variables }),
    ...(signal ? { signal } : {}),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: GraphQlError[] };
  const [error] = errors ?? [];
  if (!error) return data;
  const { code = "INTERNAL", bilingual = outdated, retryable } = error.extensions ?? {};
  heedCode(code);
  throw new ServerError(code, bilingual, retryable);
};

export interface Loaded<T> {
  /** The answer, if it is of the subject that is asked for now. */
  readonly data: T | undefined;
  /** Whether it answers just these variables: not while the answer to newer ones is on its way. */
  readonly isCurrent: boolean;
  /** Why there is no newer answer. */
  readonly failure: Bilingual | undefined;
  readonly reload: () => void;
}

/** How long a question waits that has failed so many times, ms; undefined for one that can only fail again. */
export const retryMs = (error: unknown, times: number): number | undefined =>
  error instanceof ServerError && !error.retryable ? undefined : Math.min(3_000 * 2 ** (times - 1), 60_000);

/**
 * Loads on mount and on `reload`; keeps what it has while loading again, and tries again where that can help.
 *
 * @param subject What the answer is of, where that is less than all variables: of a stretch that goes on with the
 *   clock, or of a table that is turned over, the former answer stays till the newer one comes. What answers
 *   another subject is never given.
 * @param document Undefined: nothing is asked.
 */
export const useQuery = <T>(
  document: string | undefined,
  variables: Record<string, unknown> = {},
  subject?: string,
): Loaded<T> => {
  const asked = JSON.stringify([document, variables]);
  const about = subject ?? asked;
  const [answer, setAnswer] = useState<{ about: string; asked: string; data: T }>();
  const [failed, setFailed] = useState<{ asked: string; failure: Bilingual }>();
  const failures = useRef({ asked, times: 0 });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is what asks for a reload.
  useEffect(() => {
    let isWanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (failures.current.asked !== asked) failures.current = { asked, times: 0 };
    const [text, values] = JSON.parse(asked) as [string | null, Record<string, unknown>];
    if (text === null) return;
    query<T>(text, values).then(
      (data) => {
        if (!isWanted) return;
        failures.current.times = 0;
        setAnswer({ about, asked, data });
        setFailed(undefined);
      },
      (error: unknown) => {
        if (!isWanted) return;
        failures.current.times++;
        const wait = retryMs(error, failures.current.times);
        setFailed({ asked, failure: error instanceof ServerError ? error.bilingual : unloaded });
        if (wait !== undefined) timer = setTimeout(() => setTurn((value) => value + 1), wait);
      },
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [asked, about, turn]);
  return {
    data: answer?.about === about ? answer.data : undefined,
    isCurrent: answer?.asked === asked,
    failure: failed?.asked === asked ? failed.failure : undefined,
    reload: useCallback(() => setTurn((value) => value + 1), []),
  };
};
