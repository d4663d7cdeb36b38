import { MillwrightError } from "../../../core/errors.ts";
import type { Tx } from "../../database.ts";

/** Where kits come from. */
export const warehouse = "WH-1";

/** Where a line takes its kits in. */
export const entryOf = (line: string): string => `${line}-IN`;
/** The line whose entry a station is; null for the store. */
export const lineAt = (station: string): string | null => /^(.+)-IN$/.exec(station)?.[1] ?? null;

/**
 * Where the kit of a requisition is, or is on its way to.
 *
 * @throws MillwrightError KIT_UNDER_WAY while it is on its way to another place than the wanted one.
 */
export const placeOfKit = async (
  tx: Tx,
  { id, status, equipment_id: line }: { id: string; status: string; equipment_id: string | null },
  { order, target }: { readonly order: string; readonly target: string },
): Promise<{ readonly at: string; readonly isComing: boolean }> => {
  if (status === "Issued" && line) return { at: entryOf(line), isComing: false };
  const coming = await tx
    .selectFrom("transport_order")
    .select("to_station")
    .where("requisition_id", "=", id)
    .where("status", "in", ["Pending", "InTransit"])
    .executeTakeFirst();
  if (!coming) return { at: warehouse, isComing: false };
  if (coming.to_station !== target)
    throw new MillwrightError("KIT_UNDER_WAY", { order, requisition: id, station: coming.to_station });
  return { at: target, isComing: true };
};
