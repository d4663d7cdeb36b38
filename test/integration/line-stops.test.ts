import { afterAll, beforeAll, expect, test } from "vitest";
import { applyLineState } from "../../services/mes/commands/line-state.ts";
import { busyLines } from "../../services/mes/queries/busy.ts";
import { lineStops } from "../../services/mes/queries/line-stops.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const hour = 3_600_000;
const now = new Date(demoEpoch().getTime() + hour);
const inHours = (hours: number) => new Date(demoEpoch().getTime() + hours * hour);

test("a line stops outside of its shifts, as planned, and while it is down for as long as the planner takes it to", async () => {
  const down = { code: 5_300, reason: "feeder jam", time: demoEpoch().toISOString() };
  await plant.db
    .transaction()
    .execute((tx) => applyLineState(tx, "SMT-4", { ...down, time: new Date(down.time) }));
  const stops = await lineStops(plant.db, { from: demoEpoch(), to: inHours(48) }, now);
  const of = (line: string) => stops.filter(({ equipmentId }) => equipmentId === line);

  expect(of("SMT-4")).toEqual([
    { equipmentId: "SMT-4", kind: "BREAKDOWN", start: demoEpoch(), end: inHours(3), reason: "feeder jam" },
  ]);
  expect(of("SMT-5")).toMatchObject([{ kind: "PLANNED_STOP", reason: "preventive maintenance" }]);
  // Two shifts, Monday to Saturday: nobody works from midnight to eight.
  expect(of("ASM-1")).toMatchObject([
    { kind: "OFF_SHIFT", start: inHours(16), end: inHours(24) },
    { kind: "OFF_SHIFT", start: inHours(40), end: inHours(48) },
  ]);
});

test("a line without a calendar works day and night, one whose calendar has no shifts never", async () => {
  const day = { from: demoEpoch(), to: inHours(24) };
  await plant.db.insertInto("calendar").values({ id: "NEVER", name: "out of use" }).execute();
  for (const [id, calendar_id] of [
    ["ASM-2", null],
    ["ASM-3", "NEVER"],
  ] as const)
    await plant.db.updateTable("equipment").set({ calendar_id }).where("id", "=", id).execute();
  const stops = await lineStops(plant.db, day, now);
  expect(stops.filter(({ equipmentId }) => equipmentId === "ASM-2")).toEqual([]);
  expect(stops.filter(({ equipmentId }) => equipmentId === "ASM-3")).toMatchObject([
    { kind: "OFF_SHIFT", start: day.from, end: day.to },
  ]);
  const busy = new Map((await busyLines(plant.db, day)).map((line) => [line.id, line.busy]));
  expect(busy.get("ASM-2")).toEqual([day]);
  expect(busy.get("ASM-3")).toEqual([]);
});
