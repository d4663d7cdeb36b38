import { withoutNulls } from "../without-nulls.ts";

/** Strings, which stay as they are, and what some writers of JSON put where a number is unknown. */
const stringOrNoNumber = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * The content of a vehicle's message. Optional fields are left out by the standard; many vehicles send null there, or NaN, and mean the
 * same.
 *
 * @throws SyntaxError for what is no JSON.
 */
export const readVehicleJson = (text: string): unknown => {
  // A message that is null as a whole stays so, to be refused as such.
  const read = (json: string): unknown => JSON.parse(json, withoutNulls) ?? null;
  try {
    return read(text);
  } catch (error) {
    const mended = text.replace(stringOrNoNumber, (found) => (found.startsWith('"') ? found : "null"));
    // What is no JSON for another reason is told as it is.
    if (mended === text) throw error;
    return read(mended);
  }
};
