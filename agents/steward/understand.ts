import type { Db } from "../../services/mes/database.ts";
import { existingIds, namesOfPlant } from "../../services/mes/queries/names.ts";
import {
  type Candidates,
  candidatesOf,
  deadlineOf,
  endOf,
  type Unclear,
  unclearOf,
} from "../runtime/candidates.ts";
import { plantDayTime } from "../runtime/format.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import type { Holiday } from "../runtime/spoken/holidays.ts";
import type { SaidIds } from "../runtime/spoken/ids.ts";
import { readSentence } from "../runtime/spoken/reading.ts";

/** What a message says, before any model has seen it. */
export interface Understanding {
  readonly candidates: Candidates;
  readonly unclear: Unclear;
  /** It speaks of every order, not of one. */
  readonly everyOrder: boolean;
  /** Until when something is asked for. */
  readonly by: string | undefined;
  /** Until when something lasts or does not come. */
  readonly end: string | undefined;
  /** A holiday that is named in place of a date. */
  readonly holiday: Holiday | undefined;
  /** Plant time of the reading. */
  readonly now: Date;
}

const all = ({ written, called, bare }: SaidIds) => [...new Set([...written, ...called, ...bare])];

/** Reads a message with the plant's own names and ids. */
export const understand = async (
  db: Db,
  now: Date,
  text: string,
  mentioned: Mentioned,
): Promise<Understanding> => {
  const reading = readSentence(text, await namesOfPlant(db), plantDayTime(now));
  const [orders, materials] = await Promise.all([
    existingIds(db, "work_order", all(reading.orders)),
    existingIds(db, "material", all(reading.materials)),
  ]);
  return {
    candidates: candidatesOf(reading, mentioned, { orders, materials }),
    unclear: unclearOf(reading),
    everyOrder: reading.everyOrder,
    by: deadlineOf(reading),
    end: endOf(reading),
    holiday: reading.holiday,
    now,
  };
};
