import { afterAll, beforeAll, expect, test } from "vitest";
import { createAbsence } from "../../agents/robot/absence.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { readClock } from "../../services/mes/clock.ts";
import { noteCellOnline } from "../../services/mes/commands/cells.ts";
import { cellChannel, cellRunNumber } from "../../services/mes/queries/cells.ts";
import { type CellHouse, isOver, startCellHouse } from "../support/cell-house.ts";
import { waitFor } from "../support/wait.ts";

let house: CellHouse;
beforeAll(async () => {
  house = await startCellHouse();
});
afterAll(() => house.close());

test("a stopped cell is reset when it has told that it stands still, or somebody has seen that it does", async () => {
  const worker = await house.startWorker();
  const { db } = house.plant;
  const proposed = (await house.propose([{ product: "RRU-5258", count: 1 }])).data.proposeCellRun;
  await house.approve(proposed);
  for (const { at, what } of proposed.setUps)
    await house.act("confirmCellSetUp", `run: "${proposed.id}", at: "${at}", what: "${what}"`);
  // As if it were there; nobody answers what it is told.
  await noteCellOnline(db, "TC-1", true);
  await house.until(proposed.id, ({ steps }) => steps.some(({ state }) => state === "commanded"));
  await house.act("stopCell", 'id: "TC-1"');
  const reset = (more = "") =>
    house
      .act("resetCell", `id: "TC-1", reason: "gate shut", goOn: false${more}`)
      .then(({ errors }) => errors?.[0]?.extensions.code);
  expect(await reset()).toBe("CELL_NOT_STILL");
  await noteCellOnline(db, "TC-1", false);
  expect(await reset()).toBe("CELL_AWAY");
  expect((await house.run(proposed.id)).status).toBe("Running");
  expect(await reset(", seenStill: true")).toBeUndefined();
  expect((await house.run(proposed.id)).status).toBe("Aborted");
  const event = await db
    .selectFrom("event")
    .select("attributes")
    .where("type", "=", "cell.reset")
    .executeTakeFirstOrThrow();
  expect(event.attributes).toMatchObject({ seenStill: true });
  await worker.kill("SIGTERM");
});

test("while a cell's control is away nothing is begun; back, it goes on; away for a minute, it is stopped until somebody has looked", async () => {
  const worker = await house.startWorker();
  const { db, url } = house.plant;
  const proposed = (await house.propose([{ product: "RRU-5258", count: 1 }])).data.proposeCellRun;
  await house.approve(proposed);
  for (const { at, what } of proposed.setUps)
    await house.act("confirmCellSetUp", `run: "${proposed.id}", at: "${at}", what: "${what}"`);
  const number = cellRunNumber(proposed.id);
  // Whoever drives is woken until it has looked: set-ups and looks raise the revision alike.
  await waitFor(url, async () => {
    await noteCellOnline(db, "TC-1", false);
    const { revision } = await db
      .selectFrom("cell_run")
      .select("revision")
      .where("number", "=", number)
      .executeTakeFirstOrThrow();
    return revision > proposed.setUps.length ? true : undefined;
  }, [cellChannel]);
  expect((await house.run(proposed.id)).steps.every(({ state }) => state === "waiting")).toBe(true);

  let wall = 0;
  const note = createAbsence({ db, clock: createPlantClock(await readClock(db)) }, number, () => wall);
  const stopped = async () =>
    (await db.selectFrom("cell").select("stopped").where("id", "=", "TC-1").executeTakeFirstOrThrow())
      .stopped;
  await note(true);
  wall = 59_000;
  await note(true);
  expect(await stopped()).toBeNull();
  await note(false);
  wall = 118_000;
  await note(true);
  wall = 177_000;
  await note(true);
  expect(await stopped()).toBeNull();
  wall = 178_000;
  await note(true);
  expect(await stopped()).toContain("away");

  await noteCellOnline(db, "TC-1", true);
  expect(
    (await house.act("resetCell", 'id: "TC-1", reason: "control is back", goOn: true')).errors,
  ).toBeUndefined();
  const commands = await house.simulate();
  expect((await house.until(proposed.id, isOver)).status).toBe("Completed");
  expect(commands.every(({ notAfter }) => notAfter !== undefined)).toBe(true);
  await house.leave();
  await worker.kill("SIGTERM");
});
