import type { Server as HttpServer } from "node:http";
import { Server, type Socket } from "socket.io";
import { z } from "zod";
import { MillwrightError } from "../core/errors.ts";
import type { Logger } from "../core/log.ts";
import type { Db } from "../mes/database.ts";
import { recentEvents, type StoredEvent } from "../mes/events.ts";
import { type Origin, withOrigin } from "../mes/origin.ts";
import {
  type ChatEventRow,
  chatEventsAfter,
  conversationsOf,
  requireConversation,
} from "../mes/queries/conversations.ts";
import type { Commands } from "./commands.ts";
import { asCatalogued, toShape } from "./failures.ts";
import { isForeign } from "./headers.ts";
import { createRate } from "./rate.ts";
import { type Sessions, tokenOf, type Viewer } from "./session.ts";

/** The data store keeps no text with U+0000. */
const sound = (text: string) => !text.includes("\0");
const id = z.string().min(1).max(100).refine(sound);
const requests = {
  "conversation.open": z.object({ conversationId: id, afterSeq: z.number().int().nonnegative() }),
  "message.send": z.object({
    conversationId: id,
    messageId: z.uuid(),
    text: z.string().trim().min(1).max(2_000).refine(sound, "holds U+0000"),
  }),
  "message.stop": z.object({ conversationId: id, messageId: id }),
  "approval.decide": z.object({
    approvalId: id,
    argsHash: id,
    planVersion: z.number().int(),
    decision: z.enum(["approve", "reject"]),
  }),
  "conversation.list": z.object({}),
  "events.recent": z.object({
    limit: z.number().int().min(1).max(500),
    before: z
      .string()
      .regex(/^\d{1,18}$/, "must be the seq of an event, or 0")
      .optional(),
  }),
};
type RequestName = keyof typeof requests;

/** A message of a socket larger than this ends the connection. */
const largestMessage = 64 * 1_024;
/** Messages of one session, by all of its sockets. */
const messageRate = { perSecond: 20, burst: 40 };
/** So far above the rate that nobody waits for an answer any more: the connection is ended. */
const floodedAt = -messageRate.burst;
/** Pages that one session may have open. */
const mostSockets = 20;
/** A longer one of Node would end at once; who comes by a machine's key connects anew after 24 days. */
const longestTimer = 2 ** 31 - 1;

const roomPrefix = "chat/";
const roomOf = (conversationId: string): string => roomPrefix + conversationId;
/** Of which conversation a room is; empty for one of something else. */
const conversationIn = (room: string): string =>
  room.startsWith(roomPrefix) ? room.slice(roomPrefix.length) : "";

/** A stored chat event in the flat form that the console reads. */
const flatten = ({ conversationId, seq, time, type, data }: ChatEventRow) => ({
  ...data,
  conversationId,
  seq,
  time,
  type,
});

export interface GatewayDeps {
  readonly db: Db;
  readonly sessions: Sessions;
  readonly commands: Commands;
  /** Whether a proxy stands before it whose word on the caller is taken. */
  readonly isBehindProxy: boolean;
  readonly log: Logger;
}

/**
 * Wall ms between two signs of life, and for the answer to one. A browser that hears none for their sum shows no more as live what
 * an API that hangs, or a line that is cut, told last.
 */
const heartbeat = { pingInterval: 5_000, pingTimeout: 7_000 };

