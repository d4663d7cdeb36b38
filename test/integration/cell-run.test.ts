import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { silentLogger } from "../../services/core/log.ts";
import { type RunningIngest, startIngest } from "../../services/ingest/ingest.ts";
import { type RunningBroker, startBroker } from "../../services/launcher/broker.ts";
import { readClock, resumeClock } from "../../services/mes/clock.ts";
import { applyTransport } from "../../services/mes/commands/machine.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import { eventChannel } from "../../services/mes/events.ts";
import { cellChannel, cellRunNumber } from "../../services/mes/queries/cells.ts";
import { chatChannel } from "../../services/mes/queries/conversations.ts";
import { cellOrder, seedCellOrder } from "../../services/mes/seed/cell-order.ts";
import { demoSite } from "../../services/mes/seed/equipment.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import type { StepCommand, StepReport } from "../../services/protocols/cell/messages.ts";
import { createSimulatedCell } from "../../simulators/cell/cell.ts";
import { connectCell } from "../../simulators/cell/connection.ts";
import { createRandomStream } from "../../simulators/engine/random.ts";
import { createPacedScheduler } from "../../simulators/engine/scheduler.ts";
import { cellRunWorkflowId } from "../../workflows/cell-run.ts";
import { finished, proposed as isProposed } from "../support/chat-events.ts";
import { startTestHouse } from "../support/house.ts";
import { postTo, signInTo } from "../support/http.ts";
import { recordHistory } from "../support/record-history.ts";
import { waitFor } from "../support/wait.ts";

/** A run of a quarter of an hour takes two seconds. */
const speed = 400;
let house: Awaited<ReturnType<typeof startTestHouse>>;
let broker: RunningBroker;
let ingest: RunningIngest;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  house = await startTestHouse({ REPAIR_BUDGET_MS: "500" });
  await resumeClock(house.plant.db, demoEpoch(), speed);
  broker = await startBroker({ port: 0 });
  ingest = await startIngest({
    databaseUrl: house.plant.url,
    mqttUrl: broker.url,
    hostId: `test-${randomUUID()}`,
    log: silentLogger,
  });
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
afterAll(async () => {
  await ingest.close();
  await broker.stop();
  await house.close();
});

interface Run {
  readonly id: string;
  readonly status: string;
  readonly replans: number;
  readonly robotsOut: readonly string[];
  readonly reason: string | null;
  readonly steps: readonly {
    readonly id: string;
    readonly unit: string;
    readonly state: string;
    readonly robots: readonly string[];
    readonly attempt: number;
  }[];
  readonly good: number;
  readonly jobOrder: string | null;
  readonly stranded: readonly {
    readonly unit: string;
    readonly from: string;
    readonly to: string | null;
    readonly doneAt: string | null;
  }[];
  readonly setUps: readonly { readonly at: string; readonly what: string; readonly doneAt: string | null }[];
  readonly approval: {
    readonly id: string;
    readonly argsHash: string;
    readonly planVersion: number;
    readonly role: string;
  } | null;
}
const runFields =
  "id status replans robotsOut reason good jobOrder stranded { unit from to doneAt } steps { id unit state robots attempt } setUps { at what doneAt } approval { id argsHash planVersion role }";
const tokens = new Map<string, Promise<string>>();
const tokenOf = (user: string): Promise<string> => {
  const token = tokens.get(user) ?? signInTo(house.api.url, user);
  tokens.set(user, token);
  return token;
};
const as = async <T>(user: string, query: string, variables: object = {}) => {
  const token = await tokenOf(user);
  return (await postTo(
    house.api.url,
    "/graphql",
    { query, variables },
    { authorization: `Bearer ${token}` },
  )) as {
    data: T;
    errors?: { extensions: { code: string } }[];
  };
};
const propose = async (units: object[], user = "liu.yang", key: string = randomUUID()) =>
  as<{ proposeCellRun: Run }>(
    user,
    `mutation($units: [CellUnitsInput!]!, $key: String!) { proposeCellRun(cell: "TC-1", units: $units, idempotencyKey: $key, language: en) { ${runFields} } }`,
    { units, key },
  );
