import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAtStream } from "../../agents/steward/playbook/watch.ts";
import { setPlantZone } from "../../services/core/zone.ts";
import { savePlaybook, setPlaybookActive } from "../../services/mes/commands/playbooks.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant } from "../support/plant.ts";
import { type PlaybookHouse, startPlaybookHouse, stateOf } from "../support/playbook-house.ts";
import { recordHistory } from "../support/record-history.ts";

let house: PlaybookHouse;
beforeAll(async () => {
  house = await startPlaybookHouse();
});
afterAll(() => house.close());

test("a line that stays down leads to a proposal; the worker is killed while it waits; approved, the plan is in force", async () => {
  const { db } = house.plant;
  // The first look only finds where the stream ends.
  await lookAtStream(db, demoEpoch());
  const event = stateOf("SMT-1", 11);
  await appendEvents(db, [event]);
  // Seen by several looks, it starts once.
  for (let look = 0; look < 3; look += 1) await lookAtStream(db, demoEpoch());
  const started = await db.selectFrom("playbook_run").selectAll().execute();
  expect(started).toMatchObject([{ playbook_id: "PB-LINE-DOWN", cause: event.id, status: "Running" }]);
  const runId = started[0]!.id;

  const first = await house.startWorker();
  const waiting = await house.until(async () => {
    const approval = await db
      .selectFrom("approval")
      .selectAll()
      .where("status", "=", "Pending")
      .executeTakeFirst();
    return approval;
  });
  await first.kill("SIGKILL");
  await house.startWorker();
  const told = await db.selectFrom("notice").selectAll().execute();
  expect(told).toMatchObject([{ role: "planner", kind: "told" }]);
  expect(told[0]!.text.en).toMatch(
    /^SMT-1 has been down for more than 10 min \(feeder jam\)\. If SMT-1 stands still/,
  );
  expect(told[0]!.text.en).not.toContain("⟨");
  expect(told[0]!.evidence.length).toBeGreaterThan(1);

  const { data } = await house.as<{
    playbookRun: { steps: { id: string; status: string; approval: { argsHash: string } | null }[] };
  }>("li.wei", "query($id: ID!) { playbookRun(id: $id) { steps { id status approval { argsHash } } } }", {
    id: runId,
  });
  expect(data.playbookRun.steps.map(({ id, status }) => [id, status])).toEqual([
    ["whatif", "Done"],
    ["matters", "Done"],
    ["tell", "Done"],
    ["repair", "Waiting"],
  ]);
  const answer = await house.as(
    "zhang.min",
    "mutation($id: ID!, $hash: String!, $plan: Int!) { decideApproval(approvalId: $id, argsHash: $hash, planVersion: $plan, approve: true) }",
    { id: waiting.id, hash: waiting.args_hash, plan: waiting.plan_version },
  );
  expect(answer.errors).toBeUndefined();
  await house.runOf("PB-LINE-DOWN", "Done");
  expect(await house.stepOf(runId, "repair")).toMatchObject({ status: "Done", outcome: "done" });
  expect(await house.stepOf(runId, "approved")).toMatchObject({ outcome: "yes" });
  const plan = await db
    .selectFrom("plan")
    .select("version")
    .orderBy("version", "desc")
    .executeTakeFirstOrThrow();
  expect(plan.version).toBe(waiting.plan_version + 1);
  const audit = await db
    .selectFrom("event")
    .select("type")
    .where("type", "like", "playbook.%")
    .orderBy("seq")
    .execute();
  expect(
    audit.map(({ type }) => type).filter((type) => !["playbook.saved", "playbook.on"].includes(type)),
  ).toEqual(["playbook.started", "playbook.told", "playbook.told", "playbook.done"]);
  await recordHistory(house.temporal, "playbook", house.workflowIds.playbook("PB-LINE-DOWN", event.id));
});

test("a line that came back before its time starts nothing", async () => {
  const { db } = house.plant;
  await appendEvents(db, [stateOf("SMT-2", 20), stateOf("SMT-2", 15, 1100)]);
  // What is looked at later is looked at after those.
  const mark = stateOf("SMT-3", 12);
  await appendEvents(db, [mark]);
  await house.until(() =>
    db.selectFrom("playbook_run").selectAll().where("cause", "=", mark.id).executeTakeFirst(),
  );
  const runs = await db.selectFrom("playbook_run").selectAll().execute();
  expect(runs.map(({ facts }) => facts["event.line"])).not.toContain("SMT-2");
});

