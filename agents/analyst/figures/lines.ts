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
  { lines, kind }: FigureFilter,
): Promise<Map<string, string>> =>
  new Map(
    (await linesOfPlant(reading))
      .filter(({ id, process }) => (!lines?.length || lines.includes(id)) && (!kind || process === kind))
      .map(({ id, process }) => [id, process ?? ""]),
  );

/** Planned busy time of the lines in a stretch. */
export const busyIn = (reading: Reading, { from, to }: Stretch): Promise<readonly LineBusy[]> =>
  reading.each("busy time", { from, to }, busyInEach);
