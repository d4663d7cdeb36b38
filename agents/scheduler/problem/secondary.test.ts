import fc from "fast-check";
import { expect, test } from "vitest";
import { type Window, withoutClosed } from "../../../services/mes/working-time.ts";
import { headcount, secondaryOf } from "./secondary.ts";

const horizonSeconds = 60 * 86_400;
const window = fc
  .tuple(fc.nat(horizonSeconds - 2), fc.integer({ min: 1, max: 200_000 }))
  .map(([from, length]): Window => [from, from + length]);
/** Windows of one person: in order, and apart. */
const person = fc.array(window, { maxLength: 6 }).map((list) => {
  let end = -1;
  return list
    .sort((a, b) => a[0] - b[0])
    .filter(([from, to]) => {
      const apart = from > end;
      if (apart) end = to;
      return apart;
    });
});
const isThere = (windows: readonly Window[], time: number) =>
  windows.some(([from, to]) => from <= time && time < to);

test("at every moment the capacity less those away is who is there", () => {
  fc.assert(
    fc.property(fc.array(person, { maxLength: 5 }), fc.nat(horizonSeconds - 1), (people, time) => {
      const { capacity, away } = headcount(people, horizonSeconds);
      const gone = away.filter(({ from, to }) => from <= time && time < to);
      expect(gone.length).toBeLessThanOrEqual(1);
      expect(capacity - (gone[0]?.units ?? 0)).toBe(
        people.filter((windows) => isThere(windows, time)).length,
      );
    }),
  );
});

test("an absence takes a person out for as long as it lasts, and nobody else", () => {
  const all: Window[] = [[0, horizonSeconds]];
  const { capacity, away } = headcount([all, withoutClosed(all, [[3_600, 7_200]])], horizonSeconds);
  expect(capacity).toBe(2);
  expect(away).toEqual([{ from: 3_600, to: 7_200, units: 1 }]);
  expect(headcount([], horizonSeconds)).toEqual({ capacity: 0, away: [] });
});

test("a tool whose calendar has no shifts is never there; one without a calendar always is", () => {
  const tool = (id: string, calendar: string | null) => ({
    id,
    calendar_id: calendar,
    skill: null,
    capacity: 2,
  });
  const day = { calendar_id: "DAY", weekday: 1, start_minute: 480, end_minute: 960 };
  const rows = {
    resources: [tool("ALWAYS", null), tool("DAYS", "DAY"), tool("NEVER", "EMPTY")],
    outages: [],
    people: [],
    qualifications: [],
    absences: [],
  };
  const { list, units } = secondaryOf(rows as never, {
    now: new Date(0),
    at: () => 0,
    shifts: [day],
    horizonSeconds,
  });
  expect(list.map(({ id, calendar }) => [id, (calendar?.length ?? 0) > 0])).toEqual([
    ["ALWAYS", false],
    ["DAYS", true],
  ]);
  expect([...units]).toEqual([
    ["ALWAYS", 2],
    ["DAYS", 2],
    ["NEVER", 0],
  ]);
});
