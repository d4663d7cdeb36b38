import { afterAll, beforeAll, expect, test } from "vitest";
import { createAbsence } from "../../agents/robot/absence.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { readClock } from "../../services/mes/clock.ts";
import { noteCellOnline } from "../../services/mes/commands/cells.ts";
import { cellById, cellChannel, cellRunNumber, cellRunOf } from "../../services/mes/queries/cells.ts";
import { type CellHouse, type CellRunView, isOver, startCellHouse } from "../support/cell-house.ts";
import { waitFor } from "../support/wait.ts";

let house: CellHouse;
beforeAll(async () => {
  house = await startCellHouse();
});
afterAll(() => house.close());

/** Resolves when the driver has looked at the run with its fixtures mounted; set-ups and looks raise the revision alike. */
const looked = ({ id, setUps }: CellRunView) =>
  waitFor(house.plant.url, async () => {
    const { db } = house.plant;
    const { online } = await cellById(db, "TC-1");
    // Whoever drives is woken.
    await noteCellOnline(db, "TC-1", online);
    const { revision } = await cellRunOf(db, cellRunNumber(id));
    return revision > setUps.length ? true : undefined;
  }, [cellChannel]);

test("a stopped cell is reset when it has told that it stands still, or somebody has seen that it does", async () => {
  const worker = await house.startWorker();
  const { db } = house.plant;
  const proposed = await house.begin();
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

test("while anybody is in the cell nothing begins and it is not reset; when everybody is out the run goes on", async () => {
  const worker = await house.startWorker();
  const { db } = house.plant;
  await noteCellOnline(db, "TC-1", true);
  const proposed = (await house.propose([{ product: "RRU-5258", count: 1 }])).data.proposeCellRun;
  await house.act("enterCell", 'id: "TC-1"', "chen.hao");
  await house.act("enterCell", 'id: "TC-1"');
  await house.act("enterCell", 'id: "TC-1"');
  await house.approve(proposed);
  await house.mount(proposed);
  await looked(proposed);
  const leave = async (more: string, user?: string) =>
    (await house.act("leaveCell", `id: "TC-1"${more}`, user)).errors?.[0]?.extensions.code;
  expect(await leave(', person: "chen.hao"', "li.wei")).toBe("FORBIDDEN");
  expect(await leave("")).toBeUndefined();
  await house.act("stopCell", 'id: "TC-1"');
  const reset = () => house.act("resetCell", 'id: "TC-1", reason: "looked", goOn: true, seenStill: true');
  expect((await reset()).errors![0]!.extensions.code).toBe("CELL_OCCUPIED");
  expect((await house.run(proposed.id)).steps.every(({ state }) => state === "waiting")).toBe(true);
  expect(await leave(', person: "chen.hao"')).toBeUndefined();
  expect((await reset()).errors).toBeUndefined();
  await house.until(proposed.id, ({ steps }) => steps.some(({ state }) => state === "commanded"));
  const events = await db
    .selectFrom("event")
    .select("type")
    .where("type", "in", ["cell.entered", "cell.left"])
    .orderBy("seq")
    .execute();
  expect(events.map(({ type }) => type)).toEqual(["cell.entered", "cell.entered", "cell.left", "cell.left"]);
  await house.act("stopCell", 'id: "TC-1"');
  await house.act("resetCell", 'id: "TC-1", reason: "end", goOn: false, seenStill: true');
  await noteCellOnline(db, "TC-1", false);
  await worker.kill("SIGTERM");
});

test("while a cell's control is away nothing is begun; back, it goes on; away for a minute, it is stopped until somebody has looked", async () => {
  const worker = await house.startWorker();
  const { db } = house.plant;
  const proposed = await house.begin();
  const number = cellRunNumber(proposed.id);
  await looked(proposed);
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
