import type { Db } from "../../../services/mes/database.ts";
import type { DayShift } from "../../runtime/spoken/asked/shift.ts";
import { shiftNameAt, usualShifts } from "./grid.ts";

/** The plant's shifts, as its people work them; a plant that says nothing of them has three of eight hours. */
export const shiftsOf = async (db: Db): Promise<readonly DayShift[]> => {
  const rows = await db
    .selectFrom("person")
    .select(["shift_start_minute as start", "shift_end_minute as end"])
    .distinct()
    .where("shift_start_minute", "is not", null)
    .where("shift_end_minute", "is not", null)
    .orderBy("start")
    .execute();
  const shifts = rows.map(({ start, end }) => ({
    name: shiftNameAt(start!),
    start: start!,
    // An end before the start is one of the next day.
    end: end! > start! ? end! : end! + 1_440,
  }));
  // Shifts that overlap would count what was made twice.
  const overlap = shifts.some(({ start }, index) => index > 0 && start < shifts[index - 1]!.end);
  return shifts.length === 0 || overlap ? usualShifts : shifts;
};
