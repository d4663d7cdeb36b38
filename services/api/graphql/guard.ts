import type { DocumentNode, ExecutionArgs } from "graphql";
import type { Plugin } from "graphql-yoga";
import { MillwrightError } from "../../core/errors.ts";
import { createAtOnce } from "../at-once.ts";
import type { GraphContext } from "./builder.ts";
import { costOf, depthOfValue, queryLimits, requireModest, requireWithin } from "./limits.ts";

/** What reads is broken off after this long; what writes may take longer, as whoever wrote has to know how it ended. */
const readingMs = 30_000;
const writingMs = 120_000;

/** Breaks off what is answered when the signal is given: an argument that yoga's executor takes beside those of the specification. */
const cancelledBy = <Args extends object>(args: Args, signal: AbortSignal): Args =>
  Object.assign(args, { signal });

const isWriting = (document: DocumentNode, operationName: string | null | undefined): boolean =>
  document.definitions.some(
    (one) =>
      one.kind === "OperationDefinition" &&
      one.operation === "mutation" &&
      (!operationName || one.name?.value === operationName),
  );

/** What is open in a session. */
interface Open {
  readonly streams: Set<AbortController>;
  /** Whether the session is one still. */
  readonly isSignedIn: () => Promise<boolean>;
}

/** Streams that are open, by session: they end with it. */
export const createStreams = () => {
  const open = new Map<string, Open>();
  const end = (session: string) => {
    for (const one of open.get(session)?.streams ?? []) one.abort();
  };
  /** Ends what is open in a session that is none any more; one that cannot be looked at may come again. */
  const look = async (session: string): Promise<void> => {
    const isSignedIn = await open
      .get(session)
      ?.isSignedIn()
      .catch(() => false);
    if (isSignedIn === false) end(session);
  };
  return {
    /** Gives how many are open in the session with it. */
    add: (session: string, stream: AbortController, isSignedIn: Open["isSignedIn"]): number => {
      const known = open.get(session) ?? { streams: new Set(), isSignedIn };
      open.set(session, known);
      known.streams.add(stream);
      // The session may have ended since it was asked for, when this stream was not open yet.
      void look(session);
      return known.streams.size;
    },
    remove: (session: string, stream: AbortController): void => {
      const known = open.get(session);
      known?.streams.delete(stream);
      if (known?.streams.size === 0) open.delete(session);
    },
    /** @param session Empty where it is not known which: each is looked at. */
    sessionEnded: (session: string): void => {
      if (session !== "") end(session);
      else for (const one of open.keys()) void look(one);
    },
  };
};
export type Streams = ReturnType<typeof createStreams>;

/** What the parser says of a document at whose limit it stopped reading. */
const tooManyTokens = /contains more tha[tn] \d+ tokens/;

/** Longest time of a timer, ms. */
const longest = 2_147_483_647;

/** Holds requests to their limits: before they are read, before they are compared and checked, and while they are answered. */
export const createGuard = (streams: Streams): Plugin<GraphContext> => {
  const requests = createAtOnce();
  const requireCheap = ({ schema, document, operationName, variableValues }: ExecutionArgs) => {
    const variables = variableValues ?? {};
    requireWithin("variablesDepth", depthOfValue(variables));
    requireWithin("cost", costOf(schema, document, { operationName, variables }));
  };
  return {
    onParse: ({ params: { source }, parseFn, setParseFn }) => {
      requireWithin("characters", typeof source === "string" ? source.length : source.body.length);
      setParseFn((text, options) => parseFn(text, { ...options, maxTokens: queryLimits.tokens }));
      return ({ result }) => {
        if (result instanceof Error && tooManyTokens.test(result.message))
          requireWithin("tokens", queryLimits.tokens + 1);
        if (result && "definitions" in result) requireModest(result as DocumentNode);
      };
    },
    onExecute: ({ args, setExecuteFn, executeFn }) => {
      requireCheap(args);
      const { contextValue, document, operationName } = args;
      const { session } = contextValue;
      const found = requests.take(session.id);
      const free = () => requests.free(session.id);
      try {
        requireWithin("requests", found);
      } catch (error) {
        free();
        throw error;
      }
      const limitMs = isWriting(document, operationName) ? writingMs : readingMs;
      const late = new AbortController();
      const timer = setTimeout(
        () => late.abort(new MillwrightError("REQUEST_TIMEOUT", { seconds: limitMs / 1_000 })),
        limitMs,
      );
      setExecuteFn(async (given) => {
        try {
          return await executeFn(cancelledBy(given, late.signal));
        } finally {
          clearTimeout(timer);
          free();
        }
      });
    },
    onSubscribe: ({ args }) => {
      requireCheap(args);
      const { session, isSignedIn, request } = args.contextValue;
      const stream = new AbortController();
      const timer = setTimeout(
        () => stream.abort(),
        Math.min(session.expiresAt.getTime() - Date.now(), longest),
      );
      const close = () => {
        clearTimeout(timer);
        streams.remove(session.id, stream);
      };
      stream.signal.addEventListener("abort", close, { once: true });
      request.signal.addEventListener("abort", () => stream.abort(), { once: true });
      try {
        requireWithin("subscriptions", streams.add(session.id, stream, isSignedIn));
      } catch (error) {
        stream.abort();
        throw error;
      }
      args.contextValue.ended = stream.signal;
      return { onSubscribeResult: () => ({ onEnd: close }) };
    },
  };
};
