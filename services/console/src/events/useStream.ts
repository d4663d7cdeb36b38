import { useCallback, useEffect, useState } from "react";
import { sentenceOf } from "../lib/graphql.ts";
import type { Bilingual } from "../lib/language.ts";
import { type PlantEvent, request, socket } from "../lib/socket.ts";

/** Events of one answer. */
const page = 500;
/** Events that are kept while new ones come; folded, they are fewer rows. Who asks for earlier ones keeps these too. */
const usuallyKept = 1_000;
const retryMs = 3_000;

interface Kept {
  /** The newest first. */
  readonly events: readonly PlantEvent[];
  readonly most: number;
  /** Whether there may be earlier ones. */
  readonly hasEarlier: boolean;
}

/** The newest events of the plant's stream, as they come, and earlier ones as they are asked for. */
export const useStream = () => {
  const [kept, setKept] = useState<Kept>({ events: [], most: usuallyKept, hasEarlier: false });
  const [state, setState] = useState<"loading" | "loaded" | "failed">("loading");
  const [problem, setProblem] = useState<Bilingual>();

  useEffect(() => {
    const add = (more: readonly PlantEvent[]) =>
      setKept((known) => {
        const seen = new Set(known.events.map((event) => event.id));
        const events = [...more.filter((event) => !seen.has(event.id)).reverse(), ...known.events];
        return {
          ...known,
          events: events.slice(0, known.most),
          hasEarlier: known.hasEarlier || events.length > known.most,
        };
      });
    const begin = (newest: readonly PlantEvent[]) =>
      setKept((known) => {
        const last = known.events[0]?.id;
        const isFull = newest.length === page;
        // After a long absence there are events between, which are not there: the list begins anew.
        if (last !== undefined && (!isFull || newest.some(({ id }) => id === last))) return known;
        return { events: newest.toReversed(), most: usuallyKept, hasEarlier: isFull };
      });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = () =>
      request<{ events: PlantEvent[] }>("events.recent", { limit: page }).then(
        ({ events }) => {
          begin(events);
          add(events);
          setState("loaded");
        },
        () => {
          setState("failed");
          if (socket.connected) timer = setTimeout(load, retryMs);
        },
      );
    socket.on("events", add);
    socket.on("connect", load);
    if (socket.connected) void load();
    return () => {
      clearTimeout(timer);
      socket.off("events", add);
      socket.off("connect", load);
    };
  }, []);

  const before = kept.events.at(-1)?.seq;
  const loadEarlier = useCallback(
    () =>
      void request<{ events: PlantEvent[] }>("events.recent", { limit: page, before }).then(
        ({ events }) => {
          setProblem(undefined);
          setKept((known) =>
            // Asked twice, the second answer is known already.
            known.events.at(-1)?.seq === before
              ? {
                  events: [...known.events, ...events.toReversed()],
                  most: known.most + events.length,
                  hasEarlier: events.length === page,
                }
              : known,
          );
        },
        (error) => setProblem(sentenceOf(error)),
      ),
    [before],
  );
  return { events: kept.events, state, problem, earlier: kept.hasEarlier ? loadEarlier : undefined };
};
