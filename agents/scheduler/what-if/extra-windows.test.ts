import { expect, test } from "vitest";
import type { Window } from "../../../services/mes/working-time.ts";
import { assumedStretch, type Extra, extraWindows, type LineHours } from "./extra-windows.ts";

/** Wednesday, 11:06 in Shanghai. */
const now = new Date("2026-11-04T11:06:00+08:00");
const at = (time: string) => new Date(`2026-11-${time}:00+08:00`);
const grid = [
  { name: "night", start: 0, end: 480 },
  { name: "day", start: 480, end: 960 },
  { name: "evening", start: 960, end: 1_440 },
] as const;
const on = (weekdays: readonly number[], ...hours: readonly (readonly [number, number])[]) =>
  weekdays.flatMap((weekday) =>
    hours.map(([start, end]) => ({ weekday, start_minute: start * 60, end_minute: end * 60 })),
  );
const line = (shifts: LineHours["shifts"], blocked: readonly Window[] = []): LineHours => ({
  id: "L-1",
  shifts,
  blocked,
});
/** One shift with a break, Monday to Friday. */
const office = on([1, 2, 3, 4, 5], [8, 12], [13, 17]);
/** Two shifts, Monday to Saturday. */
const twoShifts = on([1, 2, 3, 4, 5, 6], [8, 24]);
const always = on([0, 1, 2, 3, 4, 5, 6], [0, 24]);

const usual: Extra = {
  stretches: [],
  hours: undefined,
  daily: false,
  shift: undefined,
  shifts: undefined,
  allHours: false,
};
const stretch = (from: string, to: string) => ({ from: at(from), to: at(to) });
const saturday = stretch("07T00:00", "08T00:00");
const sunday = stretch("08T00:00", "09T00:00");
const weekend = stretch("07T00:00", "09T00:00");
const tonight = stretch("04T18:00", "05T08:00");
const local = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(8, 16);
const told = (hours: LineHours, extra: Partial<Extra>) =>
  extraWindows(hours, { ...usual, ...extra }, now, grid)
    .map(([from, to]) => `${local(from)}-${local(to)}`)
    .join(" ");

test.each<[string, LineHours, Partial<Extra>, string]>([
  [
    "a free day has the hours of other days, with their break",
    line(office),
    { stretches: [saturday] },
    "07T08:00-07T12:00 07T13:00-07T17:00",
  ],
  [
    "or all hours, where that is said",
    line(office),
    { stretches: [saturday], allHours: true },
    "07T00:00-08T00:00",
  ],
  [
    "a weekend has two such days",
    line(office),
    { stretches: [weekend] },
    "07T08:00-07T12:00 07T13:00-07T17:00 08T08:00-08T12:00 08T13:00-08T17:00",
  ],
  [
    "of a working day what is closed is left",
    line(twoShifts),
    { stretches: [saturday] },
    "07T00:00-07T08:00",
  ],
  ["a night", line(twoShifts), { stretches: [tonight] }, "05T00:00-05T08:00"],
  ["a break stays one", line(office), { stretches: [stretch("05T08:00", "06T00:00")] }, "05T17:00-06T00:00"],
  [
    "maintenance stays closed",
    line(twoShifts, [[at("08T10:00").getTime(), at("08T12:00").getTime()]]),
    { stretches: [sunday] },
    "08T08:00-08T10:00 08T12:00-09T00:00",
  ],
  ["a line that never stops has none", line(always), { stretches: [weekend] }, ""],
  ["nor has one without a calendar", line([]), { stretches: [weekend] }, ""],
  [
    "one shift of a free day is by day, without the break",
    line(office),
    { stretches: [saturday], shifts: 1 },
    "07T08:00-07T12:00 07T13:00-07T16:00",
  ],
  [
    "two shifts of it go on into the evening",
    line(office),
    { stretches: [saturday], shifts: 2 },
    "07T08:00-07T12:00 07T13:00-08T00:00",
  ],
  [
    "one shift more on a day of two is the night",
    line(twoShifts),
    { stretches: [stretch("05T00:00", "06T00:00")], shifts: 1 },
    "05T00:00-05T08:00",
  ],
  [
    "night shifts",
    line(twoShifts),
    { stretches: [stretch("04T11:06", "06T11:06")], shift: "night" },
    "05T00:00-05T08:00 06T00:00-06T08:00",
  ],
  [
    "of which one",
    line(twoShifts),
    { stretches: [stretch("04T11:06", "06T11:06")], shift: "night", shifts: 1 },
    "05T00:00-05T08:00",
  ],
  [
    "a night shift on a free day is none of the usual hours",
    line(office),
    { stretches: [sunday], shift: "night" },
    "08T00:00-08T08:00",
  ],
  [
    "hours follow the last shift",
    line(office),
    { stretches: [stretch("05T00:00", "06T00:00")], hours: 2 },
    "05T17:00-05T19:00",
  ],
  ["also past midnight", line(twoShifts), { stretches: [tonight], hours: 3 }, "05T00:00-05T03:00"],
  ["hours of a free day", line(office), { stretches: [weekend], hours: 3 }, "07T08:00-07T11:00"],
  [
    "hours of a day whose last shift is over begin now",
    line(on([1, 2, 3, 4, 5], [6, 10])),
    { stretches: [stretch("04T11:06", "05T00:00")], hours: 2 },
    "04T11:06-04T13:06",
  ],
  ["a shift that is worked anyway", line(twoShifts), { stretches: [saturday], shift: "day" }, ""],
  [
    "hours on each day",
    line(office),
    { stretches: [stretch("05T00:00", "08T00:00")], hours: 2, daily: true },
    "05T17:00-05T19:00 06T17:00-06T19:00 07T08:00-07T10:00",
  ],
  [
    "hours of a line that never stops",
    line(always),
    { stretches: [stretch("05T00:00", "08T00:00")], hours: 2, daily: true },
    "",
  ],
])("%s", (_, hours, extra, expected) => expect(told(hours, extra)).toBe(expected));

test("where no stretch is named, the weekend is taken where a line has one, else a week", () => {
  const assumed = (shifts: LineHours["shifts"], extra: Partial<Extra> = {}) =>
    assumedStretch([line(always), line(shifts)], { ...usual, ...extra }, now);
  expect(assumed(twoShifts)).toEqual({ kind: "weekend", from: at("07T00:00"), to: at("09T00:00") });
  expect(assumed(on([0, 1, 2, 3, 4, 5, 6], [8, 20]))).toEqual({
    kind: "week",
    from: now,
    to: at("11T11:06"),
  });
  expect(assumed(twoShifts, { hours: 2 })).toEqual({ kind: "day", from: now, to: at("05T11:06") });
  expect(assumed(twoShifts, { hours: 2, daily: true }).kind).toBe("week");
  expect(assumed(twoShifts, { shift: "night" }).kind).toBe("week");
});
