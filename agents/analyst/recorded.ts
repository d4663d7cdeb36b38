import type { Db } from "../../services/mes/database.ts";
import type { StoredEvent } from "../../services/mes/events.ts";
import { busyLines } from "../../services/mes/queries/busy.ts";
import { isDown } from "../../services/mes/queries/equipment.ts";
import {
  eventsBefore,
  type StretchOfTime,
  stretchOrders,
  stretchPages,
} from "../../services/mes/queries/stretch.ts";
import type { ReplayEvent } from "../../services/replay/event.ts";
import { objectOf } from "../../services/replay/event.ts";
import { type LineFigures, lineFigures, onTimeOf, sumOfFigures } from "../../services/replay/figures.ts";
import { createLaneFold, type Span } from "../../services/replay/lanes.ts";
import { countAnew, emptyPlant, foldInto } from "../../services/replay/plant.ts";

/** A breakdown of a line, as far as it lies in the stretch; ms. */
export interface RecordedStop {
  readonly line: string;
  readonly from: number;
  readonly to: number;
  /** As the machine told it. */
  readonly reason: string | undefined;
}

/** What the record says of a stretch of time. */
export interface RecordedFigures {
  readonly lines: ReadonlyMap<string, LineFigures>;
  /** The longest first. */
  readonly stops: readonly RecordedStop[];
  /** Orders that each line had in hand, in their order. */
  readonly orders: ReadonlyMap<string, readonly string[]>;
  readonly all: LineFigures;
  /** Orders that were completed, and those of them by their due time. */
  readonly completed: number;
  readonly onTime: number;
}

const replayed = (event: StoredEvent): ReplayEvent => ({ ...event, time: event.time.getTime() });

/** Breakdowns of a lane; one goes on though the line is given another order. */
const stopsIn = (
  line: string,
  lane: readonly Span[],
  reasons: ReadonlyMap<string, string>,
): RecordedStop[] => {
  const stops: RecordedStop[] = [];
  for (const { from, to } of lane.filter((span) => isDown(span.code))) {
    const last = stops.at(-1);
    if (last?.to === from) stops[stops.length - 1] = { ...last, to };
    else stops.push({ line, from, to, reason: reasons.get(`${line}/${from}`) });
  }
  return stops;
};

/** Figures of a stretch, reckoned as the replay reckons them: a fold over its events, which are read page by page. */
export const recordedFigures = async (db: Db, stretch: StretchOfTime): Promise<RecordedFigures> => {
  const [from, to] = [stretch.from.getTime(), stretch.to.getTime()];
  const plant = emptyPlant();
  const reasons = new Map<string, string>();
  /** What a line that stopped told; of one that had stopped before, at the beginning of the stretch. */
  const hear = (event: ReplayEvent, at: number) => {
    const { reason } = event.attributes;
    const line = event.type === "equipment.state" ? objectOf(event, "equipment") : undefined;
    if (line && typeof reason === "string" && reason) reasons.set(`${line}/${at}`, reason);
  };
  for (const event of (await eventsBefore(db, stretch)).map(replayed)) {
    foldInto(plant, event);
    hear(event, from);
  }
  countAnew(plant);
  const fold = createLaneFold(plant, from);
  for await (const page of stretchPages(db, stretch))
    for (const event of page.map(replayed)) {
      fold.take(event);
      hear(event, event.time);
    }
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
    stops: [...lanes]
      .flatMap(([line, lane]) => stopsIn(line, lane, reasons))
      .sort((a, b) => b.to - b.from - (a.to - a.from)),
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
