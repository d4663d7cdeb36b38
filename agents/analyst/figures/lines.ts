import { busyInEach, type LineBusy } from "../../../services/mes/queries/busy.ts";
import type { FigureFilter, Stretch } from "./query.ts";
import type { Reading } from "./reading.ts";

interface Line {
  readonly id: string;
  readonly process: string | null;
}

/** All lines of the plant, in the order of the floor. */
export const linesOfPlant = (reading: Reading): Promise<readonly Line[]> =>
  reading.once("lines", (db) =>
    db
      .selectFrom("equipment")
      .select(["id", "process"])
      .where("level", "=", "WorkCenter")
      .orderBy("sort")
      .execute(),
  );

/** The lines that a filter leaves, each with its kind. */
export const linesOf = async (
  reading: Reading,
  { lines, kind, without }: FigureFilter,
): Promise<Map<string, string>> =>
  new Map(
    (await linesOfPlant(reading))
      .filter(({ id, process }) => (!lines?.length || lines.includes(id)) && (!kind || process === kind))
      .filter(({ id, process }) => !without?.lines.includes(id) && !without?.kinds.includes(process ?? ""))
      .map(({ id, process }) => [id, process ?? ""]),
  );

/** Planned busy time of the lines in a stretch. */
export const busyIn = (reading: Reading, { from, to }: Stretch): Promise<readonly LineBusy[]> =>
  reading.each("busy time", { from, to }, busyInEach);

/** Whether a filter says which lines. */
export const saysLines = ({ lines, kind, without }: FigureFilter): boolean =>
  (lines?.length ?? 0) > 0 ||
  kind !== undefined ||
  (without?.lines.length ?? 0) + (without?.kinds.length ?? 0) > 0;
