import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAtStream } from "../../agents/steward/playbook/watch.ts";
import { applyUnitsTested } from "../../services/mes/commands/unit-tested.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { stationState } from "../../services/protocols/sparkplug/names.ts";
import { answerOf, finished, proposed } from "../support/chat-events.ts";
import { type PlaybookHouse, startPlaybookHouse, stateOf } from "../support/playbook-house.ts";
import { recordHistory } from "../support/record-history.ts";

let house: PlaybookHouse;
beforeAll(async () => {
  house = await startPlaybookHouse();
  // The first look only finds where the stream ends.
  await lookAtStream(house.plant.db, demoEpoch());
  await house.startWorker();
});
afterAll(() => house.close());

test("a unit that fails its test a third time is handed to a repair technician with the expert's ranking", async () => {
  const { db } = house.plant;
  const unit = await db
    .selectFrom("unit")
    .select(["id", "product_id"])
    .where("id", "not in", (query) =>
      query.selectFrom("unit_test").select("unit_id").where("result", "=", "Failed"),
    )
    .limit(1)
    .executeTakeFirst();
  const id = unit?.id ?? "SN-900000001";
  const test = (attempt: number) =>
    db.transaction().execute((tx) =>
      applyUnitsTested(tx, {
        messageId: `third-${attempt}`,
        station: "FT-1",
        time: new Date(demoEpoch().getTime() + attempt * 60_000),
        simulated: false,
        tested: {
          RecipeName: unit?.product_id ?? "RRU-5201",
          TestedUnits: [
            {
              UnitIdentifier: id,
              UnitPositionNumber: 1,
              OverallResult: "Failed",
              Tests: [
                { UniqueIdentifier: `t${attempt}`, TestName: "RF", Result: "Failed", Measurements: [] },
              ],
            },
          ],
        },
      }),
    );
  await test(1);
  await test(2);
  const third = () => house.firstRun("PB-THIRD-FAILURE");
  await lookAtStream(db, demoEpoch());
  expect(await third()).toBeUndefined();
  await test(3);
  const run = await house.until(third);
  expect(run.facts).toMatchObject({ "event.unit": id, "event.times": 3 });
  const task = await house.noticeOf(run.id);
  expect(task).toMatchObject({ kind: "task", role: "repair" });
  expect(task.text.en).toMatch(new RegExp(`^${id} .* failed for the 3\\. time\\. .`));
  expect(task.text.en).not.toContain("⟨");
  const waiting = async (user: string) =>
    (await house.as<{ playbooksWaiting: number }>(user, "{ playbooksWaiting }")).data.playbooksWaiting;
  expect(await waiting("chen.hao")).toBe(1);
  expect(await waiting("li.wei")).toBe(0);
  const take = "mutation($id: ID!, $k: String!) { acknowledgeNotice(id: $id, idempotencyKey: $k) { id } }";
  await house.as("chen.hao", take, { id: task.id, k: randomUUID() });
  await house.runOf("PB-THIRD-FAILURE", "Done");
  expect(await waiting("chen.hao")).toBe(0);
  await recordHistory(
    house.temporal,
    "playbook-task",
    house.workflowIds.playbook("PB-THIRD-FAILURE", run.cause),
  );
});

