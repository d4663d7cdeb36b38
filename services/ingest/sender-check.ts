import type { PlantClock } from "../core/clock.ts";
import { MillwrightError } from "../core/errors.ts";
import type { Db } from "../mes/database.ts";

/** Clocks of machines run ahead by this much without being called wrong, and by as much more as the way takes. */
const aheadMs = 600_000;
const wayMs = 5_000;
/** Nothing was made before: seconds or a counter that were sent as milliseconds. */
const earliest = Date.UTC(2000, 0);

/**
 * A state with a time to come would keep out all true ones until then; a test with a wrong zone would stand before the
 * repair that it answers. What is late is taken: machines that were away send what they kept.
 */
export const createTimeCheck =
  (clock: PlantClock & { readonly speed: number }) =>
  /** @throws MillwrightError CLOCK_WRONG. */
  (machine: string, given: number | string | Date, about?: string): void => {
    const time = new Date(given);
    const now = clock.now();
    const latest = now.getTime() + aheadMs + wayMs * clock.speed;
    if (time.getTime() >= earliest && time.getTime() <= latest) return;
    throw new MillwrightError("CLOCK_WRONG", {
      machine,
      time: Number.isNaN(time.getTime()) ? String(given) : time.toISOString(),
      now: now.toISOString(),
      ...(about ? { about } : {}),
    });
  };

/** Whether there is such equipment; what was found is not asked for again. */
export const createLineCheck = (db: Db) => {
  const known = new Set<string>();
  /** @throws MillwrightError UNKNOWN_MACHINE. */
  return async (machine: string): Promise<void> => {
    if (known.has(machine)) return;
    const row = await db.selectFrom("equipment").select("id").where("id", "=", machine).executeTakeFirst();
    if (!row) throw new MillwrightError("UNKNOWN_MACHINE", { machine, about: "machine" });
    known.add(machine);
  };
};
