import { useCallback, useEffect, useReducer, useState } from "react";
import { ServerError } from "../lib/graphql.ts";
import { request, socket } from "../lib/socket.ts";
import type { ChatEvent } from "./events.ts";
import { createFollower, type EventPage } from "./follow.ts";
import { emptyTranscript, type Transcript, withDraft, withEvent } from "./transcript.ts";

type Action =
  | { kind: "reset" }
  | { kind: "event"; event: ChatEvent }
  | { kind: "draft"; messageId: string; text: string };

const reduce = (transcript: Transcript, action: Action): Transcript => {
  switch (action.kind) {
    case "reset":
      return emptyTranscript;
    case "event":
      return withEvent(transcript, action.event);
    case "draft":
      return withDraft(transcript, action.messageId, action.text);
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

  const attempt = useCallback(async (work: () => Promise<unknown>) => {
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(
        error instanceof ServerError
          ? error
          : new ServerError("INTERNAL", { zh: "连接中断，请重试。", en: "The connection broke; try again." }),
      );
    }
  }, []);

  const send = useCallback(
    (text: string) => {
      const messageId = crypto.randomUUID();
      dispatch({ kind: "draft", messageId, text });
      return attempt(() => request("message.send", { conversationId, messageId, text }));
    },
    [attempt, conversationId],
  );
  const stop = useCallback(
    (messageId: string) => attempt(() => request("message.stop", { conversationId, messageId })),
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
