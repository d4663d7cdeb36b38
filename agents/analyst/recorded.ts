import { sql } from "kysely";
import type { Db } from "../../services/mes/database.ts";
import type { StretchOfTime } from "../../services/mes/queries/stretch.ts";
import { figureFrom, metricOf } from "../runtime/metrics/catalogue.ts";
import type { MetricId, Sums } from "../runtime/metrics/metric.ts";
import { askFigure } from "./figures/ask.ts";

/** What a line, or all of them, made and how it used its time; ratios from 0 to 1, undefined where nothing can be divided by. */
export interface LineRecord {
  readonly good: number;
  readonly scrap: number;
  readonly quality: number | undefined;
  readonly availability: number | undefined;
  readonly utilisation: number | undefined;
}

/** What the record says of a stretch of time. */
export interface RecordedFigures {
  /** In the order of the floor; a line of which neither a calendar nor a record says anything is not among them. */
  readonly lines: ReadonlyMap<string, LineRecord>;
  readonly all: LineRecord;
  /** Orders that were completed, and those of them by their due time. */
  readonly completed: number;
  readonly onTime: number;
}

const recordOf = (sums: Sums): LineRecord => {
  const share = (id: MetricId) => {
    const value = figureFrom(metricOf(id), sums);
    return value === undefined ? undefined : value / 100;
  };
  return {
    good: sums.good ?? 0,
    scrap: sums.scrap ?? 0,
    quality: share("quality"),
    availability: share("availability"),
    utilisation: share("utilisation"),
  };
};

/** Of a line that did nothing that is on record. */
export const noRecord = recordOf({});

/** What lines made in a stretch and how they used their time, by the same metrics that figures are asked of. */
export const recordedFigures = async (db: Db, stretch: StretchOfTime): Promise<RecordedFigures> => {
  // The amounts of OEE are those of each ratio that is told.
  const { sums, parts } = await askFigure(db, { metric: "oee", filter: {}, split: "line", ...stretch });
  const orders = await askFigure(db, { metric: "on_time", filter: {}, ...stretch });
  const floor = await db.selectFrom("equipment").select("id").orderBy("sort").execute();
  const sumsOf = new Map(parts.map((part) => [part.key, part.sums]));
  return {
    lines: new Map(
      floor.flatMap(({ id }) => {
        const own = sumsOf.get(id);
        return own ? [[id, recordOf(own)] as const] : [];
      }),
    ),
    all: recordOf(sums),
    completed: orders.sums.completed ?? 0,
    onTime: orders.sums.onTime ?? 0,
  };
};

/** Orders that a line had in hand in a stretch, in their order; of amounts that are up to date. */
export const ordersInHand = async (
  db: Db,
  line: string,
  { from, to }: StretchOfTime,
): Promise<readonly string[]> => {
  const { rows } = await sql<{ readonly order: string }>`
    select work_order_id as order from figure_span
    where line = ${line} and work_order_id is not null
      and from_time < ${to} and coalesce(to_time, 'infinity') > ${from}
      and from_time >= coalesce((
        select max(from_time) from figure_span where line = ${line} and from_time <= ${from}
      ), '-infinity')
    group by 1 order by min(from_time)`.execute(db);
  return rows.map(({ order }) => order);
};
