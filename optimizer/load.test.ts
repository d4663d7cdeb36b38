import { expect, test } from "vitest";
import { loadsOf } from "./load.ts";
import type { Plan, PlannedOperation } from "./plan.ts";
import { parseProblem } from "./problem.ts";

const hour = 3_600;
const step = (id: string, resource: string) => ({ id, alternatives: [{ resource, duration: 2 * hour }] });
const place = (
  orderId: string,
  operationId: string,
  resource: string,
  start: number,
  end: number,
  more: Partial<PlannedOperation> = {},
): PlannedOperation => ({
  orderId,
  operationId,
  resource,
  start: start * hour,
  end: end * hour,
  setup: 0,
  materialTime: 0,
  ...more,
});
const planOf = (...operations: PlannedOperation[]) => ({ operations }) as unknown as Plan;

const problem = parseProblem({
  resources: [
    {
      id: "CUT",
      calendar: [
        [0, 8 * hour],
        [24 * hour, 32 * hour],
      ],
    },
    { id: "OVEN" },
    { id: "IDLE" },
  ],
  orders: [
    {
      id: "LATE",
      release: hour,
      due: 10 * hour,
      operations: [{ ...step("1", "CUT"), lag: hour }, step("2", "OVEN")],
    },
    { id: "ALSO", release: 0, due: 8 * hour, operations: [step("1", "OVEN")] },
    { id: "GOOD", release: 0, due: 99 * hour, operations: [step("1", "OVEN")] },
  ],
});

test("busy and open time are of the calendar; a batch counts once, a set-up too", () => {
  const plan = planOf(
    // Over the night: one hour of the first day, one of the second, and half an hour of set-up.
    place("LATE", "1", "CUT", 7, 25, { setup: hour / 2 }),
    place("ALSO", "1", "OVEN", 26, 28),
    place("GOOD", "1", "OVEN", 26, 28),
  );
  const loads = new Map(loadsOf(problem, plan, 0, 32 * hour).map((load) => [load.resource, load]));
  expect(loads.get("CUT")).toMatchObject({ busy: 2.5 * hour, open: 16 * hour, ratio: 2.5 / 16 });
  expect(loads.get("OVEN")).toMatchObject({ busy: 2 * hour, open: 32 * hour });
  expect(loads.get("IDLE")).toMatchObject({ busy: 0, ratio: 0, lateWaiting: 0 });
  // Only what lies in the stretch.
  const second = loadsOf(problem, plan, 24 * hour, 27 * hour);
  expect(second.find(({ resource }) => resource === "CUT")).toMatchObject({ busy: hour, open: 3 * hour });
  expect(second.find(({ resource }) => resource === "OVEN")).toMatchObject({ busy: hour });
});

test("late orders wait where they are ready and have no place; who waits for material or is in time does not count", () => {
  const plan = planOf(
    place("LATE", "1", "CUT", 4, 6, { setup: hour }),
    // Ends at 6, and cools for an hour.
    place("LATE", "2", "OVEN", 12, 14),
    place("ALSO", "1", "OVEN", 9, 11, { materialTime: 9 * hour }),
    place("GOOD", "1", "OVEN", 20, 22),
  );
  const [first, second] = loadsOf(problem, plan, 0, 32 * hour);
  expect(first).toMatchObject({ resource: "OVEN", lateWaiting: 5 * hour });
  // Released at 1, set up from 3 on.
  expect(second).toMatchObject({ resource: "CUT", lateWaiting: 2 * hour });
  expect(loadsOf(problem, plan, 20 * hour, 32 * hour).every(({ lateWaiting }) => lateWaiting === 0)).toBe(
    true,
  );
});

test("a set-up goes on behind a break, as working time right before the start", () => {
  // Half of the hour's set-up lies before the night.
  const plan = planOf(place("LATE", "1", "CUT", 24.5, 26.5, { setup: hour }));
  const [cut] = loadsOf(problem, plan, 0, 32 * hour);
  expect(cut).toMatchObject({ resource: "CUT", busy: 3 * hour, lateWaiting: 6.5 * hour });
});
