import type { PlantClock } from "../../services/core/clock.ts";
import { cellStops } from "../../services/core/stop-reasons.ts";
import { stopCell } from "../../services/mes/commands/cells.ts";
import type { Db } from "../../services/mes/database.ts";
import { cellRunId, cellRunOf, holdCell } from "../../services/mes/queries/cells.ts";

/** Wall time that a cell's control may be away while a run goes on. */
const longestAwayMs = 60_000;

/**
 * A cell whose control stays away while a run goes on is stopped by itself: by then nobody can say what stands where, nor expects
 * that arms go on by themselves once it is back.
 *
 * @param wallNow Counted from the first look of whoever drives, so that a house that was away itself stops nothing.
 */
export const createAbsence = (
  { db, clock }: { readonly db: Db; readonly clock: PlantClock },
  number: string,
  wallNow: () => number = Date.now,
) => {
  let since: number | undefined;
  return async (away: boolean): Promise<void> => {
    if (!away) {
      since = undefined;
      return;
    }
    since ??= wallNow();
    if (wallNow() - since < longestAwayMs) return;
    const { cell_id: cellId } = await cellRunOf(db, number);
    const actId = `${cellRunId(number)}/away/${since}`;
    await db.transaction().execute(async (tx) => {
      const { stopped, online } = await holdCell(tx, cellId);
      if (stopped === null && !online)
        await stopCell(tx, cellId, cellStops.away[0], { actId, actorId: cellId, now: clock.now() });
    });
  };
};
