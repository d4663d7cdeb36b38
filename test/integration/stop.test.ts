import { afterAll, beforeAll, expect, test } from "vitest";
import { createTeller } from "../../agents/runtime/teller.ts";
import type { ChatEvent } from "../../services/launcher/chat-client.ts";
import { finishRun } from "../../services/mes/queries/runs.ts";
import { answerOf, finished } from "../support/chat-events.ts";
import { startTestHouse } from "../support/house.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
beforeAll(async () => {
  house = await startTestHouse();
  await house.startWorker();
});
afterAll(() => house.close());

const runOf = (events: readonly ChatEvent[], messageId: string) => {
  const started = events.find((event) => event.type === "RUN_STARTED" && event["messageId"] === messageId);
  return events.filter((event) => started && event["runId"] === started["runId"]);
};

test("whoever stops is told so, of what is thought about and of what waits behind it, and is answered afterwards", async () => {
  const chat = await house.chat();
  const ended = (messageId: string) =>
    chat.until(() => runOf(chat.events, messageId).some(finished), "the end of a run");
  house.model.away = true;
  const thought = await chat.say("how are all the lines doing");
  await chat.until((event) => event.type === "RUN_ERROR", "word that the model is away");
  const waits = await chat.say("各条产线现在怎么样");

  await chat.stop(waits.messageId);
  await ended(waits.messageId);
  expect(answerOf(runOf(chat.events, waits.messageId))).toBe("已停止。");
  expect(runOf(chat.events, thought.messageId).some(finished)).toBe(false);
  await chat.stop(thought.messageId);
  await ended(thought.messageId);
  expect(answerOf(runOf(chat.events, thought.messageId))).toBe("Stopped.");

  house.model.away = false;
  house.model.answer({ tool: "line_status", line: "all" });
  const next = await chat.say("how are all the lines doing");
  await ended(next.messageId);
  expect(runOf(chat.events, next.messageId).at(-1)).toMatchObject({ outcome: "done" });
  chat.close();
});

test("of a run that was stopped nothing more is told, whoever still works on it", async () => {
  const chat = await house.chat();
  house.model.away = true;
  const { messageId } = await chat.say("how is SMT-2 doing");
  const { runId } = await chat.until((event) => event.type === "RUN_ERROR", "word that the model is away");
  await chat.stop(messageId);
  await chat.until(finished, "the end");
  const conversationId = String(chat.events[0]!["conversationId"]);
  const late = createTeller(house.plant.db, conversationId, String(runId));
  await late.say("late", "SMT-2 is running.");
  await finishRun(house.plant.db, String(runId), "done");
  await late.finish("done");
  const { rows } = await house.plant.pool.query(
    "select r.outcome, max(e.seq) as last from agent_run r join chat_event e using (conversation_id) where r.id = $1 group by 1",
    [runId],
  );
  expect(rows).toEqual([{ outcome: "stopped", last: chat.events.find(finished)!.seq }]);
  house.model.away = false;
  chat.close();
});
