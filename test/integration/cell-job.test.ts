import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readClock } from "../../services/mes/clock.ts";
import { applyTransport } from "../../services/mes/commands/machine.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import { eventChannel } from "../../services/mes/events.ts";
import { cellChannel } from "../../services/mes/queries/cells.ts";
import { chatChannel } from "../../services/mes/queries/conversations.ts";
import { cellOrder, seedCellOrder } from "../../services/mes/seed/cell-order.ts";
import {
  type CellHouse,
  type CellRunView,
  isOver,
  runFields,
  startCellHouse,
} from "../support/cell-house.ts";
import { waitFor } from "../support/wait.ts";

let house: CellHouse;
beforeAll(async () => {
  house = await startCellHouse();
});
afterEach(() => house.leave());
afterAll(() => house.close());

test("a job order at a cell goes through it in a run of its own, and reports what the run came to", async () => {
  const { db } = house.plant;
  await seedCellOrder(db);
  const worker = await house.startWorker();
  const commands = await house.simulate(({ kind, at }) =>
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
  expect(
    (await house.act("proposeCellJob", `job: "${released.jobOrderId}"`)).errors![0]!.extensions.code,
  ).toBe("NOT_FOUND");
  await db
    .transaction()
    .execute((tx) => applyTransport(tx, released.transportOrderId, "Delivered", new Date(now)));
  const latest = async () =>
    (
      await house.as<{ cell: { runs: CellRunView[] } }>(
        "liu.yang",
        `{ cell(id: "TC-1") { runs(first: 1) { ${runFields} } } }`,
      )
    ).data.cell.runs[0];
  const untilLatest = (ready: (found: CellRunView) => boolean) =>
    waitFor(house.plant.url, async () => {
      const found = await latest();
      // The cell may have had no run at all yet.
      return found && ready(found) ? found : undefined;
    }, [eventChannel, cellChannel, chatChannel]);
  const isFor = ({ jobOrder, status, approval }: CellRunView) =>
    jobOrder === released.jobOrderId && status === "Proposed" && approval !== null;
  const job = () =>
    db.selectFrom("job_order").selectAll().where("id", "=", released.jobOrderId).executeTakeFirstOrThrow();
  let first = await untilLatest(isFor);
  const [quantity, id] = [(await job()).quantity, first.id];
  expect(new Set(first.steps.map(({ unit }) => unit)).size).toBe(quantity);
  await house.approve(first);
  expect((await job()).dispatch_status).toBe("Running");
  let setAside = 0;
  for (;;) {
    first = await house.until(
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
      await house.act("seeToCellUnit", `run: "${id}", unit: "${stands.unit}"`);
    } else if (toMount)
      await house.act("confirmCellSetUp", `run: "${id}", at: "${toMount.at}", what: "${toMount.what}"`);
  }
  expect(first).toMatchObject({ status: "Completed", good: quantity - setAside });
  expect(setAside).toBe(1);
  expect(await job()).toMatchObject({ good: quantity - 1, scrap: 0, dispatch_status: "Suspended" });
  // What was set aside is asked for again, by itself.
  const second = await untilLatest((found) => found.id !== id && isFor(found));
  expect(new Set(second.steps.map(({ unit }) => unit)).size).toBe(1);
  // Rejected, it waits for a person to say when again; a request that is sent twice asks once.
  await house.as(
    "liu.yang",
    "mutation($id: ID!, $hash: String!, $version: Int!) { decideApproval(approvalId: $id, argsHash: $hash, planVersion: $version, approve: false) }",
    {
      id: second.approval!.id,
      hash: second.approval!.argsHash,
      version: second.approval!.planVersion,
    },
  );
  await house.until(second.id, ({ status }) => status === "Rejected");
  const key = randomUUID();
  const askAgain = async (of: string) =>
    house.as<{ proposeCellJob: CellRunView }>(
      "liu.yang",
      `mutation($job: ID!, $key: String!) { proposeCellJob(job: $job, idempotencyKey: $key, language: en) { ${runFields} } }`,
      { job: of, key },
    );
  const third = (await askAgain(released.jobOrderId)).data.proposeCellJob;
  expect(third).toMatchObject({ status: "Proposed", jobOrder: released.jobOrderId });
  expect((await askAgain(released.jobOrderId)).data.proposeCellJob.id).toBe(third.id);
  expect((await askAgain("JO-0")).errors![0]!.extensions.code).toBe("IDEMPOTENCY_KEY_REUSED");
  expect(
    (await house.act("proposeCellJob", `job: "${released.jobOrderId}"`)).errors![0]!.extensions.code,
  ).toBe("CELL_BUSY");
  await worker.kill("SIGTERM");
  const { actual_start: began } = await db
    .selectFrom("job_order")
    .select("actual_start")
    .where("work_order_id", "=", cellOrder)
    .executeTakeFirstOrThrow();
  expect(began).not.toBeNull();
  expect(commands.length).toBeGreaterThan(0);
});
