import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
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

test("reports that come after later ones count their pieces when they were made", async () => {
  const plant = await createTestPlant();
  onTestFinished(() => plant.close());
  const { db } = plant;
  const hour = (count: number) => new Date(demoEpoch().getTime() + count * 3_600_000);
  const clock = { now: () => hour(9), speed: 1 };
  const messages = createMessages(db, clock as Parameters<typeof createMessages>[1]);
  const { jobOrderId } = await db.transaction().execute((tx) =>
    releaseJobOrder(tx, {
      workOrderId: "WO-1042",
      equipmentId: "SMT-2",
      actorId: "li.wei",
      toolCallId: "late-reports",
      now: demoEpoch(),
    }),
  );
  const report = (at: number, good: number, scrap: number) =>
    messages.jobReport("SMT-2", {
      reportId: `r-${at}`,
      jobOrderId,
      state: "Running",
      good,
      scrap,
      startTime: hour(1).toISOString(),
      time: hour(at).toISOString(),
    });
  // Cut off for hours, the line first tells how far it is, and then what it has kept.
  for (const [at, good, scrap] of [
    [1, 0, 0],
    [8, 40, 3],
    [3, 10, 0],
    // It has counted anew.
    [6, 4, 0],
    [5, 20, 1],
  ] as const)
    await report(at, good, scrap);
  const { parts } = await askFigure(db, {
    metric: "quality",
    filter: { lines: ["SMT-2"] },
    split: "hour",
    from: hour(0),
    to: hour(9),
  });
  const made = parts.flatMap(({ sums: { good = 0, scrap = 0 } }, index) =>
    good + scrap > 0 ? [[index, good, scrap]] : [],
  );
  expect(made).toEqual([
    [3, 10, 0],
    [5, 10, 1],
    [8, 20, 2],
  ]);
  const job = await db.selectFrom("job_order").selectAll().where("id", "=", jobOrderId).executeTakeFirst();
  expect(job).toMatchObject({ good: 40, scrap: 3, changed_at: hour(8) });
});
