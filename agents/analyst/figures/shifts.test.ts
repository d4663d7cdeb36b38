import { expect, test } from "vitest";
import { gridOf, usualShifts } from "./grid.ts";
import { type Hours, shiftsIn } from "./shifts.ts";

const hours = (from: number, to: number, people: number): Hours => ({
  start: from * 60,
  end: to * 60,
  people,
});
const told = (all: readonly Hours[]) => shiftsIn(all).map(({ start, end }) => [start / 60, end / 60]);

test("hours beside the crews' own make no other shifts of them", () => {
  const crews = [hours(6, 14, 9), hours(14, 22, 8), hours(22, 30, 5)];
  const expected = [
    [6, 14],
    [14, 22],
    [22, 30],
  ];
  expect(told(crews)).toEqual(expected);
  expect(told([...crews, hours(9, 17, 40)])).toEqual(expected);
  expect(told([hours(9, 17, 40), ...crews])).toEqual(expected);
});

test("hours that overlap over midnight are not counted twice", () => {
  expect(told([hours(5, 13, 9), hours(13, 21, 9), hours(21, 30, 3)])).not.toEqual([
    [5, 13],
    [13, 21],
    [21, 30],
  ]);
  const from = new Date("2026-11-16T00:00:00Z");
  const to = new Date("2026-11-20T00:00:00Z");
  const shifts = shiftsIn([hours(5, 13, 9), hours(13, 21, 9), hours(21, 30, 3)]);
  const cells = gridOf({ from, to, by: "shift", shifts, eachShift: true });
  for (const [index, cell] of cells.slice(1).entries())
    expect(cell.from).toBeGreaterThanOrEqual(cells[index]!.to);
});

test("of two ways to fill a day the one counts that more people work", () => {
  const twelve = [hours(6, 18, 2), hours(18, 30, 2)];
  const eight = [hours(6, 14, 9), hours(14, 22, 8), hours(22, 30, 5)];
  expect(told([...twelve, ...eight])).toHaveLength(3);
  expect(shiftsIn([])).toBe(usualShifts);
});

test("two shifts of one name are two windows", () => {
  const shifts = shiftsIn([hours(4, 10, 1), hours(10, 16, 1), hours(16, 22, 1), hours(22, 28, 1)]);
  const cells = gridOf({
    from: new Date("2026-11-16T20:00:00Z"),
    to: new Date("2026-11-17T20:00:00Z"),
    by: "shift",
    shifts,
    eachShift: true,
  });
  expect(cells.map(({ key }) => key)).toEqual([
    "2026-11-17 04:00 day",
    "2026-11-17 10:00 day",
    "2026-11-17 evening",
    "2026-11-17 night",
  ]);
});
