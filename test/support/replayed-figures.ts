import type { Db } from "../../services/mes/database.ts";
import type { StoredEvent } from "../../services/mes/events.ts";
import { busyLines } from "../../services/mes/queries/busy.ts";
import {
  eventsBefore,
  type StretchOfTime,
  stretchOrders,
  stretchPages,
} from "../../services/mes/queries/stretch.ts";
import type { ReplayEvent } from "../../services/replay/event.ts";
import { type LineFigures, lineFigures, onTimeOf, sumOfFigures } from "../../services/replay/figures.ts";
import { createLaneFold } from "../../services/replay/lanes.ts";
import { countAnew, emptyPlant, foldInto } from "../../services/replay/plant.ts";

/** What the record says of a stretch of time. */
export interface RecordedFigures {
  readonly lines: ReadonlyMap<string, LineFigures>;
  /** Orders that each line had in hand, in their order. */
  readonly orders: ReadonlyMap<string, readonly string[]>;
  readonly all: LineFigures;
  /** Orders that were completed, and those of them by their due time. */
  readonly completed: number;
  readonly onTime: number;
}

const replayed = (event: StoredEvent): ReplayEvent => ({ ...event, time: event.time.getTime() });

/** Figures of a stretch, reckoned as the replay reckons them: a fold over its events, which are read page by page. */
export const recordedFigures = async (db: Db, stretch: StretchOfTime): Promise<RecordedFigures> => {
  const [from, to] = [stretch.from.getTime(), stretch.to.getTime()];
  const plant = emptyPlant();
  for (const event of await eventsBefore(db, stretch)) foldInto(plant, replayed(event));
  countAnew(plant);
  const fold = createLaneFold(plant, from);
  for await (const page of stretchPages(db, stretch)) for (const event of page) fold.take(replayed(event));
  const lanes = fold.end(to);
  const lines = new Map(
    (await busyLines(db, stretch)).map(({ id, busy }) => {
      const windows = busy.map((window) => ({ from: window.from.getTime(), to: window.to.getTime() }));
      return [id, lineFigures(plant, id, { lane: lanes.get(id) ?? [], busy: windows }, from, to)];
    }),
  );
  const orders = await stretchOrders(db, stretch);
  const dueOf = new Map(orders.map(({ id, due_time }) => [id, due_time.getTime()]));
  return {
    lines,
    orders: new Map(
      [...lanes].map(([line, lane]) => [
        line,
        [...new Set(lane.flatMap(({ workOrderId }) => workOrderId ?? []))],
      ]),
    ),
    all: sumOfFigures([...lines.values()]),
    ...onTimeOf(plant, dueOf, from),
  };
};
