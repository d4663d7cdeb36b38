import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { cellCard } from "../../agents/resource/cards/cell.ts";
import { cellRunNumber } from "../../services/mes/queries/cells.ts";
import { type CellHouse, isOver, startCellHouse } from "../support/cell-house.ts";
import { recordHistory } from "../support/record-history.ts";

let house: CellHouse;
beforeAll(async () => {
  house = await startCellHouse();
});
afterEach(() => house.leave());
afterAll(() => house.close());

test("units are planned, approved by the role, and pass through the cell; a worker that is killed in the middle is replaced", async () => {
  const worker = await house.startWorker();
  const commands = await house.simulate();
  const refused = await house.propose([{ product: "RRU-9999", count: 1 }]);
  expect(refused.errors![0]!.extensions.code).toBe("INVALID_INPUT");
  const { data } = await house.propose([
    { product: "RRU-5258", count: 2 },
    { product: "SRV-R5300", count: 1 },
  ]);
  const proposed = data.proposeCellRun;
  expect(proposed).toMatchObject({ status: "Proposed", approval: { role: "automation" } });
  expect((await house.approve(proposed, "li.wei")).errors![0]!.extensions.code).toBe("FORBIDDEN");
  expect(commands).toEqual([]);
  expect((await house.approve(proposed)).errors).toBeUndefined();
  await house.mount(proposed);
  await house.until(proposed.id, ({ steps }) => steps.filter(({ state }) => state === "done").length >= 4);
  await worker.kill("SIGKILL");
  const second = await house.startWorker();
  const done = await house.until(proposed.id, isOver);
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
  const { cell_id: cell } = await house.plant.db
    .selectFrom("cell_run")
    .select("cell_id")
    .where("number", "=", cellRunNumber(proposed.id))
    .executeTakeFirstOrThrow();
  const told = (await cellCard(house.plant.db, cell, new Date())).text.en;
  expect(told).toContain(`with nothing in hand; the last run, ${proposed.id}, ended `);
  expect(told).toContain(" with 3/3 done; ");
  await recordHistory(house.temporal, "cell-run", house.workflowIds.cellRun(cellRunNumber(proposed.id)));
  await second.kill("SIGTERM");
});
