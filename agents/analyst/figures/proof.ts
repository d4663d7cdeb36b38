import { sql } from "kysely";
import { minuteMs } from "../../../services/core/zone.ts";
import { refreshed } from "./ask.ts";
import type { Stretch } from "./query.ts";
import { type FigureSource, readingOf } from "./reading.ts";

/** A time that a line was broken down, as far as it lies in a stretch. */
export interface Stop {
  readonly line: string;
  /** When it began, be it before the stretch. */
  readonly since: Date;
  readonly from: Date;
  readonly to: Date;
  readonly minutes: number;
  /** The last one that was told; empty where none was. */
  readonly reason: string;
  readonly order: string | null;
}

/**
 * The longest stops of lines in a stretch.
 *
 * @param reason Only stops of which it was told at some time.
 * @param most All of them where null.
 */
export const longestStops = async (
  source: FigureSource,
  { from, to }: Stretch,
  { lines, reason }: { readonly lines?: readonly string[] | undefined; readonly reason?: string | undefined },
  most: number | null = 5,
): Promise<Stop[]> => {
  const reading = readingOf(source);
  await refreshed(reading);
  const { rows } = await sql<Omit<Stop, "minutes">>`
    select line, from_time as since, greatest(from_time, ${from}) as from, least(coalesce(to_time, 'infinity'), ${to}) as to,
      reason, work_order_id as order
    from figure_stop as stop
    where from_time < ${to} and coalesce(to_time, 'infinity') > ${from}
      ${lines?.length ? sql`and line = any(${[...lines]}::text[])` : sql``}
      ${
        reason
          ? sql`and exists (
              select from figure_span as span where span.line = stop.line and span.code is not null
                and coalesce(nullif(span.reason, ''), 'unknown') = ${reason} and span.from_time >= stop.from_time and span.from_time < coalesce(stop.to_time, 'infinity'))`
          : sql``
      }
    order by least(coalesce(to_time, 'infinity'), ${to}) - greatest(from_time, ${from}) desc, from_time, line
    limit ${most}`.execute(reading.db);
  return rows.map((row) => ({ ...row, minutes: (row.to.getTime() - row.from.getTime()) / minuteMs }));
};
