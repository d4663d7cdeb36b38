import { afterAll, beforeAll, expect, test } from "vitest";
import { savePlaybook, setPlaybookActive } from "../../services/mes/commands/playbooks.ts";
import { appendEvents, eventChannel } from "../../services/mes/events.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { answerOf, finished, proposed } from "../support/chat-events.ts";
import { startTestHouse } from "../support/house.ts";
import { stateOf } from "../support/playbook-house.ts";
import { waitFor } from "../support/wait.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
beforeAll(async () => {
  house = await startTestHouse();
  await house.startWorker();
  // What no code of ours expects: the data store refuses a row for ever.
  await house.plant.pool.query(`
    create function refuse_row() returns trigger language plpgsql as
    $$ begin raise exception 'nobody foresaw this' using errcode = 'check_violation'; end $$`);
});
afterAll(() => house.close());

/** Refuses new rows of a table, all or some, until it is told to stop. */
const refuseRowsOf = async (table: string, which = "true") => {
  await house.plant.pool.query(
    `create trigger refuse before insert on ${table} for each row when (${which}) execute function refuse_row()`,
  );
  return () => house.plant.pool.query(`drop trigger refuse on ${table}`);
};
const internal = { error: { code: "INTERNAL", message: { zh: expect.stringContaining("编号") } } };

test("a sentence that nobody can answer is told so, and those after it are answered", async () => {
  const allow = await refuseRowsOf("tool_call");
  const chat = await house.chat();
  // Each try asks anew.
  for (let tries = 0; tries < 5; tries += 1) house.model.answer({ tool: "line_status", line: "all" });
  await chat.say("how are all the lines doing");
  const error = await chat.until((event) => event.type === "RUN_ERROR", "the error");
  expect(error).toMatchObject(internal);
  expect(await chat.until(finished, "the end")).toMatchObject({ outcome: "failed" });
  await allow();
  house.model.answer({ tool: "line_status", line: "all" });
  await chat.say("how are all the lines doing");
  await chat.until((event) => finished(event) && event["outcome"] === "done", "the answer");
  expect(answerOf(chat.events)).not.toBe("");
  chat.close();
});

test("a message whose end cannot be told either does not take the one that waits behind it", async () => {
  const allowCalls = await refuseRowsOf("tool_call", "new.args::text like '%SMT-1%'");
  const allowEnds = await refuseRowsOf("chat_event", "new.type = 'RUN_ERROR'");
  const chat = await house.chat();
  for (let tries = 0; tries < 5; tries += 1) house.model.answer({ tool: "line_status", line: "SMT-1" });
  house.model.answer({ tool: "line_status", line: "all" });
  await chat.say("how is line SMT-1 doing");
  await chat.say("how are all the lines doing");
  await chat.until((event) => finished(event) && event["outcome"] === "done", "the second answer");
  expect(answerOf(chat.events)).not.toBe("");
  await allowCalls();
  await allowEnds();
  chat.close();
});

test("an act that cannot be done once it is approved is told, and nothing of it is left open", async () => {
  const allow = await refuseRowsOf("job_order");
  const chat = await house.chat();
  house.model.answer({ tool: "release_order", order: "WO-1107", line: "SMT-3" });
  await chat.say("Release WO-1107 to SMT-3");
  const proposal = await chat.until(proposed, "a proposal");
  await chat.decide(proposal, "approve");
  expect(await chat.until((event) => event.type === "RUN_ERROR", "the error")).toMatchObject(internal);
  await chat.until(finished, "the end");
  const id = String(proposal["toolCallId"]);
  const handle = house.temporal.workflow.getHandle(house.workflowIds.dispatch(id));
  expect(await handle.result()).toBe("failed");
  const { db } = house.plant;
  const { status } = await db
    .selectFrom("tool_call")
    .select("status")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  expect(status).toBe("Failed");
  await allow();
  chat.close();
});

