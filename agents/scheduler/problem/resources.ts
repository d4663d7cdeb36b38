import { closedIn } from "../../../optimizer/calendar.ts";
import type { Problem } from "../../../optimizer/index.ts";
import { largestTime } from "../../../optimizer/schema/common.ts";
import { isDown } from "../../../services/mes/queries/equipment.ts";
import { assumedRepairSeconds } from "../../../services/mes/queries/line-stops.ts";
import { type Window, weekly } from "../../../services/mes/working-time.ts";
import type { FloorRows, MasterRows } from "./plant-rows.ts";

/** Lines with their calendars: maintenance and breakdowns taken out, chambers with their room. */
export const resourcesOf = (
  { lines, shifts, exceptions }: FloorRows,
  masters: MasterRows,
  { now, at, horizon }: { readonly now: Date; readonly at: (time: Date) => number; readonly horizon: number },
): Problem["resources"] => {
  /** Chambers that orders may share. */
  const chambers = new Set(
    masters.segments
      .filter(({ batch_family }) => batch_family)
      .flatMap((segment) => masters.linesOf(segment).map(({ equipment_id }) => equipment_id)),
  );
  return lines.map((line) => {
    const own = shifts.filter((shift) => shift.calendar_id === line.calendar_id);
    const closed: Window[] = exceptions
      .filter((row) => row.equipment_id === line.id)
      .map((row) => [Math.max(0, at(row.start_time)), at(row.end_time)]);
    if (isDown(line.state_code)) closed.push([0, assumedRepairSeconds]);
    // A line without a calendar always works, but for what is closed; one whose calendar has no shifts never does.
    if (line.calendar_id && own.length === 0) closed.push([0, largestTime]);
    return {
      id: line.id,
      calendar: closedIn(weekly(own, now, horizon), closed),
      setupGroup: line.process ?? "none",
      ...(chambers.has(line.id) ? { batch: { capacity: line.capacity_units } } : {}),
    };
  });
};