test("a receipt that an integrator puts off is told to the planner with the stock, and a new plan waits for approval", async () => {
  const { db } = house.plant;
  const receipt = await db.selectFrom("expected_receipt").selectAll().limit(1).executeTakeFirstOrThrow();
  const moved = {
    ...receipt,
    expected_time: new Date(receipt.expected_time.getTime() + 3 * 86_400_000).toISOString(),
  };
  const answer = await house.as<{ writeRecords: { issues: object[] } }>(
    "integrator",
    "mutation($t: [TableRecords!]!, $k: String!) { writeRecords(tables: $t, idempotencyKey: $k) { issues { code } } }",
    { t: [{ table: "receipts", rows: [moved] }], k: randomUUID() },
  );
  expect(answer.errors).toBeUndefined();
  expect(answer.data.writeRecords.issues).toEqual([]);
  const run = await house.until(() => house.firstRun("PB-RECEIPT-LATE"));
  expect(run.facts).toMatchObject({ "event.material": receipt.material_id, "event.days": 3 });
  const told = await house.noticeOf(run.id);
  expect(told).toMatchObject({ kind: "told", role: "planner" });
  expect(told.text.en).toContain(`${receipt.id} of ${receipt.material_id} is delayed by 3 days.`);
  expect(told.text.en).not.toContain("⟨");
  const step = await house.until(async () => {
    const replan = await house.stepOf(run.id, "replan");
    return replan?.tool_call_id ? replan : undefined;
  });
  const approval = await house.until(() =>
    db.selectFrom("approval").selectAll().where("tool_call_id", "=", step.tool_call_id!).executeTakeFirst(),
  );
  expect(approval).toMatchObject({ tool: "make_plan", role: "planner", status: "Pending" });
});

/** Says a sentence and approves what it comes to; gives what was asked and answered. */
const approved = async (user: string, sentence: string) => {
  const chat = await house.chat(user);
  await chat.say(sentence);
  const proposal = await chat.until(proposed, "a proposal");
  await chat.decide(proposal as never, "approve");
  await chat.until(finished, "the end");
  chat.close();
  const id = /PB-[0-9A-F]{8}/.exec(answerOf(chat.events))?.[0];
  return { proposal, id: id! };
};

test("a sentence makes a playbook: who is told approves it, and is told when the line has been down for so long", async () => {
  const { db } = house.plant;
  const { proposal, id } = await approved("chen.hao", "SMT-2 停超过20分钟通知我");
  expect(proposal).toMatchObject({ role: "repair", args: { line: "SMT-2", minutes: 20 } });
  expect(JSON.stringify(proposal["summary"])).toMatch(
    /SMT-2 停机超过 20 分钟时通知维修员；按过去 7 天的记录会启动 \d+ 次/,
  );
  await appendEvents(db, [stateOf("SMT-2", -60)]);
  const other = await approved("zhang.min", "when SMT-3 is down for more than 20 minutes tell the planner");
  await appendEvents(db, [stateOf("SMT-3", 21)]);
  const run = await house.until(() => house.firstRun(other.id));
  const notice = await house.noticeOf(run.id);
  expect(notice).toMatchObject({ role: "planner", kind: "told" });
  expect(notice.text.en).toMatch(/^SMT-3 has been down for more than 20 min \(feeder jam\), since /);
  // The other one is not yet down for so long.
  expect(await house.firstRun(id)).toBeUndefined();
});

test("a stop that goes on as somebody asks counts from its beginning, and its end is told", async () => {
  const { db } = house.plant;
  const { id } = await approved("zhang.min", "SMT-4 修好了告诉我");
  const run = await house.until(() => house.firstRun(id));
  // By the plant's clock after the step begins to wait.
  await appendEvents(db, [stateOf("SMT-4", -60, stationState.running)]);
  const { text } = await house.noticeOf(run.id);
  expect(text.zh).toMatch(/^SMT-4 已于 .* 恢复，.* 起停机/);
  await house.runOf(id, "Done");
});

test("where no line is named every line is watched, and each stop is told of its own line", async () => {
  const { db } = house.plant;
  house.model.answer({ tool: "watch_line", line: null, minutes: 30 });
  const { proposal, id } = await approved("zhang.min", "any line down for more than 30 minutes, tell me");
  expect(JSON.stringify(proposal["summary"])).toContain(
    "Tell the planner when any line is down for more than 30 min",
  );
  await appendEvents(db, [stateOf("FT-1", 31), stateOf("FT-2", -10)]);
  const run = await house.until(() => house.firstRun(id));
  const { text } = await house.noticeOf(run.id);
  expect(text.en).toMatch(/^FT-1 has been down for more than 30 min/);
});
