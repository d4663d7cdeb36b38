import { afterAll, beforeAll, expect, test } from "vitest";
import { answerOf, finished, proposed } from "../support/chat-events.ts";
import { startTestHouse } from "../support/house.ts";
import { recordHistory } from "../support/record-history.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
let worker: Awaited<ReturnType<typeof house.startWorker>>;
beforeAll(async () => {
  house = await startTestHouse();
  worker = await house.startWorker();
});
afterAll(() => house.close());

const release = (order: string, line: string) => ({ tool: "release_order", order, line });

test("an order is checked by five roles, approved, and released once", async () => {
  const chat = await house.chat();
  house.model.answer(release("WO-1042", "earliest"));
  await chat.say("把工单 WO-1042 下达到最早能做的产线");
  const proposal = await chat.until(proposed, "a proposal");
  expect(
    chat.events
      .filter((event) => event.type === "STEP_FINISHED")
      .map((event) => event["role"])
      .sort(),
  ).toEqual(["dispatcher", "equipment", "operator", "process", "resource"]);
  expect(proposal["args"]).toMatchObject({ order: "WO-1042", line: expect.stringMatching(/^SMT-[1235]$/) });
  await chat.decide(proposal, "approve");
  await chat.until(finished, "the end");
  expect(answerOf(chat.events)).toContain("JO-1042-10");
  await expect(chat.decide(proposal, "approve")).rejects.toMatchObject({ code: "APPROVAL_ALREADY_DECIDED" });
  const jobs = await house.plant.db
    .selectFrom("job_order")
    .selectAll()
    .where("work_order_id", "=", "WO-1042")
    .execute();
  expect(jobs).toMatchObject([{ dispatch_status: "Dispatched", released_by: "li.wei" }]);
  await recordHistory(
    house.temporal,
    "dispatch-approved",
    house.workflowIds.dispatch(String(proposal["toolCallId"])),
  );
  chat.close();
});

test("a rejected proposal changes nothing, and a person without the role may not decide", async () => {
  const chat = await house.chat();
  house.model.answer(release("WO-1107", "SMT-3"));
  await chat.say("Release WO-1107 to SMT-3");
  const proposal = await chat.until(proposed, "a proposal");
  const engineer = await house.chat("wang.fang");
  await expect(engineer.decide(proposal, "approve")).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(chat.decide({ ...proposal, argsHash: "0" }, "approve")).rejects.toMatchObject({
    code: "APPROVAL_ARGUMENTS_CHANGED",
  });
  await expect(chat.decide({ ...proposal, planVersion: 99 }, "approve")).rejects.toMatchObject({
    code: "APPROVAL_PLAN_CHANGED",
  });
  await chat.decide(proposal, "reject");
  await chat.until(finished, "the end");
  expect(answerOf(chat.events)).toBe("Rejected; nothing was changed.");
  expect(
    await house.plant.db.selectFrom("job_order").selectAll().where("work_order_id", "=", "WO-1107").execute(),
  ).toEqual([]);
  await recordHistory(
    house.temporal,
    "dispatch-rejected",
    house.workflowIds.dispatch(String(proposal["toolCallId"])),
  );
  engineer.close();
  chat.close();
});

test("a line that is named by its number alone is the one of that number which the order can go to", async () => {
  const chat = await house.chat();
  house.model.answer(release("WO-1150", "ASM-1"));
  await chat.say("一一五零放一线做");
  const called = await chat.until((event) => event.type === "TOOL_CALL_END", "the call");
  expect(called["args"]).toEqual({ order: "WO-1150", line: "SMT-1" });
  chat.close();
});

test("a worker killed between approval and release leaves exactly one released job", async () => {
  const chat = await house.chat();
  house.model.answer(release("WO-1107", "SMT-3"));
  await chat.say("Release WO-1107 to SMT-3");
  const proposal = await chat.until(proposed, "a proposal");
  // The release cannot pass the lock on its order: the worker is killed while it waits there.
  const client = await house.plant.pool.connect();
  await client.query("begin");
  await client.query("select 1 from work_order where id = 'WO-1107' for update");
  await chat.decide(proposal, "approve");
  await client.query("select 1 from approval where status = 'Approved'");
  await worker.kill("SIGKILL");
  await client.query("rollback");
  client.release();
  expect(chat.events.some(finished)).toBe(false);
  worker = await house.startWorker();
  await chat.until(finished, "the end", 180_000);
  const count = async (table: "job_order" | "material_requisition") =>
    (await house.plant.db.selectFrom(table).select("id").where("work_order_id", "=", "WO-1107").execute())
      .length;
  expect([await count("job_order"), await count("material_requisition")]).toEqual([1, 1]);
  expect(
    await house.plant.db
      .selectFrom("transport_order")
      .select("id")
      .where("requisition_id", "=", "REQ-1107-10")
      .execute(),
  ).toHaveLength(1);
  expect(answerOf(chat.events)).toContain("JO-1107-10");
  chat.close();
}, 240_000);

