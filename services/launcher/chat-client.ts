import { io, type Socket } from "socket.io-client";
import { type ErrorDetails, fromShape, isErrorCode, MillwrightError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";

/** One event of a conversation, as the gateway sends it. */
export interface ChatEvent {
  readonly seq: number;
  readonly type: string;
  /** By the plant's clock, ISO 8601. */
  readonly time: string;
  readonly [field: string]: unknown;
}

interface Reply<T> {
  readonly ok: boolean;
  readonly result?: T;
  readonly error?: { readonly code: string; readonly details: ErrorDetails };
}

export interface ChatClient {
  /** Every event so far, in order. */
  readonly events: readonly ChatEvent[];
  say(text: string): Promise<{ readonly messageId: string }>;
  stop(messageId: string): Promise<unknown>;
  decide(approval: ChatEvent, decision: "approve" | "reject"): Promise<unknown>;
  /** The first event, past or to come, that the test accepts. */
  until(accept: (event: ChatEvent) => boolean, what: string, timeoutMs?: number): Promise<ChatEvent>;
  /** Whatever is waited for comes to nothing. */
  close(): void;
}

/** Signs in and opens a conversation: what the console does, without a browser. */
export const openChat = async (
  url: string,
  credentials: object,
  conversationId: string = newId(),
): Promise<ChatClient> => {
  const response = await fetch(`${url}/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(credentials),
  });
  if (!response.ok) throw new MillwrightError("UNAUTHENTICATED");
  const { token } = (await response.json()) as { token: string };
  const socket: Socket = io(url, {
    extraHeaders: { authorization: `Bearer ${token}` },
    transports: ["websocket"],
  });
  const events: ChatEvent[] = [];
  const waiting = new Set<() => void>();
  const closing = new AbortController();
  const take = (event: ChatEvent) => {
    if (event.seq <= (events.at(-1)?.seq ?? 0)) return;
    events.push(event);
    for (const look of waiting) look();
  };
  const request = async <T>(name: string, body: object): Promise<T> => {
    const reply = (await socket.timeout(30_000).emitWithAck(name, body)) as Reply<T>;
    if (reply.ok) return reply.result as T;
    const { code = "INTERNAL", details = {} } = reply.error ?? {};
    throw isErrorCode(code) ? fromShape({ code, details }) : new Error(code);
  };
  const open = async () => {
    for (let isMore = true; isMore; ) {
      const { events: known, more } = await request<{ events: ChatEvent[]; more: boolean }>(
        "conversation.open",
        { conversationId, afterSeq: events.at(-1)?.seq ?? 0 },
      );
      for (const event of known) take(event);
      isMore = more;
    }
  };
  socket.on("chat", take);
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  await open();
  socket.on("connect", () => void open().catch(() => {}));
  return {
    events,
    say: (text) => request("message.send", { conversationId, messageId: newId(), text }),
    stop: (messageId) => request("message.stop", { conversationId, messageId }),
    decide: (approval, decision) => {
      const { approvalId, argsHash, planVersion } = approval;
      return request("approval.decide", { approvalId, argsHash, planVersion, decision });
    },
    until: (accept, what, timeoutMs = 120_000) =>
      new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(timer);
          closing.signal.removeEventListener("abort", closed);
          waiting.delete(look);
        };
        const look = () => {
          const found = events.find(accept);
          if (!found) return;
          end();
          resolve(found);
        };
        const giveUp = (problem: string) => {
          end();
          reject(new Error(`${problem} ${what}; last came ${events.at(-1)?.type ?? "nothing"}.`));
        };
        const timer = setTimeout(() => giveUp(`Waited ${timeoutMs / 1_000} s for`), timeoutMs);
        const closed = () => giveUp("Closed while waiting for");
        closing.signal.addEventListener("abort", closed);
        waiting.add(look);
        look();
      }),
    close: () => {
      closing.abort();
      socket.close();
    },
  };
};