const run = async (id: string) =>
  (await as<{ cellRun: Run }>("liu.yang", `query($id: ID!) { cellRun(id: $id) { ${runFields} } }`, { id }))
    .data.cellRun;
const act = (field: string, args: string, user = "liu.yang") =>
  as<Record<string, unknown>>(
    user,
    `mutation { ${field}(${args}, idempotencyKey: "${randomUUID()}") { __typename } }`,
  );
const isOver = ({ status }: Run) => ["Completed", "Failed", "Aborted"].includes(status);
const until = (id: string, done: (found: Run) => boolean) =>
  waitFor(house.plant.url, async () => {
    const found = await run(id);
    return done(found) ? found : undefined;
  }, [eventChannel, cellChannel]);

/** Answers the proposal; a run that is approved has begun when this returns. */
const approve = async ({ id, approval }: Run, user = "liu.yang") => {
  const answer = await as(
    user,
    `mutation($id: ID!, $hash: String!, $version: Int!) { decideApproval(approvalId: $id, argsHash: $hash, planVersion: $version, approve: true) }`,
    { id: approval!.id, hash: approval!.argsHash, version: approval!.planVersion },
  );
  if (!answer.errors) await until(id, ({ status }) => status !== "Proposed");
  return answer;
};

let stops = 0;
/** The cell's control; what it is told goes through `before`, which may answer in its place. */
const simulate = async (
  before: (command: StepCommand) => Partial<StepReport> | undefined = () => undefined,
) => {
  const { plantAnchor, wallAnchor } = await readClock(house.plant.db);
  const scheduler = createPacedScheduler({ plantAnchor, wallAnchor, speed });
  const commands: StepCommand[] = [];
  const random = createRandomStream(1, "cell");
  const connection = connectCell({
    url: broker.url,
    site: demoSite,
    cell: "TC-1",
    now: scheduler.now,
    onProblem: () => {},
    createCell: (report) => {
      const cell = createSimulatedCell({
        scheduler,
        random,
        variation: 0.1,
        faultRate: 0,
        insert: () => ({ inserted: true, seconds: 3, peakN: 8 }),
        report,
      });
      return {
        command: (command) => {
          if (command.command === "Stop") {
            stops += 1;
            return cell.command(command);
          }
          commands.push(command);
          const answer = command.command === "StoreAndStart" ? before(command) : undefined;
          if (!answer) return cell.command(command);
          const time = new Date(scheduler.now()).toISOString();
          report({ commandId: command.commandId, state: "Running", time });
          report({ commandId: command.commandId, state: "Aborted", time, ...answer });
        },
      };
    },
  });
  open.push(connection);
  return commands;
};

test("units are planned, approved by the role, and pass through the cell; a worker that is killed in the middle is replaced", async () => {
  const worker = await house.startWorker();
  const commands = await simulate();
  const refused = await propose([{ product: "RRU-9999", count: 1 }]);
  expect(refused.errors![0]!.extensions.code).toBe("INVALID_INPUT");
  const { data } = await propose([
    { product: "RRU-5258", count: 2 },
    { product: "SRV-R5300", count: 1 },
  ]);
  const proposed = data.proposeCellRun;
  expect(proposed).toMatchObject({ status: "Proposed", approval: { role: "automation" } });
  expect((await approve(proposed, "li.wei")).errors![0]!.extensions.code).toBe("FORBIDDEN");
  expect(commands).toEqual([]);
  expect((await approve(proposed)).errors).toBeUndefined();
  for (const { at, what } of proposed.setUps)
    await act("confirmCellSetUp", `run: "${proposed.id}", at: "${at}", what: "${what}"`);
  await until(proposed.id, ({ steps }) => steps.filter(({ state }) => state === "done").length >= 4);
  await worker.kill("SIGKILL");
  const second = await house.startWorker();
  const done = await until(proposed.id, isOver);
  expect(done.status).toBe("Completed");
  expect(done.steps.every(({ state, attempt }) => state === "done" && attempt === 1)).toBe(true);
  // A command may have come twice, but none under two ids.
  const ids = new Set(commands.map(({ commandId }) => commandId));
  expect(ids.size).toBe(done.steps.length);
  const events = await house.plant.db
    .selectFrom("event")
    .select(["type"])
    .where("type", "like", "cell.%")
    .execute();
  const count = (type: string) => events.filter((event) => event.type === type).length;
  expect(count("cell.step.done")).toBe(done.steps.length);
  expect([count("cell.run.started"), count("cell.run.completed")]).toEqual([1, 1]);
  await recordHistory(house.temporal, "cell-run", cellRunWorkflowId(cellRunNumber(proposed.id)));
  await second.kill("SIGTERM");
});