test.each([
  [
    "an unknown order",
    "why is WO-1999 late",
    { tool: "explain_late", order: "WO-1999" },
    "RUN_ERROR",
    "There is no work order WO-1999",
  ],
  [
    "a line that is not there",
    "what is SMT-9 doing",
    { tool: "line_status", line: "SMT-9" },
    "RUN_ERROR",
    "There is no line SMT-9",
  ],
] as const)("%s gets a clear sentence", async (_name, text, call, type, sentence) => {
  const chat = await house.chat();
  house.model.answer(call);
  await chat.say(text);
  const event = await chat.until((candidate) => candidate.type === type, type);
  expect(JSON.stringify(event["error"])).toContain(sentence);
  await chat.until(finished, "the end");
  chat.close();
});

test("no order at all is asked back for", async () => {
  const chat = await house.chat();
  house.model.answer({ tool: "hold_order", order: null });
  await chat.say("put it on hold please");
  await chat.until(finished, "the end");
  expect(answerOf(chat.events)).toContain("which order do you mean? Nothing was done yet.");
  chat.close();
});

test("an order is put on hold and resumed, each with consent, and neither twice", async () => {
  const act = async (tool: "hold_order" | "resume_order", text: string) => {
    const chat = await house.chat();
    house.model.answer({ tool, order: "WO-1120" });
    await chat.say(text);
    const event = await chat.until(
      (candidate) => proposed(candidate) || finished(candidate),
      "a proposal or the end",
    );
    if (proposed(event)) {
      expect(event["args"]).toEqual({ order: "WO-1120" });
      await chat.decide(event, "approve");
      await chat.until(finished, "the end");
    }
    chat.close();
    return answerOf(chat.events);
  };
  expect(await act("hold_order", "put WO-1120 on hold")).toBe("WO-1120 is on hold.");
  expect(await act("hold_order", "暂停 1120")).toContain("WO-1120 已处于暂停状态");
  expect(await act("resume_order", "1120 可以继续了")).toBe("WO-1120 已恢复。");
  expect(await act("resume_order", "resume 1120")).toContain("WO-1120 is not on hold");
  // Of an order that is over nothing is proposed.
  await house.plant.db
    .updateTable("work_order")
    .set({ status: "Cancelled" })
    .where("id", "=", "WO-1120")
    .execute();
  expect(await act("hold_order", "put WO-1120 on hold")).toContain("WO-1120 is cancelled");
});

test("a line that is down is a reason, not an approval", async () => {
  const chat = await house.chat();
  house.model.answer(release("WO-1080", "SMT-4"));
  await chat.say("Release WO-1080 to SMT-4");
  await chat.until(finished, "the end");
  expect(chat.events.some(proposed)).toBe(false);
  expect(answerOf(chat.events)).toMatch(/not possible now: .*SMT-4/);
  chat.close();
});

test("an id that nobody said, and a doubtful answer, are asked about", async () => {
  const chat = await house.chat();
  house.model.answer(release("WO-1024", "earliest"));
  await chat.say("get 1042 on its way please");
  const first = await chat.until((event) => event.type === "CHOICES", "choices");
  expect(JSON.stringify(first["choices"])).not.toContain("WO-1024");
  const other = await house.chat();
  house.model.answer({ tool: "hold_order", order: "WO-1042" }, 0.2);
  await other.say("1042 hm");
  const choices = await other.until((event) => event.type === "CHOICES", "choices");
  expect(JSON.stringify(choices["choices"])).toContain("WO-1042");
  chat.close();
  other.close();
});

test("while the model is away a message is kept, and answered when it is back", async () => {
  const chat = await house.chat();
  house.model.away = true;
  await chat.say("各条产线怎么样");
  const error = await chat.until((event) => event.type === "RUN_ERROR", "the notice");
  expect(error["error"]).toMatchObject({ code: "LLM_UNAVAILABLE" });
  house.model.answer({ tool: "line_status", line: "all" });
  house.model.away = false;
  await chat.until(finished, "the answer");
  expect(answerOf(chat.events)).toContain("14");
  chat.close();
});

test("a model that goes on answering what is no JSON keeps nobody waiting: why is told, and the next sentence is answered", async () => {
  const chat = await house.chat();
  for (let times = 0; times < 3; times += 1) house.model.write("Sure! The lines are fine.");
  await chat.say("各条产线怎么样");
  await chat.until(finished, "the end");
  const error = chat.events.findLast((event) => event.type === "RUN_ERROR");
  expect(error?.["error"]).toMatchObject({ code: "LLM_BAD_OUTPUT" });
  expect(chat.events.findLast(finished)).toMatchObject({ outcome: "failed" });
  house.model.answer({ tool: "line_status", line: "all" });
  await chat.say("各条产线怎么样");
  await chat.until((event) => finished(event) && event["outcome"] !== "failed", "the answer");
  expect(answerOf(chat.events)).toContain("14");
  chat.close();
});

test("the same message twice is answered once, and a long one is refused", async () => {
  const chat = await house.chat();
  house.model.answer({ tool: "cannot_do" });
  await chat.say("讲个笑话");
  await chat.until(finished, "the end");
  await expect(chat.say("x".repeat(2_001))).rejects.toMatchObject({ code: "INVALID_INPUT" });
  expect(chat.events.filter((event) => event.type === "USER_MESSAGE")).toHaveLength(1);
  await recordHistory(
    house.temporal,
    "conversation",
    house.workflowIds.conversation(String(chat.events[0]?.["conversationId"])),
  );
  chat.close();
});
