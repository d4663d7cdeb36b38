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
import { lineFigures, onTimeOf, sumOfFigures } from "../../services/replay/figures.ts";
import { createLaneFold } from "../../services/replay/lanes.ts";
import { countAnew, emptyPlant, foldInto } from "../../services/replay/plant.ts";

const replayed = (event: StoredEvent): ReplayEvent => ({ ...event, time: event.time.getTime() });

/**
 * Figures of a stretch, reckoned as the replay reckons them: a fold over its events. Of what happens at its end nothing belongs to it:
 * the next stretch begins with that.
 */
export const replayedFigures = async (db: Db, { from: start, to: end }: StretchOfTime) => {
  const stretch: StretchOfTime = { from: start, to: new Date(end.getTime() - 1) };
  const [from, to] = [start.getTime(), end.getTime()];
  const plant = emptyPlant();
  for (const event of await eventsBefore(db, stretch)) foldInto(plant, replayed(event));
  countAnew(plant);
  const fold = createLaneFold(plant, from);
  for await (const page of stretchPages(db, stretch)) for (const event of page) fold.take(replayed(event));
  const lanes = fold.end(to);
  const lines = new Map(
    (await busyLines(db, { from: start, to: end })).map(({ id, busy }) => {
      const windows = busy.map((window) => ({ from: window.from.getTime(), to: window.to.getTime() }));
      return [id, lineFigures(plant, id, { lane: lanes.get(id) ?? [], busy: windows }, from, to)];
    }),
  );
  const orders = await stretchOrders(db, stretch);
  const dueOf = new Map(orders.map(({ id, due_time }) => [id, due_time.getTime()]));
  return {
    lines,
    all: sumOfFigures([...lines.values()]),
    ...onTimeOf(plant, dueOf, from),
  };
};
