import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type CellHouse, isOver, startCellHouse } from "../support/cell-house.ts";

let house: CellHouse;
beforeAll(async () => {
  house = await startCellHouse();
});
afterEach(() => house.leave());
afterAll(() => house.close());

test("an emergency stop calls off what moves and begins nothing; after a reset with a reason the run goes on", async () => {
  const worker = await house.startWorker();
  // Whatever the stop breaks off would go on for hours, so that it is seen to run however slow the machine is.
  let lasts = true;
  const commands = await house.simulate(undefined, ({ durationS }) => (lasts ? 36_000 : durationS));
  const proposed = await house.begin();
  await house.until(proposed.id, ({ steps }) => steps.some(({ state }) => state === "running"));
  expect(
    (await house.act("stopCell", 'id: "TC-1", reason: "somebody in the cell"', "chen.hao")).errors,
  ).toBeUndefined();
  const halted = await house.until(
    proposed.id,
    ({ steps }) => !steps.some(({ state }) => state === "running" || state === "commanded"),
  );
  // The cell is told by the stop itself, whoever drives the run.
  expect(house.stops.count).toBe(1);
  // Whoever still sees an arm move presses again.
  await house.act("stopCell", 'id: "TC-1", reason: "it still moves"', "chen.hao");
  const told = house.plant.db.selectFrom("outbox").select("id").where("id", "like", "TC-1/stop/%");
  expect(await told.execute()).toHaveLength(2);
  const begun = commands.filter(({ command }) => command === "StoreAndStart").length;
  expect(halted.status).toBe("Running");
  const meanwhile = (await house.propose([{ product: "RRU-5258", count: 1 }])).data.proposeCellRun;
  expect(meanwhile.status).toBe("Rejected");
  expect(meanwhile.reason).toContain("somebody in the cell");
  expect(
    (await house.act("resetCell", 'id: "TC-1", reason: "gate shut", goOn: true', "chen.hao")).errors![0]!
      .extensions.code,
  ).toBe("FORBIDDEN");
  expect(commands.filter(({ command }) => command === "StoreAndStart")).toHaveLength(begun);
  lasts = false;
  expect(
    (await house.act("resetCell", 'id: "TC-1", reason: "gate shut, nobody inside", goOn: true')).errors,
  ).toBeUndefined();
  expect((await house.until(proposed.id, isOver)).status).toBe("Completed");
  await worker.kill("SIGTERM");
});