test("what a person is handed waits for the role, and the run goes on when it is taken", async () => {
  const { db } = house.plant;
  const task = {
    name: { zh: "任务", en: "Task" },
    trigger: { kind: "hand" },
    steps: [
      {
        do: "hand_over",
        id: "task",
        role: "repair",
        text: { zh: "看 {event.line}", en: "See {event.line}" },
        minutes: 60,
      },
      {
        do: "branch",
        id: "was",
        when: [{ fact: "task.outcome", is: "is", value: "taken" }],
        yes: [
          {
            do: "notify",
            id: "thanks",
            role: "manager",
            text: { zh: "{task.by} 已接手", en: "{task.by} takes it" },
          },
        ],
        no: [],
      },
    ],
  };
  const save =
    "mutation($d: JSON!, $k: String!) { savePlaybook(base: 0, definition: $d, idempotencyKey: $k) { id } }";
  const key = randomUUID();
  const saved = await house.as<{ savePlaybook: { id: string } }>("chen.hao", save, { d: task, k: key });
  expect(saved.errors).toBeUndefined();
  const { id } = saved.data.savePlaybook;
  expect(
    (await house.as<{ savePlaybook: { id: string } }>("chen.hao", save, { d: task, k: key })).data
      .savePlaybook.id,
  ).toBe(id);
  const start =
    'mutation($id: ID!, $k: String!) { startPlaybook(id: $id, facts: {line: "SMT-2"}, idempotencyKey: $k) { runId } }';
  const { data } = await house.as<{ startPlaybook: { runId: string } }>("chen.hao", start, {
    id,
    k: randomUUID(),
  });
  const { runId } = data.startPlaybook;
  const notice = await house.until(() =>
    db.selectFrom("notice").selectAll().where("run_id", "=", runId).executeTakeFirst(),
  );
  expect(notice).toMatchObject({ kind: "task", role: "repair", text: { en: "See SMT-2" } });
  const take = "mutation($id: ID!, $k: String!) { acknowledgeNotice(id: $id, idempotencyKey: $k) { id } }";
  const wrong = await house.as("zhang.min", take, { id: notice.id, k: randomUUID() });
  expect(wrong.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  await house.as("chen.hao", take, { id: notice.id, k: randomUUID() });
  await house.until(() =>
    db
      .selectFrom("playbook_run")
      .selectAll()
      .where("id", "=", runId)
      .where("status", "=", "Done")
      .executeTakeFirst(),
  );
  expect((await house.stepOf(runId, "thanks"))?.text).toEqual({
    zh: "chen.hao 已接手",
    en: "chen.hao takes it",
  });
});

test("who may not ask for an act may not write a playbook that does, and mistakes are told at their place", async () => {
  const plans = {
    name: { zh: "重排", en: "Plan" },
    trigger: { kind: "hand" },
    steps: [{ do: "propose", id: "replan", tool: "make_plan", args: {} }],
  };
  const save =
    "mutation($d: JSON!, $k: String!) { savePlaybook(base: 0, definition: $d, idempotencyKey: $k) { id } }";
  const code = async (user: string, d: object) =>
    (await house.as(user, save, { d, k: randomUUID() })).errors?.[0]?.extensions.code;
  expect(await code("chen.hao", plans)).toBe("FORBIDDEN");
  expect(await code("zhang.min", plans)).toBeUndefined();
  expect(await code("zhang.min", { ...plans, steps: [] })).toBe("INVALID_INPUT");
  const { data } = await house.as<{ checkPlaybook: { path: string }[] }>(
    "li.wei",
    "query($d: JSON!) { checkPlaybook(definition: $d) { path message { zh en } } }",
    { d: { ...plans, trigger: { kind: "event", type: "plan.created", where: [] } } },
  );
  expect(data.checkPlaybook).toMatchObject([{ path: "trigger.type" }]);
  const tried = await house.as<{
    tryPlaybook: { seen: number; starts: { facts: Record<string, string> }[] };
  }>(
    "li.wei",
    "query($d: JSON!, $from: DateTime!, $to: DateTime!) { tryPlaybook(definition: $d, from: $from, to: $to) { seen starts } }",
    {
      d: {
        ...plans,
        trigger: {
          kind: "event",
          type: "equipment.state",
          where: [{ fact: "event.code", is: "is", value: 5300 }],
          lasts: 10,
        },
      },
      from: new Date(demoEpoch().getTime() - 3_600_000).toISOString(),
      to: new Date(demoEpoch().getTime() + 3_600_000).toISOString(),
    },
  );
  const lines = tried.data.tryPlaybook.starts.map(({ facts }) => facts["event.line"]);
  expect(lines).toContain("SMT-1");
  expect(lines).not.toContain("SMT-2");
});

test("a time that clocks show twice starts one run, and limits leave out what comes too soon", async () => {
  const plant = await createTestPlant();
  setPlantZone("Europe/Berlin");
  try {
    const { db } = plant;
    const night = (time: string) => new Date(`2026-10-25T${time}:00Z`);
    const definition = {
      name: { zh: "夜间", en: "Night" },
      language: "en",
      trigger: { kind: "time", days: ["sun"], at: "02:30" },
      conditions: [],
      steps: [{ do: "notify", id: "tell", role: "planner", text: { zh: "", en: "It is {event.time}" } }],
      limits: { atOnce: 1, cooldownMinutes: 30 },
    };
    await db.transaction().execute(async (tx) => {
      await savePlaybook(tx, { id: "PB-N", definition, base: 0, actorId: "zhang.min", now: night("00:00") });
      await setPlaybookActive(tx, {
        id: "PB-N",
        active: true,
        actorId: "zhang.min",
        now: night("00:00"),
        key: "1",
      });
    });
    for (const time of ["00:10", "00:31", "00:59", "01:29", "01:31", "02:10"])
      await lookAtStream(db, night(time));
    const runs = await db.selectFrom("playbook_run").select(["cause", "status"]).execute();
    expect(runs).toEqual([{ cause: "time-2026-10-25T02:30", status: "Running" }]);
  } finally {
    setPlantZone("Asia/Shanghai");
    await plant.close();
  }
});