test("an arm that fails twice is left out, and the rest is planned anew without it", async () => {
  const worker = await house.startWorker();
  let broken: string | undefined;
  const commands = await simulate(({ robots, kind }) => {
    if (kind !== "loadFixture" || robots.length > 1) return undefined;
    broken ??= robots[0];
    return robots[0] === broken ? { reason: "gripper did not close" } : undefined;
  });
  const { data } = await propose([{ product: "BBU-V9200", count: 2 }]);
  const proposed = data.proposeCellRun;
  await approve(proposed);
  for (;;) {
    const found = await until(
      proposed.id,
      (now) => isOver(now) || now.setUps.some(({ doneAt }) => doneAt === null),
    );
    if (isOver(found)) break;
    const { at, what } = found.setUps.find(({ doneAt }) => doneAt === null)!;
    await act("confirmCellSetUp", `run: "${proposed.id}", at: "${at}", what: "${what}"`);
  }
  const done = await run(proposed.id);
  expect(done).toMatchObject({ status: "Completed", replans: 1, robotsOut: [broken] });
  const failed = commands.filter(({ robots, kind }) => kind === "loadFixture" && robots[0] === broken);
  expect(failed).toHaveLength(2);
  expect(done.steps.some(({ id, robots }) => id.endsWith("/load") && robots.includes(broken!))).toBe(false);
  await worker.kill("SIGTERM");
});

test("a unit whose tester fails with it in it is moved by hand to another, and the run goes on to its end", async () => {
  const worker = await house.startWorker();
  const dead = new Set<string>();
  const commands = await simulate(({ kind, at }) => {
    if (kind !== "test") return undefined;
    if (dead.size < 1) dead.add(at);
    return dead.has(at) ? { reason: "no contact" } : undefined;
  });
  const proposed = (await propose([{ product: "BBU-V9200", count: 3 }])).data.proposeCellRun;
  await approve(proposed);
  /** What people do on the way: fixtures are mounted as they are asked for. */
  const goOn = async (done: (found: Run) => boolean): Promise<Run> => {
    for (;;) {
      const found = await until(
        proposed.id,
        (now) => done(now) || isOver(now) || now.setUps.some(({ doneAt }) => doneAt === null),
      );
      if (done(found) || isOver(found)) return found;
      const { at, what } = found.setUps.find(({ doneAt }) => doneAt === null)!;
      await act("confirmCellSetUp", `run: "${proposed.id}", at: "${at}", what: "${what}"`);
    }
  };
  const waits = ({ stranded }: Run) => stranded.some(({ doneAt }) => doneAt === null);
  const { stranded } = await goOn(waits);
  const { unit, from } = stranded[0]!;
  expect([from]).toEqual([...dead]);
  const see = (to: string | null, user = "liu.yang") =>
    act("seeToCellUnit", `run: "${proposed.id}", unit: "${unit}", to: ${JSON.stringify(to)}`, user);
  expect((await see(null, "li.wei")).errors![0]!.extensions.code).toBe("FORBIDDEN");
  expect((await see(from)).errors![0]!.extensions.code).toBe("INVALID_INPUT");
  expect((await see("TRAY-A")).errors![0]!.extensions.code).toBe("INVALID_INPUT");
  // The others go through meanwhile; the run waits for the one that stands.
  const others = await goOn(({ steps }) =>
    steps.every((step) => step.unit === unit || step.state === "done"),
  );
  expect(others).toMatchObject({ status: "Running", good: 2 });
  expect((await see("TEST-B2")).errors).toBeUndefined();
  expect((await see("TEST-B2")).errors![0]!.extensions.code).toBe("NOT_FOUND");
  const done = await goOn(isOver);
  expect(done).toMatchObject({ status: "Completed", good: 3, robotsOut: [from] });
  const tests = commands.filter((command) => command.unit === unit && command.kind === "test");
  expect(tests.map(({ at }) => at)).toEqual([from, from, "TEST-B2"]);
  expect(new Set(tests.map(({ commandId }) => commandId)).size).toBe(3);
  await worker.kill("SIGTERM");
});

