import { expect, test } from "vitest";
import type { OrderJob } from "../../../services/mes/queries/segment-jobs.ts";
import type { Segment } from "./plant-rows.ts";
import { createOperations } from "./work-operations.ts";

const hour = 3_600;
const now = Date.UTC(2026, 10, 2, 8);

const segment: Segment = {
  work_master_id: "WM",
  segment: 10,
  setup_family: "F",
  batch_size: 1,
  batch_family: null,
  lag_seconds: 0,
  max_lag_seconds: null,
  transfer_share: null,
};

/**
 * What is left of orders of ten pieces, an hour each, which were released to a line; orders by their jobs' pieces made. Who has made all of
 * them has an hour ago.
 */
const leftOf = (
  calendar: [from: number, to: number][],
  made: Readonly<Record<string, number>>,
  ofSegment: Partial<Segment> = {},
  next?: number,
) => {
  const operations = createOperations({
    work: {
      jobsOf: ({ id }, { segment: of }) => ({
        job:
          of === next
            ? undefined
            : ({
                equipment_id: "L",
                quantity: 10,
                good: made[id],
                scrap: 0,
                dispatch_status: made[id] === 10 ? "Completed" : made[id] ? "Running" : "Ready",
                actual_end: made[id] === 10 ? new Date(now - hour * 1_000) : null,
              } as OrderJob),
        brokenOff: undefined,
        attempts: 1,
        good: made[id]!,
        scrap: 0,
        left: of === next ? 10 : 10 - made[id]!,
      }),
      chosenLine: () => undefined,
      coveredPieces: () => 0,
    },
    masters: {
      segmentsOf: () =>
        [segment.segment, ...(next === undefined ? [] : [next])].map(
          (of) => ({ ...segment, ...ofSegment, segment: of }) as never,
        ),
      linesOf: () => [
        {
          work_master_id: "WM",
          segment: 10,
          equipment_id: "L",
          run_seconds: hour,
          setup_seconds: 0,
        } as never,
      ],
      heldOf: () => [],
      itemsOf: () => [],
    },
    loadsOf: (quantity) => ({ size: 1, loads: quantity }),
    obstaclesIn: () => [],
    units: new Map(),
    at: (time) => (time.getTime() - now) / 1_000,
    resources: [{ id: "L", calendar, setupGroup: "none" }] as never,
  });
  return Object.keys(made).map((id) => operations({ id, work_master_id: "WM", quantity: 10 }));
};

const releasedTo = (...given: Parameters<typeof leftOf>) =>
  leftOf(...given).map(({ operations }) => operations[0]!.fixed);

test("what a released job has left is done in the shifts of its line, and the next one waits for the line to work", () => {
  const shifts: [number, number][] = [
    [0, 2 * hour],
    [10 * hour, 18 * hour],
    [34 * hour, 50 * hour],
  ];
  // Eight hours are left of the first: two before the night and six behind it; nine of the second.
  expect(releasedTo(shifts, { "WO-1": 2, "WO-2": 1 })).toEqual([
    { resource: "L", start: 0, end: 16 * hour },
    { resource: "L", start: 16 * hour, end: 41 * hour },
  ]);
  // One that ends with the shift leaves the line to the next when it works again.
  expect(releasedTo(shifts, { "WO-1": 8, "WO-2": 9 })).toEqual([
    { resource: "L", start: 0, end: 2 * hour },
    { resource: "L", start: 10 * hour, end: 11 * hour },
  ]);
});

test("a line that always works goes on, and one whose calendar is at its end is taken to", () => {
  expect(releasedTo([], { "WO-1": 2 })).toEqual([{ resource: "L", start: 0, end: 8 * hour }]);
  expect(releasedTo([[0, hour]], { "WO-1": 2 })).toEqual([{ resource: "L", start: 0, end: 8 * hour }]);
});

test("what a job makes must go on within its pot life", () => {
  expect(leftOf([], { "WO-1": 2 }, { max_lag_seconds: 2 * hour })).toMatchObject([
    { operations: [{ maxLag: 2 * hour, fixed: { resource: "L", start: 0, end: 8 * hour } }] },
  ]);
  expect(leftOf([], { "WO-1": 2 })[0]!.operations[0]).not.toHaveProperty("maxLag");
});

test("what was made and still has to cool down is gone on with when it has", () => {
  const cooling = { lag_seconds: 3 * hour };
  expect(leftOf([], { "WO-1": 10, "WO-2": 9 }, cooling)).toMatchObject([
    { operations: [], restsUntil: 2 * hour },
    { operations: [{ lag: 3 * hour }], restsUntil: 0 },
  ]);
  expect(leftOf([], { "WO-1": 10 })).toMatchObject([{ operations: [], restsUntil: 0 }]);
});

test("what was made goes on within its pot life too, also where that is over; what is released before it binds by itself", () => {
  const startsBy = (made: number, max_lag_seconds: number | null) =>
    leftOf([], { "WO-1": made }, { max_lag_seconds }, 20)[0]!.operations.at(-1)!.latestStart;
  // It was made an hour ago.
  expect(startsBy(10, 3 * hour)).toBe(2 * hour);
  expect(startsBy(10, hour / 2)).toBe(-hour / 2);
  expect(startsBy(10, null)).toBeUndefined();
  expect(startsBy(9, 3 * hour)).toBeUndefined();
});
