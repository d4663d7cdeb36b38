import type { Insertable } from "kysely";
import { dayMs } from "../../../core/zone.ts";
import type { Database } from "../../schema.ts";
import { badLot, lotDays } from "./habits.ts";

/**
 * The lots that were used over a month.
 *
 * @param rows Takes up each lot when it is first used.
 * @param from When the month begins, and `end` when it ends, ms.
 */
export const createLots = (rows: Insertable<Database["material_lot"]>[], from: number, end: number) => {
  const numberAt = (time: number) => Math.floor((time - from) / (lotDays * dayMs));
  const lots = new Map<string, string>();
  /** The lot of a material that was in use: a new one every few days. */
  const lotOf = (material: string, time: number): string => {
    const key = `${material}/${numberAt(time)}`;
    const known = lots.get(key);
    if (known) return known;
    const id = `LOT-H${String(lots.size + 1).padStart(5, "0")}`;
    lots.set(key, id);
    rows.push({
      id,
      material_id: material,
      quantity: 0,
      status: "Released",
      location: "WH-USED",
      expires_at: null,
    });
    return id;
  };
  /** Whether a job that begins at a moment takes the lot that is not as it should be. */
  const isBad = (time: number): boolean => numberAt(time) === numberAt(end) - badLot.lotsBefore;
  return { lotOf, isBad };
};