test("a job order at a cell goes through it in a run of its own, and reports what the run came to", async () => {
  const { db } = house.plant;
  await seedCellOrder(db);
  const worker = await house.startWorker();
  const commands = await simulate(({ kind, at }) =>
    kind === "test" && at === "TEST-A1" ? { reason: "no contact" } : undefined,
  );
  const now = (await readClock(db)).plantAnchor;
  const released = await db.transaction().execute((tx) =>
    releaseJobOrder(tx, {
      workOrderId: cellOrder,
      equipmentId: "TC-1",
      actorId: "li.wei",
      toolCallId: randomUUID(),
      now: new Date(now),
    }),
  );
  expect((await act("proposeCellJob", `job: "${released.jobOrderId}"`)).errors![0]!.extensions.code).toBe(
    "NOT_FOUND",
  );
  await db
    .transaction()
    .execute((tx) => applyTransport(tx, released.transportOrderId, "Delivered", new Date(now)));
  const latest = async () =>
    (
      await as<{ cell: { runs: Run[] } }>(
        "liu.yang",
        `{ cell(id: "TC-1") { runs(first: 1) { ${runFields} } } }`,
      )
    ).data.cell.runs[0];
  const untilLatest = (ready: (found: Run) => boolean) =>
    waitFor(house.plant.url, async () => {
      const found = await latest();
      // The cell may have had no run at all yet.
      return found && ready(found) ? found : undefined;
    }, [eventChannel, cellChannel, chatChannel]);
  const isFor = ({ jobOrder, status, approval }: Run) =>
    jobOrder === released.jobOrderId && status === "Proposed" && approval !== null;
  const job = () =>
    db.selectFrom("job_order").selectAll().where("id", "=", released.jobOrderId).executeTakeFirstOrThrow();
  let first = await untilLatest(isFor);
  const [quantity, id] = [(await job()).quantity, first.id];
  expect(new Set(first.steps.map(({ unit }) => unit)).size).toBe(quantity);
  await approve(first);
  expect((await job()).dispatch_status).toBe("Running");
  let setAside = 0;
  for (;;) {
    first = await until(
      id,
      (found) =>
        isOver(found) ||
        found.setUps.some(({ doneAt }) => doneAt === null) ||
        found.stranded.some(({ doneAt }) => doneAt === null),
    );
    if (isOver(first)) break;
    const stands = first.stranded.find(({ doneAt }) => doneAt === null);
    const toMount = first.setUps.find(({ doneAt }) => doneAt === null);
    if (stands) {
      setAside += 1;
      await act("seeToCellUnit", `run: "${id}", unit: "${stands.unit}"`);
    } else if (toMount)
      await act("confirmCellSetUp", `run: "${id}", at: "${toMount.at}", what: "${toMount.what}"`);
  }
  expect(first).toMatchObject({ status: "Completed", good: quantity - setAside });
  expect(setAside).toBe(1);
  expect(await job()).toMatchObject({ good: quantity - 1, scrap: 0, dispatch_status: "Suspended" });
  // What was set aside is asked for again, by itself.
  const second = await untilLatest((found) => found.id !== id && isFor(found));
  expect(new Set(second.steps.map(({ unit }) => unit)).size).toBe(1);
  await worker.kill("SIGTERM");
  const order = await db
    .selectFrom("plan_operation")
    .select("actual_start")
    .where("work_order_id", "=", cellOrder)
    .executeTakeFirst();
  expect(order === undefined || order.actual_start !== null).toBe(true);
  expect(commands.length).toBeGreaterThan(0);
});

