import type { Db } from "../../../services/mes/database.ts";
import type { DayShift } from "../../runtime/spoken/asked/shift.ts";
import { shiftNameAt, usualShifts } from "./grid.ts";

/** Hours that people work, in minutes after midnight, and how many of them. */
export interface Hours {
  readonly start: number;
  readonly end: number;
  readonly people: number;
}

const dayMinutes = 1_440;

/** Whether two stretches that come every day share any time, also over midnight. */
const overlap = (a: Hours, b: Hours): boolean =>
  [-dayMinutes, 0, dayMinutes].some((days) => a.start + days < b.end && b.start < a.end + days);

/** What of a day a set covers, and with how many people. */
const reach = (set: readonly Hours[]): readonly [number, number] => [
  set.reduce((sum, { start, end }) => sum + end - start, 0),
  set.reduce((sum, { people }) => sum + people, 0),
];

/** Of all sets of hours that do not overlap the one that covers most of the day, then the one that most people work. */
const fullest = (hours: readonly Hours[], taken: readonly Hours[] = []): readonly Hours[] => {
  const [first, ...rest] = hours;
  if (!first) return taken;
  const without = fullest(rest, taken);
  if (taken.some((other) => overlap(first, other))) return without;
  const having = fullest(rest, [...taken, first]);
  const [[long, many], [other, less]] = [reach(having), reach(without)];
  return long > other || (long === other && many >= less) ? having : without;
};

/** Shifts of the hours that people work. Hours beside them, as of an office, are no shift: what is made would count twice. */
export const shiftsIn = (hours: readonly Hours[]): readonly DayShift[] => {
  const shifts = fullest(hours.filter(({ start, end }) => end - start <= dayMinutes))
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end }) => ({ name: shiftNameAt(start), start, end }));
  return shifts.length === 0 ? usualShifts : shifts;
};

/**
 * The plant's shifts, as those of its people work them who are qualified for something on the floor, and all where nobody is; a
 * plant that says nothing of them has three of eight hours.
 */
export const shiftsOf = async (db: Db): Promise<readonly DayShift[]> => {
  const rows = await db
    .selectFrom("person")
    .select((fields) => [
      "shift_start_minute as start",
      "shift_end_minute as end",
      fields.fn.countAll<string>().as("people"),
      fields.fn
        .countAll<string>()
        .filterWhere(
          fields.exists(
            fields
              .selectFrom("qualification as q")
              .select("q.skill")
              .whereRef("q.person_id", "=", "person.id"),
          ),
        )
        .as("qualified"),
    ])
    .where("shift_start_minute", "is not", null)
    .where("shift_end_minute", "is not", null)
    .groupBy(["shift_start_minute", "shift_end_minute"])
    .orderBy("start")
    .execute();
  const isOfFloor = rows.some(({ qualified }) => Number(qualified) > 0);
  return shiftsIn(
    rows
      .map(({ start, end, people, qualified }) => ({
        start: start!,
        // An end before the start is one of the next day.
        end: end! > start! ? end! : end! + dayMinutes,
        people: Number(isOfFloor ? qualified : people),
      }))
      .filter(({ people }) => people > 0),
  );
};
