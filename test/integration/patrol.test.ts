import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tellPatrol } from "../../agents/robot/patrol/findings.ts";
import { groundedText } from "../../agents/runtime/grounding.ts";
import { closeFinding } from "../../services/mes/commands/patrol/finding.ts";
import { noteReading } from "../../services/mes/commands/patrol/round.ts";
import { keepRounds } from "../../services/mes/commands/patrol/schedule.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { patrolReading } from "../../services/protocols/patrol/messages.ts";
import { waitFor } from "../support/wait.ts";
import { startWiredHouse, type WiredHouse } from "../support/wired-house.ts";

let wired: WiredHouse;
const minutes = (count: number) => new Date(demoEpoch().getTime() + count * 60_000);

beforeAll(async () => {
  wired = await startWiredHouse("patrol-test", ["zhao.lei", "chen.hao", "integrator"]);
});
afterAll(() => wired.close());
const ask: WiredHouse["ask"] = (...given) => wired.ask(...given);
const say = async (kind: "round" | "reading" | "state", message: object) => {
  await wired.wire.publishAsync(`patrol/v1/BINJIANG/PATROL-1/${kind}`, JSON.stringify(message), { qos: 1 });
  await wired.ingest.settled();
};
const reading = (round: string, at: number, changes: object) => ({
  messageId: `${round}/${at}`,
  roundId: round,
  routeId: "PR-1",
  checkpointId: "CP-SMT",
  checkId: "temperature",
  time: minutes(at).toISOString(),
  ...changes,
});
const open = async () =>
  (await ask("{ patrolFindings { id severity kind times status backAt value assignedTo place { en } } }"))
    .data.patrolFindings;
const readings = (count: number) =>
  waitFor(wired.house.plant.url, async () => {
    const rows = await wired.house.plant.db.selectFrom("patrol_reading").selectAll().execute();
    return rows.length >= count ? rows : undefined;
  });

test("what is out of its limits is one finding however often it is read, until a person closes it", async () => {
  await say("round", {
    messageId: "r1/started",
    roundId: "r1",
    routeId: "PR-1",
    state: "Started",
    time: minutes(-60).toISOString(),
  });
  const hot = reading("r1", -58, { value: 29.4 });
  await say("reading", hot);
  await say("reading", hot);
  await say("reading", reading("r1", -57, { checkId: "n2", value: 0.6 }));
  await say("reading", reading("r1", -56, { checkId: "aisle", ok: false, note: "a pallet" }));
  await readings(3);
  const findings = await open();
  expect(findings.map((one: { kind: string }) => one.kind).sort()).toEqual(["blockedAisle", "temperature"]);
  const temperature = findings.find((one: { kind: string }) => one.kind === "temperature");
  expect(temperature).toMatchObject({
    severity: "Warning",
    times: 1,
    value: 29.4,
    place: { en: "SMT area" },
  });
  await say("reading", reading("r2", -30, { value: 30.1 }));
  await readings(4);
  expect((await open()).find((one: { id: string }) => one.id === temperature.id)).toMatchObject({
    times: 2,
    value: 30.1,
    backAt: null,
  });
  await say("reading", reading("r3", -10, { value: 24 }));
  await readings(5);
  expect((await open()).find((one: { id: string }) => one.id === temperature.id).backAt).not.toBeNull();
  const events = await wired.house.plant.db
    .selectFrom("event")
    .selectAll()
    .where("type", "=", "patrol.found")
    .execute();
  expect(events).toHaveLength(2);

  const assign = (user: string) =>
    ask(
      "mutation($id: ID!, $key: String!) { assignPatrolFinding(id: $id, idempotencyKey: $key) { id } }",
      { id: temperature.id, key: randomUUID() },
      user,
    );
  expect((await assign("integrator")).errors[0].extensions.code).toBe("FORBIDDEN");
  expect((await assign("chen.hao")).errors).toBeUndefined();
  expect((await open()).find((one: { id: string }) => one.id === temperature.id)).toMatchObject({
    status: "Assigned",
    assignedTo: "chen.hao",
  });
  const context = {
    db: wired.house.plant.db,
    clock: { now: () => minutes(0), wallMsUntil: () => 0, after: () => minutes(0) },
    tool: "patrol_status" as const,
    toolCallId: "t",
    actorId: "zhao.lei",
    args: {},
    text: "巡检有什么问题？",
  };
  const told = await tellPatrol(context);
  expect(groundedText(told, {}).invented).toEqual([]);
  expect(told.text.zh).toContain("贴片车间");
  expect(told.text.en).toContain("2 findings");
  const close = () =>
    ask(
      'mutation($id: ID!, $key: String!) { closePatrolFinding(id: $id, note: "fan exchanged", idempotencyKey: $key) { id } }',
      { id: temperature.id, key: randomUUID() },
    );
  expect((await close()).errors).toBeUndefined();
  expect((await close()).errors[0].extensions.code).toBe("NOT_FOUND");
  // It comes again: a new finding.
  await say("reading", reading("r4", -5, { value: 31 }));
  await readings(6);
  expect(
    (await open())
      .filter((one: { kind: string }) => one.kind === "temperature")
      .map((one: { id: string }) => one.id),
  ).not.toContain(temperature.id);
});