test("an emergency stop calls off what moves and begins nothing; after a reset with a reason the run goes on", async () => {
  const worker = await house.startWorker();
  const commands = await simulate();
  const { data } = await propose([{ product: "RRU-5258", count: 1 }]);
  const proposed = data.proposeCellRun;
  await approve(proposed);
  for (const { at, what } of proposed.setUps)
    await act("confirmCellSetUp", `run: "${proposed.id}", at: "${at}", what: "${what}"`);
  await until(proposed.id, ({ steps }) => steps.some(({ state }) => state === "running"));
  expect(
    (await act("stopCell", 'id: "TC-1", reason: "somebody in the cell"', "chen.hao")).errors,
  ).toBeUndefined();
  const halted = await until(
    proposed.id,
    ({ steps }) => !steps.some(({ state }) => state === "running" || state === "commanded"),
  );
  // The cell is told by the stop itself, whoever drives the run.
  expect(stops).toBe(1);
  const begun = commands.filter(({ command }) => command === "StoreAndStart").length;
  expect(halted.status).toBe("Running");
  const meanwhile = (await propose([{ product: "RRU-5258", count: 1 }])).data.proposeCellRun;
  expect(meanwhile.status).toBe("Rejected");
  expect(meanwhile.reason).toContain("somebody in the cell");
  expect(
    (await act("resetCell", 'id: "TC-1", reason: "gate shut", goOn: true', "chen.hao")).errors![0]!.extensions
      .code,
  ).toBe("FORBIDDEN");
  expect(commands.filter(({ command }) => command === "StoreAndStart")).toHaveLength(begun);
  expect(
    (await act("resetCell", 'id: "TC-1", reason: "gate shut, nobody inside", goOn: true')).errors,
  ).toBeUndefined();
  expect((await until(proposed.id, isOver)).status).toBe("Completed");
  await worker.kill("SIGTERM");
});

test("a sentence is enough for a run; one that was planned for another cell than there is now does not begin", async () => {
  const worker = await house.startWorker();
  const chat = await house.chat();
  house.model.answer({ tool: "test_units", product: "BBU-V9200", quantity: 4 });
  await chat.say("测试单元做 4 个 BBU-V9200");
  const proposal = await chat.until(isProposed, "a proposal");
  expect(proposal).toMatchObject({ role: "automation", args: { product: "BBU-V9200", quantity: 4 } });
  expect(JSON.stringify(proposal["summary"])).toContain("TC-1");
  const latest = async () =>
    (
      await as<{ cell: { runs: Run[]; description: object; recipes: object[] } }>(
        "liu.yang",
        `{ cell(id: "TC-1") { description recipes runs(first: 1) { ${runFields} } } }`,
      )
    ).data.cell;
  const { description, recipes, runs } = await latest();
  expect(runs[0]).toMatchObject({ status: "Proposed" });
  expect(new Set(runs[0]!.steps.map(({ id }) => id.split("/")[0])).size).toBe(4);
  const changed = { cell: { ...description, fixtureChangeS: 601 }, recipes };
  const saved = await as(
    "liu.yang",
    "mutation($description: JSON!, $key: String!) { saveCell(description: $description, idempotencyKey: $key) { __typename } }",
    { description: changed, key: randomUUID() },
  );
  expect(saved.errors).toBeUndefined();
  await approve(runs[0]!);
  await chat.until(finished, "the end");
  expect(JSON.stringify(chat.events.find(({ type }) => type === "RUN_ERROR"))).toContain("CELL_CHANGED");
  expect((await latest()).runs[0]).toMatchObject({ id: runs[0]!.id, status: "Rejected" });
  chat.close();
  await worker.kill("SIGTERM");
});
