import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAtStream } from "../../agents/steward/playbook/watch.ts";
import type { StateOf } from "../../services/ingest/line-says.ts";
import { createMessages } from "../../services/ingest/messages.ts";
import { allLines, temperatureOf } from "../../services/mes/queries/equipment.ts";
import { eventsBefore } from "../../services/mes/queries/stretch.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { stationState } from "../../services/protocols/sparkplug/names.ts";
import { emptyPlant, foldInto } from "../../services/replay/plant.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";
import { turnOnDown } from "../support/playbook-house.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const minutes = (count: number) => demoEpoch().getTime() + count * 60_000;
const clock = { now: () => new Date(minutes(60)), speed: 1 };
const messages = () => createMessages(plant.db, clock as Parameters<typeof createMessages>[1]);
const { down, running } = stationState;

const rowOf = (line: string) =>
  plant.db
    .selectFrom("equipment")
    .select(["state_code", "state_reason", "state_since"])
    .where("id", "=", line)
    .executeTakeFirstOrThrow();
/** What the record has of a line from the beginning of the demonstration on, by its time. */
const recordOf = async (line: string) =>
  (
    await plant.db
      .selectFrom("event")
      .select(["time", "attributes"])
      .where("source", "=", `spBv1.0/${line}`)
      .where("type", "=", "equipment.state")
      .orderBy("time")
      .execute()
  ).map(({ time, attributes }) => [(time.getTime() - minutes(0)) / 60_000, attributes["code"]]);

test("states that a line kept and tells afterwards are in the record at their time, and the line is what it is", async () => {
  const told = (at: number, code: number, reason: string, of: StateOf) =>
    messages().lineState("SMT-1", { code, reason, time: minutes(at), of });
  await told(1, running, "", "now");
  await told(30, running, "shift begins", "now");
  await told(10, down, "feeder jam", "past");
  await told(20, running, "", "past");
  // The same again, and one that the record has already.
  await told(10, down, "feeder jam", "past");
  await told(12, down, "feeder jam", "past");
  // Later than the line's own word, and past all the same.
  await told(40, down, "nozzle", "past");
  expect(await rowOf("SMT-1")).toMatchObject({
    state_code: running,
    state_reason: "shift begins",
    // The stop before was told after it had given another reason for running.
    state_since: new Date(minutes(20)),
  });
  expect(await recordOf("SMT-1")).toEqual([
    [1, running],
    [10, down],
    [20, running],
    [30, running],
    [40, down],
  ]);
});

test("a playbook that waits for a stop is not started by one that is told afterwards", async () => {
  await plant.db.transaction().execute((tx) => turnOnDown(tx, "PB-DOWN", "SMT-2"));
  await lookAtStream(plant.db, demoEpoch());
  const told = (at: number, of: StateOf) =>
    messages().lineState("SMT-2", { code: down, reason: "feeder jam", time: minutes(at), of });
  const runs = async () => {
    await lookAtStream(plant.db, clock.now());
    return plant.db.selectFrom("playbook_run").select("facts").where("playbook_id", "=", "PB-DOWN").execute();
  };
  await told(5, "past");
  expect(await runs()).toHaveLength(0);
  await told(50, "now");
  expect(await runs()).toHaveLength(1);
});

test("a line goes and comes whatever its clock says, and is not kept out by a time to come", async () => {
  const told = (at: number, code: number, of: StateOf) =>
    messages().lineState("SMT-3", { code, reason: "", time: minutes(at), of });
  // Its clock is five minutes ahead of the house's, which shows 60.
  await told(65, running, "now");
  await messages().lineOffline("SMT-3", minutes(60));
  expect(await rowOf("SMT-3")).toMatchObject({ state_code: null, state_since: new Date(minutes(65) + 1) });
  // Set right it comes back at a time before the one that it left at.
  await told(61, down, "now");
  await told(61, running, "birth");
  expect(await rowOf("SMT-3")).toMatchObject({ state_code: running, state_since: new Date(minutes(65) + 2) });
  // A death of a day to come is one of now: what the line tells later counts.
  await messages().lineOffline("SMT-3", minutes(10_000));
  await told(66, down, "now");
  expect(await rowOf("SMT-3")).toMatchObject({ state_code: down, state_since: new Date(minutes(66)) });
  expect((await recordOf("SMT-3")).map(([, code]) => code)).toEqual([running, null, running, null, down]);
});

test("a line that gives another reason for its stop is down since it stopped, and what is older comes too late", async () => {
  const told = (at: number, code: number, reason: string, of: StateOf = "now") =>
    messages().lineState("SMT-4", { code, reason, time: minutes(at), of });
  await told(5, running, "");
  await told(10, down, "");
  await told(40, down, "feeder jam");
  await told(30, running, "");
  expect(await rowOf("SMT-4")).toEqual({
    state_code: down,
    state_reason: "feeder jam",
    state_since: new Date(minutes(10)),
  });
  const at = await eventsBefore(plant.db, { from: new Date(minutes(50)), to: new Date(minutes(50)) });
  const replayed = emptyPlant();
  for (const event of at) foldInto(replayed, { ...event, time: event.time.getTime() });
  expect(replayed.lines.get("SMT-4")).toMatchObject({ reason: "feeder jam", since: minutes(10) });
  await told(20, down, "nozzle", "past");
  await told(60, running, "");
  expect(await rowOf("SMT-4")).toMatchObject({ state_code: running, state_since: new Date(minutes(60)) });
});

test("each device of a line has a temperature of its own, and an older one changes nothing", async () => {
  const told = (device: string, at: number, temperatureC: number) =>
    messages().meters("BI-1", { temperatureC, time: minutes(at) }, device);
  const line = async () => {
    const { temperatures } = (await allLines(plant.db)).find(({ id }) => id === "BI-1")!;
    return [temperatures.map(({ device, celsius }) => [device, celsius]), temperatureOf(temperatures)];
  };
  expect(await line()).toEqual([[], null]);
  await told("OVEN", 5, 245);
  await told("CHILLER", 6, 12);
  await told("OVEN", 4, 30);
  expect(await line()).toEqual([
    [
      ["CHILLER", 12],
      ["OVEN", 245],
    ],
    245,
  ]);
  await told("LINE", 7, 38);
  expect((await line())[1]).toBe(38);
});
