import { expect, test } from "vitest";
import type { OrderJob } from "../../../services/mes/queries/segment-jobs.ts";
import { demoEpoch } from "../../../services/mes/seed/time.ts";
import { createObstacles, tellObstacle, tellObstacles } from "./obstacles.ts";
import type { FloorRows, MasterRows, Segment } from "./plant-rows.ts";
import { resourcesOf } from "./resources.ts";
import { createOperations } from "./work-operations.ts";

const segment = { work_master_id: "WM", segment: 10, setup_family: "F", lag_seconds: 0 } as Segment;
const position = (material: string, vendors?: string[]) => ({
  material_id: material,
  quantity_per: 1,
  alternates: [],
  vendors,
});

const released = {
  equipment_id: "L",
  quantity: 5,
  good: 2,
  scrap: 0,
  dispatch_status: "Running",
} as OrderJob;

/**
 * What a plant knows of one segment, of lines that work by their calendars and of two people of a skill.
 *
 * @param begun Segments before it whose jobs run.
 */
const plantOf = (
  items: object[],
  wanted: number,
  line: "DAY" | "EMPTY" | null,
  begun: readonly Segment[] = [],
) => {
  const masters = {
    segments: [segment],
    segmentsOf: () => [...begun, segment],
    linesOf: () => [{ equipment_id: "L", run_seconds: 60 }],
    heldOf: () => [{ secondary_id: "WELDER", units: wanted }],
    itemsOf: () => items,
  } as unknown as MasterRows;
  const floor = {
    lines: [{ id: "L", calendar_id: line, state_code: "Running", process: "SMT", capacity_units: 1 }],
    shifts: [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({
      calendar_id: "DAY",
      weekday,
      start_minute: 480,
      end_minute: 960,
    })),
    exceptions: [],
    setups: [],
  } as unknown as FloorRows;
  const resources = resourcesOf(floor, masters, { now: demoEpoch(), at: () => 0, horizon: 86_400 });
  const units = new Map([["WELDER", 2]]);
  const obstaclesIn = createObstacles({ masters, units, resources });
  const { operations, blocked } = createOperations({
    work: {
      jobsOf: (_, own) => ({
        left: 5,
        attempts: 0,
        good: 0,
        scrap: 0,
        job: own === segment ? undefined : released,
        brokenOff: undefined,
      }),
      chosenLine: () => undefined,
      coveredPieces: () => 0,
    },
    masters,
    loadsOf: (quantity) => ({ size: 1, loads: quantity }),
    units,
    obstaclesIn,
    resources,
    at: () => 0,
  })({ id: "WO", work_master_id: "WM", quantity: 5 });
  const told = tellObstacles(obstaclesIn(segment).map(tellObstacle)).en;
  return { operations, blocked, told: told || undefined };
};

test("what can be done is planned, with vendors that all positions of a material approve", () => {
  const { operations, blocked, told } = plantOf([position("A", ["X", "Y"]), position("A", ["Y"])], 2, "DAY");
  expect(blocked).toBeUndefined();
  expect(told).toBeUndefined();
  expect(operations[0]).toMatchObject({
    needs: [{ material: "A", quantity: 10, vendors: ["Y"] }],
    secondary: [{ resource: "WELDER", units: 2 }],
  });
  expect(plantOf([], 1, null).operations).toHaveLength(1);
});

test.each([
  [
    "positions of one material have no vendor in common",
    [position("A", ["X"]), position("A", ["Y"])],
    1,
    "DAY" as const,
    "no vendor is approved for all positions of A in segment 10: one has to be",
  ],
  [
    "more people are asked for than there are",
    [],
    3,
    "DAY" as const,
    "segment 10 needs 3 of WELDER, and never more than 2 are there at once",
  ],
  [
    "several things are in the way",
    [position("A", ["X"]), position("A", ["Y"]), position("B", ["X"]), position("B", ["Z"])],
    3,
    "DAY" as const,
    "segment 10 needs 3 of WELDER, and never more than 2 are there at once; no vendor is approved for all positions of A in segment 10: one has to be; no vendor is approved for all positions of B in segment 10: one has to be",
  ],
  [
    "a calendar has no shifts",
    [],
    1,
    "EMPTY" as const,
    "segment 10 has no line that works: one of its lines needs shifts",
  ],
])("where %s the order is not planned, and why is told", (_, items, wanted, line, why) => {
  expect(plantOf(items, wanted, line)).toEqual({ operations: [], blocked: true, told: why });
  // What was released of it goes on, and does not look like its end.
  const { operations, blocked } = plantOf(items, wanted, line, [{ ...segment, segment: 5 }]);
  expect(operations.map(({ id, fixed }) => ({ id, at: fixed!.resource }))).toEqual([{ id: "5", at: "L" }]);
  expect(blocked).toBe(true);
});
