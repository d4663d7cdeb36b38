import type { VehicleAddress } from "../../protocols/vda5050/topic.ts";
import type { Db, Tx } from "../database.ts";

/** A vehicle's id here, and whether it is on record with it. */
export interface VehicleName {
  readonly id: string;
  readonly isKnown: boolean;
}

/**
 * The id of a vehicle here: its serial number, or that with its maker where another maker's vehicle bears the same (VDA 5050 2.1, 6.3:
 * only both together are one vehicle's). One that is entered and was never heard is whoever comes first.
 */
export const vehicleNamed = async (
  db: Db | Tx,
  { manufacturer, serialNumber }: VehicleAddress,
): Promise<VehicleName> => {
  const rows = await db
    .selectFrom("vehicle")
    .select(["id", "manufacturer"])
    .select((fields) => fields("state", "is not", null).as("isHeard"))
    .where((where) => where.or([where("id", "=", serialNumber), where("serial_number", "=", serialNumber)]))
    .execute();
  const own = rows.find((row) => row.manufacturer === manufacturer);
  if (own) return { id: own.id, isKnown: true };
  const isTaken = rows.some(({ id, isHeard }) => id === serialNumber && isHeard);
  return { id: isTaken ? `${manufacturer}-${serialNumber}` : serialNumber, isKnown: false };
};
