import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { ServerError } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { request, socket, whenConnected } from "../lib/socket.ts";
import { deliver } from "./deliver.ts";
import type { ChatEvent } from "./events.ts";
import { createFollower, type EventPage } from "./follow.ts";
import { emptyTranscript, type Transcript, withDraft, withEvent, withoutDraft } from "./transcript.ts";

type Action =
  | { kind: "reset" }
  | { kind: "event"; event: ChatEvent }
  | { kind: "draft"; messageId: string; text: string }
  | { kind: "withdrawn"; messageId: string };

const reduce = (transcript: Transcript, action: Action): Transcript => {
  switch (action.kind) {
    case "reset":
      return emptyTranscript;
    case "event":
      return withEvent(transcript, action.event);
    case "draft":
      return withDraft(transcript, action.messageId, action.text);
    case "withdrawn":
      return withoutDraft(transcript, action.messageId);
  }
};

/** A live conversation: follows the server's events, and after a break asks for the ones that were missed. */
export const useConversation = (conversationId: string, told: number) => {
  const [transcript, dispatch] = useReducer(reduce, emptyTranscript);
  const [problem, setProblem] = useState<ServerError>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `told` is what asks to open it again.
  useEffect(() => {
    dispatch({ kind: "reset" });
    const follower = createFollower(
      (afterSeq) => request<EventPage>("conversation.open", { conversationId, afterSeq }),
      (event) => dispatch({ kind: "event", event }),
    );
    const take = (event: ChatEvent) => {
      if (event.conversationId === conversationId) follower.take(event);
    };
    const open = () => void follower.catchUp();
    socket.on("chat", take);
    socket.on("connect", open);
    if (socket.connected) open();
    return () => {
      follower.close();
      socket.off("chat", take);
      socket.off("connect", open);
      socket.emit("conversation.close", { conversationId });
    };
  }, [conversationId, told]);

  /** What was said and is on its way. It ends with the page: nobody else is to say it. */
  const underWay = useRef(new Map<string, AbortController>());
  useEffect(() => {
    const all = underWay.current;
    return () => {
      for (const one of all.values()) one.abort();
    };
  }, []);

  const attempt = useCallback(async (work: () => Promise<unknown>) => {
    setProblem(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(
        error instanceof ServerError
          ? error
          : new ServerError("INTERNAL", { zh: "连接中断，请重试。", en: "The connection broke; try again." }),
      );
      return false;
    }
  }, []);

  /** Says something; false when the server refuses it, which leaves nothing in the conversation. */
  const send = useCallback(
    async (text: string): Promise<boolean> => {
      const messageId = newId();
      const giveUp = new AbortController();
      underWay.current.set(messageId, giveUp);
      dispatch({ kind: "draft", messageId, text });
      const say = () => request("message.send", { conversationId, messageId, text });
      const isTaken = await attempt(() => deliver(say, whenConnected, giveUp.signal));
      underWay.current.delete(messageId);
      if (!isTaken) dispatch({ kind: "withdrawn", messageId });
      return isTaken;
    },
    [attempt, conversationId],
  );
  const stop = useCallback(
    (messageId: string) => {
      const unsent = underWay.current.get(messageId);
      if (!unsent) return attempt(() => request("message.stop", { conversationId, messageId }));
      unsent.abort();
      dispatch({ kind: "withdrawn", messageId });
      return undefined;
    },
    [attempt, conversationId],
  );
  const decide = useCallback(
    (approval: { id: string; argsHash: string; planVersion: number }, decision: "approve" | "reject") =>
      attempt(() =>
        request("approval.decide", {
          approvalId: approval.id,
          argsHash: approval.argsHash,
          planVersion: approval.planVersion,
          decision,
        }),
      ),
    [attempt],
  );
  return { transcript, problem, send, stop, decide };
};