test("what is out of its limits once more in a round is a new finding when a person has closed the one before", async () => {
  const { db } = wired.house.plant;
  const read = async (at: number) => {
    const noise = { checkpointId: "CP-ASM", checkId: "noise", value: 99 };
    const message = patrolReading.parse(reading("r-again", at, noise));
    await db.transaction().execute((tx) => noteReading(tx, "PATROL-1", message));
    const rows = await db
      .selectFrom("patrol_finding")
      .select(["id", "status"])
      .where("check_id", "=", "noise")
      .execute();
    return rows.filter(({ status }) => status === "Open");
  };
  const [first] = await read(-9);
  const act = { id: first!.id, actorId: "chen.hao", actId: randomUUID(), note: "", now: minutes(-8) };
  await db.transaction().execute((tx) => closeFinding(tx, act));
  const open = await read(-7);
  expect(open).toHaveLength(1);
  expect(open[0]!.id).not.toBe(first!.id);
});

test("a message of a route, checkpoint or check that is not described is set aside, and taken once it is", async () => {
  await say("reading", reading("r9", -4, { checkpointId: "CP-ROOF", value: 1 }));
  await say("reading", { ...reading("r9", -3, {}) });
  const rows = await waitFor(wired.house.plant.url, async () => {
    const found = await wired.house.plant.db
      .selectFrom("set_aside_message")
      .selectAll()
      .where("topic", "like", "patrol/%")
      .orderBy("id")
      .execute();
    return found.length >= 2 ? found : undefined;
  });
  expect(rows.map(({ code }) => code).sort()).toEqual(["MALFORMED_MESSAGE", "NOT_FOUND"]);
});

test("rounds are due by the plant's clock; one that nobody begins in time is overdue, once", async () => {
  await wired.house.plant.db.transaction().execute((tx) => keepRounds(tx, minutes(5)));
  const overdueOf = () =>
    wired.house.plant.db.selectFrom("event").selectAll().where("type", "=", "patrol.overdue").execute();
  expect(await overdueOf()).toEqual([]);
  // PR-2 is due at 08:30 and 09:30, PR-1 at 10:00; the demonstration begins at 08:00.
  expect(await wired.house.plant.db.transaction().execute((tx) => keepRounds(tx, minutes(50)))).toBe(1);
  expect(await wired.house.plant.db.transaction().execute((tx) => keepRounds(tx, minutes(51)))).toBe(0);
  expect((await overdueOf())[0]!.objects[1]).toMatchObject({ id: "PR-2" });
  const { data } = await ask("{ patrolRoutes { id rounds { status dueAt } } }");
  const second = data.patrolRoutes.find((one: { id: string }) => one.id === "PR-2");
  expect(second.rounds).toEqual([{ status: "Overdue", dueAt: minutes(30).toISOString() }]);
});

test("a person's round is taken whole or not at all", async () => {
  const report = (list: object[], key: string) =>
    ask(
      'mutation($readings: [PatrolReadingInput!]!, $key: String!) { reportPatrol(routeId: "PR-2", readings: $readings, idempotencyKey: $key) { id } }',
      { readings: list, key },
      "chen.hao",
    );
  const before = (await wired.house.plant.db.selectFrom("patrol_reading").selectAll().execute()).length;
  const wrong = await report(
    [
      { checkpointId: "CP-BI-1", checkId: "surface", value: 40 },
      { checkpointId: "CP-BI-2", checkId: "leak" },
    ],
    "p-1",
  );
  expect(wrong.errors[0].extensions).toMatchObject({
    code: "INVALID_INPUT",
    details: { path: "readings.1.value" },
  });
  expect(await wired.house.plant.db.selectFrom("patrol_reading").selectAll().execute()).toHaveLength(before);
  const right = await report(
    [
      { checkpointId: "CP-BI-1", checkId: "surface", value: 71 },
      { checkpointId: "CP-BI-2", checkId: "leak", ok: true },
    ],
    "p-2",
  );
  expect(right.errors).toBeUndefined();
  const round = await wired.house.plant.db
    .selectFrom("patrol_round")
    .selectAll()
    .where("id", "=", right.data.reportPatrol.id)
    .executeTakeFirstOrThrow();
  expect(round).toMatchObject({ status: "Completed", patroller: "chen.hao", route_id: "PR-2" });
  expect(
    (await open()).some(
      (one: { severity: string; value: number }) => one.severity === "Critical" && one.value === 71,
    ),
  ).toBe(true);
});

test("a route is checked as it is saved, and says where it is wrong", async () => {
  const save = (route: object, user?: string) =>
    ask(
      "mutation($route: JSON!, $key: String!) { savePatrolRoute(route: $route, idempotencyKey: $key) { id } }",
      { route, key: randomUUID() },
      user,
    );
  const route = {
    id: "PR-9",
    nameZh: "屋顶",
    nameEn: "Roof",
    patroller: "automation",
    firstMinute: 60,
    everyMinutes: 480,
    checkpoints: [
      {
        id: "A",
        nameZh: "甲",
        nameEn: "A",
        x: 1,
        y: 2,
        checks: [{ id: "leak", kind: "leak", nameZh: "漏", nameEn: "leak" }],
      },
    ],
  };
  expect((await save(route, "chen.hao")).errors[0].extensions.code).toBe("FORBIDDEN");
  expect(
    (await save({ ...route, checkpoints: [...route.checkpoints, ...route.checkpoints] })).errors[0].extensions
      .details.path,
  ).toBe("checkpoints");
  expect((await save(route)).data.savePatrolRoute.id).toBe("PR-9");
});
