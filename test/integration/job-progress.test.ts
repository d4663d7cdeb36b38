import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { createMessages } from "../../services/ingest/messages.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import { createToolCall, startRun } from "../../services/mes/queries/runs.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant } from "../support/plant.ts";

test("a report is taken with what the conversation is told of it, or not at all and then again", async () => {
  const plant = await createTestPlant();
  onTestFinished(() => plant.close());
  const { db } = plant;
  const clock = { now: () => new Date(demoEpoch().getTime() + 3_600_000), speed: 1 };
  const messages = createMessages(db, clock as Parameters<typeof createMessages>[1]);
  await db.insertInto("conversation").values({ id: "c", user_id: "li.wei" }).execute();
  await db
    .insertInto("chat_message")
    .values({ id: "m", conversation_id: "c", user_id: "li.wei", text: "release WO-1042" })
    .execute();
  await startRun(db, { id: "r", conversationId: "c", messageId: "m", language: "en" });
  await createToolCall(db, {
    id: "t",
    runId: "r",
    conversationId: "c",
    tool: "release_job_order",
    args: {},
    argsHash: "-",
    userId: "li.wei",
  });
  const { jobOrderId } = await db.transaction().execute((tx) =>
    releaseJobOrder(tx, {
      workOrderId: "WO-1042",
      equipmentId: "SMT-2",
      actorId: "li.wei",
      toolCallId: "t",
      now: demoEpoch(),
    }),
  );
  const report = () =>
    messages.jobReport("SMT-2", {
      reportId: "r-1",
      jobOrderId,
      state: "Running",
      good: 5,
      scrap: 0,
      startTime: demoEpoch().toISOString(),
      time: demoEpoch().toISOString(),
    });
  const told = async () =>
    (await db.selectFrom("chat_event").select(["type", "data"]).execute()).map(({ type, data }) => [
      type,
      (data as { good: number }).good,
    ]);
  const made = async () =>
    (await db.selectFrom("job_order").select("good").where("id", "=", jobOrderId).executeTakeFirstOrThrow())
      .good;

  // Falls between the two, as a process does that is killed there.
  await sql`alter table chat_event rename to chat_event_away`.execute(db);
  await expect(report()).rejects.toThrow("chat_event");
  await sql`alter table chat_event_away rename to chat_event`.execute(db);
  expect(await made()).toBe(0);
  await report();
  await report();
  expect(await made()).toBe(5);
  expect(await told()).toEqual([["JOB_PROGRESS", 5]]);
});