test("a check that cannot be made ends its proposal", async () => {
  const allow = await refuseRowsOf("agent_step");
  const chat = await house.chat();
  house.model.answer({ tool: "release_order", order: "WO-1042", line: "SMT-1" });
  await chat.say("Release WO-1042 to SMT-1");
  expect(await chat.until((event) => event.type === "RUN_ERROR", "the error")).toMatchObject(internal);
  expect(await chat.until(finished, "the end")).toMatchObject({ outcome: "failed" });
  expect(chat.events.some(proposed)).toBe(false);
  await allow();
  chat.close();
});

test("a proposal that could not be shown is void, and on record as such", async () => {
  const allow = await refuseRowsOf("chat_event", "new.type = 'APPROVAL_REQUESTED'");
  const chat = await house.chat();
  house.model.answer({ tool: "release_order", order: "WO-1042", line: "SMT-1" });
  await chat.say("Release WO-1042 to SMT-1");
  expect(await chat.until((event) => event.type === "RUN_ERROR", "the error")).toMatchObject(internal);
  const { toolCallId } = await chat.until((event) => event.type === "TOOL_CALL_START", "the call");
  await chat.until(finished, "the end");
  const { db } = house.plant;
  const approvals = await db
    .selectFrom("approval")
    .select("status")
    .where("tool_call_id", "=", String(toolCallId))
    .execute();
  expect(approvals).toEqual([{ status: "Expired" }]);
  const told = await db
    .selectFrom("event")
    .select("objects")
    .where("type", "=", "approval.expired")
    .execute();
  expect(told.map(({ objects }) => objects[0]!.id)).toEqual([toolCallId]);
  await allow();
  chat.close();
});

/** Comes back when the workflow has stored the decision that it took last, or has given it up. */
const decisionEnded = async (toolCallId: string): Promise<void> => {
  const handle = house.temporal.workflow.getHandle(house.workflowIds.dispatch(toolCallId));
  const { events } = await handle.fetchHistory();
  const taken = (events ?? []).flatMap(
    (event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.meta?.updateId ?? [],
  );
  await handle
    .getUpdateHandle(taken.at(-1)!)
    .result()
    .catch(() => undefined);
};

test("a decision that could not be stored is none: it may be made again", async () => {
  const chat = await house.chat();
  house.model.answer({ tool: "release_order", order: "WO-1042", line: "SMT-1" });
  await chat.say("Release WO-1042 to SMT-1");
  const proposal = await chat.until(proposed, "a proposal");
  const allow = await refuseRowsOf("event");
  // It is said to be in hand, and is none in the end.
  await expect(chat.decide(proposal, "approve")).rejects.toMatchObject({ code: "APPROVAL_BEING_STORED" });
  await decisionEnded(String(proposal["toolCallId"]));
  await allow();
  await chat.decide(proposal, "approve");
  await chat.until(finished, "the end");
  expect(answerOf(chat.events)).toContain("JO-1042-10");
  chat.close();
});

test("a run of a playbook that cannot go on has failed, and keeps no other from starting", async () => {
  const allow = await refuseRowsOf("playbook_step");
  const { db, url } = house.plant;
  const by = { actorId: "zhang.min", now: demoEpoch() };
  const where = [{ fact: "event.line", is: "is", value: "SMT-1" }];
  const definition = {
    name: { zh: "状态", en: "State" },
    language: "en",
    trigger: { kind: "event", type: "equipment.state", where },
    conditions: [],
    steps: [{ do: "notify", id: "tell", role: "planner", text: { zh: "", en: "{event.line}" } }],
    limits: { atOnce: 1, cooldownMinutes: 0 },
  };
  await db.transaction().execute(async (tx) => {
    await savePlaybook(tx, { id: "PB-STATE", definition, base: 0, ...by });
    await setPlaybookActive(tx, { id: "PB-STATE", active: true, key: "on", ...by });
  });
  const runCausedBy = async (status: "Failed" | "Done") => {
    const event = stateOf("SMT-1", 0);
    await appendEvents(db, [event]);
    const ofIt = () =>
      db
        .selectFrom("playbook_run")
        .select(["reason"])
        .where("cause", "=", event.id)
        .where("status", "=", status)
        .executeTakeFirst();
    return waitFor(url, ofIt, [eventChannel]);
  };
  expect((await runCausedBy("Failed")).reason?.en).toContain("reference");
  await allow();
  await runCausedBy("Done");
});