/** socket.io: conversations with resume by offset, and the live event stream. */
export const createGateway = (
  http: HttpServer,
  { db, sessions, commands, isBehindProxy, log }: GatewayDeps,
) => {
  const originOf = ({ handshake: { address, headers } }: Socket): Origin => {
    // The last address is what the proxy itself has seen.
    const forwarded = isBehindProxy
      ? String(headers["x-forwarded-for"] ?? "")
          .split(",")
          .at(-1)
          ?.trim()
      : "";
    return { channel: "console", address: forwarded || address, agent: String(headers["user-agent"] ?? "") };
  };
  const sessionRoom = (session: string) => `session/${session}`;
  const io = new Server(http, {
    maxHttpBufferSize: largestMessage,
    ...heartbeat,
    serveClient: false,
    allowRequest: ({ headers }, decide) =>
      decide(null, headers.authorization !== undefined || !isForeign(headers)),
  });
  io.use((socket, next) => {
    const refuse = (error: unknown) => {
      const catalogued = asCatalogued(error, log);
      next(Object.assign(catalogued, { data: catalogued.toShape() }));
    };
    const admit = async () => {
      const session = await sessions.session(tokenOf(socket.handshake.headers));
      if (!session) throw new MillwrightError("UNAUTHENTICATED");
      const { size = 0 } = io.sockets.adapter.rooms.get(sessionRoom(session.id)) ?? {};
      if (size >= mostSockets) throw new MillwrightError("RATE_LIMITED", { seconds: 60 });
      const left = session.expiresAt.getTime() - Date.now();
      const timer = setTimeout(() => socket.disconnect(true), Math.min(left, longestTimer));
      socket.on("disconnect", () => clearTimeout(timer));
      await socket.join(sessionRoom(session.id));
      socket.data = { session: session.id };
    };
    admit().then(() => next(), refuse);
  });

  /** The viewer as the data store knows it now: roles change, and people are signed out elsewhere. */
  const viewerOf = async (socket: Socket): Promise<Viewer> => {
    const session = await sessions.session(tokenOf(socket.handshake.headers));
    if (session) return session.viewer;
    socket.disconnect(true);
    throw new MillwrightError("UNAUTHENTICATED");
  };
  /** The last event that was sent to each room that somebody is in. */
  const positions = new Map<string, number>();
  io.of("/").adapter.on("delete-room", (room: string) => positions.delete(conversationIn(room)));
  const conversationOf = (conversationId: string) =>
    db
      .selectFrom("conversation")
      .select(["user_id", "last_seq"])
      .where("id", "=", conversationId)
      .executeTakeFirst();
  /** From here on the socket is sent what comes after a number; what others of the room are sent twice they recognise by its own. */
  const follow = (socket: Socket, conversationId: string, lastSeq: number) => {
    if (!positions.has(conversationId)) positions.set(conversationId, lastSeq);
    return socket.join(roomOf(conversationId));
  };

  const answer = async (socket: Socket, name: RequestName, body: unknown): Promise<unknown> => {
    const viewer = await viewerOf(socket);
    switch (name) {
      case "conversation.open": {
        const { conversationId, afterSeq } = requests[name].parse(body);
        // A conversation exists from its first message on; until then there is nothing to see.
        const known = await conversationOf(conversationId);
        if (known) await requireConversation(db, conversationId, viewer.id);
        // First the room: what is written while the page is read is sent to it.
        if (known) await follow(socket, conversationId, known.last_seq);
        const { events, more } = await chatEventsAfter(db, conversationId, afterSeq);
        return { events: events.map(flatten), more };
      }
      case "message.send": {
        const message = requests[name].parse(body);
        const known = await conversationOf(message.conversationId);
        if (!known || known.user_id === viewer.id)
          await follow(socket, message.conversationId, known?.last_seq ?? 0);
        return commands.sendMessage(viewer, message).catch(async (error: unknown) => {
          // Where nothing was stored the conversation may yet become somebody else's.
          const begun = await conversationOf(message.conversationId).catch(() => undefined);
          if (begun?.user_id !== viewer.id) await socket.leave(roomOf(message.conversationId));
          throw error;
        });
      }
      case "message.stop":
        return commands.stopMessage(viewer, requests[name].parse(body));
      case "approval.decide":
        return commands.decideApproval(viewer, requests[name].parse(body));
      case "conversation.list":
        return { conversations: await conversationsOf(db, viewer.id) };
      case "events.recent": {
        const { limit, before } = requests[name].parse(body);
        return { events: await recentEvents(db, limit, { before }) };
      }
    }
  };

  const rate = createRate(messageRate);
  io.on("connection", (socket) => {
    // The session may have ended since it was asked for, when this socket was not among those that are closed.
    void viewerOf(socket).catch(() => {});
    // Every message counts, whatever its name is and whether or not an answer is asked for.
    socket.use(([, ...given], next) => {
      const left = rate.take(socket.data.session);
      if (left >= 0) return next();
      const reply = given.at(-1);
      const seconds = Math.ceil(-left / messageRate.perSecond);
      const error = new MillwrightError("RATE_LIMITED", { seconds });
      if (typeof reply === "function") reply({ ok: false, error: error.toShape() });
      if (left <= floodedAt) socket.disconnect(true);
    });
    socket.on("conversation.close", (body: unknown) => {
      const parsed = z.object({ conversationId: id }).safeParse(body);
      if (parsed.success) void socket.leave(roomOf(parsed.data.conversationId));
    });
    for (const name of Object.keys(requests) as RequestName[])
      socket.on(name, async (body: unknown, reply: unknown) => {
        if (typeof reply !== "function") return;
        try {
          const result = await withOrigin(originOf(socket), () => answer(socket, name, body));
          reply({ ok: true, result });
        } catch (error) {
          reply({ ok: false, error: toShape(error, log) });
        }
      });
  });

  const sending = new Map<string, Promise<void>>();
  const sendNew = async (conversationId: string) => {
    for (let isMore = true; isMore; ) {
      const { events, more } = await chatEventsAfter(db, conversationId, positions.get(conversationId) ?? 0);
      for (const event of events) io.to(roomOf(conversationId)).emit("chat", flatten(event));
      const last = events.at(-1);
      if (last && positions.has(conversationId)) positions.set(conversationId, last.seq);
      isMore = more && positions.has(conversationId);
    }
  };
  const chatGrew = (conversationId: string): void => {
    if (conversationId === "") {
      // Notifications were lost: every conversation that somebody watches is looked at.
      for (const room of io.sockets.adapter.rooms.keys())
        if (conversationIn(room) !== "") chatGrew(conversationIn(room));
      return;
    }
    if (!io.sockets.adapter.rooms.has(roomOf(conversationId))) return;
    const tail = (sending.get(conversationId) ?? Promise.resolve())
      .then(() => sendNew(conversationId))
      .catch(() => {});
    sending.set(conversationId, tail);
    void tail.finally(() => sending.get(conversationId) === tail && sending.delete(conversationId));
  };

  return {
    chatGrew,
    events: (events: readonly StoredEvent[]) => io.emit("events", events),
    /** @param session Empty where it is not known which: each socket whose session is none any more is closed. */
    sessionEnded: (session: string): void => {
      if (session !== "") io.in(sessionRoom(session)).disconnectSockets(true);
      // What cannot be looked at now is looked at when it asks for something.
      else for (const socket of io.sockets.sockets.values()) void viewerOf(socket).catch(() => {});
    },
    close: () => io.close(),
  };
};
