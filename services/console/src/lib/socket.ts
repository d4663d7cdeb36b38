import { useEffect, useState, useSyncExternalStore } from "react";
import { io, type Socket } from "socket.io-client";
import { ServerError } from "./graphql.ts";
import type { Bilingual } from "./language.ts";
import { heedCode } from "./signed-out.ts";

export const socket: Socket = io({ autoConnect: false, transports: ["websocket", "polling"] });

const refusedMs = 3_000;
let isWanted = false;
// One that is refused does not ask again by itself: whoever is signed in waits until the house can look him up.
socket.on("connect_error", (error: Error & { readonly data?: { readonly code?: string } }) => {
  heedCode(error.data?.code);
  if (!socket.active && error.data?.code !== "UNAUTHENTICATED")
    setTimeout(() => isWanted && socket.connect(), refusedMs);
});

/** Follows the house until what it gives is called. */
export const joinHouse = (): (() => void) => {
  isWanted = true;
  socket.connect();
  return () => {
    isWanted = false;
    socket.disconnect();
  };
};

interface Answer<T> {
  readonly ok: boolean;
  readonly result?: T;
  readonly error?: { readonly code: string; readonly message: Bilingual };
}

const answerTimeoutMs = 20_000;

/** Sends one request over the socket and waits for its answer. */
export const request = async <T>(name: string, body: object): Promise<T> => {
  const answer = (await socket.timeout(answerTimeoutMs).emitWithAck(name, body)) as Answer<T>;
  if (answer.ok) return answer.result as T;
  heedCode(answer.error?.code);
  throw new ServerError(
    answer.error?.code ?? "INTERNAL",
    answer.error?.message ?? { zh: "内部错误", en: "Internal error" },
  );
};

/** Resolves when there is a connection, or when it is no longer wanted. */
export const whenConnected = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (socket.connected || signal.aborted) return resolve();
    const done = () => {
      socket.off("connect", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    socket.on("connect", done);
    signal.addEventListener("abort", done);
  });

export const useConnected = (): boolean =>
  useSyncExternalStore(
    (notify) => {
      socket.on("connect", notify);
      socket.on("disconnect", notify);
      return () => {
        socket.off("connect", notify);
        socket.off("disconnect", notify);
      };
    },
    () => socket.connected,
  );

/** One row of the plant's event stream. */
export interface PlantEvent {
  readonly seq: string;
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly source: string;
  readonly objects: readonly { readonly id: string; readonly type: string; readonly qualifier: string }[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Calls back, at most every `pauseMs`, when events of the given types came. */
export const useEventNudge = (
  types: readonly string[] | undefined,
  pauseMs: number,
  nudge: () => void,
): void => {
  const key = types?.join(",");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wanted = key?.split(",");
    const onEvents = (events: readonly PlantEvent[]) => {
      if (timer || (wanted && !events.some((event) => wanted.some((type) => event.type.startsWith(type)))))
        return;
      timer = setTimeout(() => {
        timer = undefined;
        nudge();
      }, pauseMs);
    };
    socket.on("events", onEvents);
    socket.on("connect", nudge);
    return () => {
      clearTimeout(timer);
      socket.off("events", onEvents);
      socket.off("connect", nudge);
    };
  }, [key, pauseMs, nudge]);
};

/** The time, ticking. */
export const useNow = (everyMs: number): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
};
