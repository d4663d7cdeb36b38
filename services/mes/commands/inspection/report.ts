import { invalidInput } from "../../../core/invalid-input.ts";
import { unitsInspected } from "../../../protocols/cfx/inspection.ts";
import type { Tx } from "../../database.ts";
import { applyUnitsInspected, type InspectionMessage } from "./units-inspected.ts";

/**
 * Takes what was inspected from somebody who speaks no CFX, by the same rules. Gives how many inspections were new.
 *
 * @param value The body of a UnitsInspected message.
 * @throws MillwrightError INVALID_INPUT with the place and what is wrong there; what `applyUnitsInspected` throws.
 */
export const reportInspection = (
  tx: Tx,
  { value, ...message }: Omit<InspectionMessage, "inspected" | "simulated"> & { readonly value: unknown },
): Promise<number> => {
  const parsed = unitsInspected.safeParse(value);
  if (!parsed.success) throw invalidInput(parsed.error, "boards");
  return applyUnitsInspected(tx, { ...message, inspected: parsed.data, simulated: false });
};
