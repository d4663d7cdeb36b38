import { expect, test } from "vitest";
import type { ChatEvent } from "./events.ts";
import { emptyTranscript, turnUnderWay, withDraft, withEvent, withoutDraft } from "./transcript.ts";

// Leaves the common fields to the helper and keeps each kind's own.
type Body = ChatEvent extends infer Event
  ? Event extends ChatEvent
    ? Omit<Event, "conversationId" | "seq" | "time">
    : never
  : never;

const play = (bodies: readonly Body[], from = emptyTranscript) =>
  bodies.reduce(
    (transcript, body, index) =>
      withEvent(transcript, {
        conversationId: "c",
        seq: from.lastSeq + index + 1,
        time: "2026-11-02T00:00:00Z",
        ...body,
      } as ChatEvent),
    from,
  );

const run = { runId: "r" };
const both = (text: string) => ({ zh: text, en: text });

test("a draft becomes the message that the server has", () => {
  const drafted = withDraft(emptyTranscript, "m", "hello");
  expect(drafted.turns).toMatchObject([{ messageId: "m", sending: true }]);
  const sent = play([{ type: "USER_MESSAGE", messageId: "m", text: "hello", actor: "Li Wei" }], drafted);
  expect(sent.turns).toMatchObject([{ messageId: "m", sending: false }]);
});

test("a draft that the server did not take is gone; one that it has stays", () => {
  const drafted = withDraft(emptyTranscript, "m", "hello");
  expect(withoutDraft(drafted, "m").turns).toEqual([]);
  const sent = play([{ type: "USER_MESSAGE", messageId: "m", text: "hello", actor: "Li Wei" }], drafted);
  expect(withoutDraft(sent, "m").turns).toHaveLength(1);
});

test("text arrives in pieces, steps change in place, the approval keeps its decision", () => {
  const { turns } = play([
    { type: "USER_MESSAGE", messageId: "m", text: "release", actor: "Li Wei" },
    { type: "RUN_STARTED", ...run, messageId: "m" },
    { type: "TOOL_CALL_START", ...run, toolCallId: "t", tool: "release_order" },
    { type: "TOOL_CALL_ARGS", ...run, toolCallId: "t", delta: '{"tool":' },
    { type: "TOOL_CALL_ARGS", ...run, toolCallId: "t", delta: '"release_order"' },
    { type: "STEP_STARTED", ...run, stepId: "s", role: "process", title: both("Document") },
    {
      type: "STEP_FINISHED",
      ...run,
      stepId: "s",
      role: "process",
      status: "ok",
      summary: both("v3"),
      evidence: [],
    },
    {
      type: "APPROVAL_REQUESTED",
      ...run,
      approvalId: "a",
      toolCallId: "t",
      tool: "release_order",
      args: { order: "WO-1" },
      argsHash: "h",
      planVersion: 1,
      role: "dispatcher",
      expiresAt: "2026-11-02T01:00:00Z",
      summary: both("release"),
      evidence: [],
    },
    { type: "APPROVAL_DECIDED", ...run, approvalId: "a", decision: "approve", actor: "Li Wei" },
    { type: "TEXT_MESSAGE_START", ...run, messageId: "x" },
    { type: "TEXT_MESSAGE_CONTENT", ...run, messageId: "x", delta: "Re" },
    { type: "TEXT_MESSAGE_CONTENT", ...run, messageId: "x", delta: "leased" },
    { type: "TEXT_MESSAGE_END", ...run, messageId: "x" },
    { type: "RUN_FINISHED", ...run, outcome: "done" },
  ]);
  expect(turns[0]?.run).toMatchObject({
    call: { streamed: '{"tool":"release_order"' },
    steps: [{ id: "s", status: "ok", title: both("Document"), summary: both("v3") }],
    approval: { id: "a", decision: "approve", actor: "Li Wei" },
    texts: [{ text: "Released", done: true }],
    finished: true,
  });
});

test("an event seen before changes nothing", () => {
  const event: ChatEvent = {
    conversationId: "c",
    seq: 1,
    time: "",
    type: "USER_MESSAGE",
    messageId: "m",
    text: "a",
    actor: "b",
  };
  const once = withEvent(emptyTranscript, event);
  expect(withEvent(once, event)).toBe(once);
});

test("a job's progress is kept by job", () => {
  const { jobs } = play([
    { type: "JOB_PROGRESS", jobOrderId: "JO-1-10", state: "Running", good: 3, scrap: 0, quantity: 10 },
    { type: "JOB_PROGRESS", jobOrderId: "JO-1-10", state: "Completed", good: 10, scrap: 0, quantity: 10 },
  ]);
  expect(jobs["JO-1-10"]).toMatchObject({ state: "Completed", good: 10 });
});

test("a turn may be stopped until it has ended or waits for a person, also while the model is away", () => {
  const said = play([{ type: "USER_MESSAGE", messageId: "m", text: "release", actor: "Li Wei" }]);
  expect(turnUnderWay(emptyTranscript)).toBeUndefined();
  expect(turnUnderWay(said)).toMatchObject({ messageId: "m" });
  const away = play(
    [
      { type: "RUN_STARTED", ...run, messageId: "m" },
      { type: "RUN_ERROR", ...run, error: { code: "LLM_UNAVAILABLE", message: both("away") } },
    ],
    said,
  );
  expect(turnUnderWay(away)).toMatchObject({ messageId: "m" });
  expect(turnUnderWay(play([{ type: "RUN_FINISHED", ...run, outcome: "stopped" }], away))).toBeUndefined();
});
