import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../../services/mes/database.ts";
import { sourcesOf } from "../../runtime/metrics/catalogue.ts";
import type { Metric, Source } from "../../runtime/metrics/metric.ts";

/** The earliest moment of a table that has one a line; an index leads to it. */
const firstOf = (lines: readonly string[], table: string, column: string): RawBuilder<unknown> => sql`
  select min(first.time) as time from unnest(${lines}::text[]) as one(id) cross join lateral (
    select min(${sql.ref(column)}) as time from ${sql.table(table)} where line = one.id
  ) as first`;

/** The first record that amounts of a source would be of. A plant that counts nothing of a kind is on record all the same. */
const firstRecord = (source: Source, lines: readonly string[]): RawBuilder<unknown> => {
  switch (source) {
    case "made":
      return firstOf(lines, "figure_job", "at_work_from");
    case "energy":
      return firstOf(lines, "energy_reading", "hour");
    case "inspected":
    case "called":
      return sql`select min(time) as time from inspection`;
    case "repairs":
      return sql`select least((select min(time) from unit_test), (select min(time) from repair)) as time`;
    case "done":
    case "inProcess":
    case "planned":
      // Events may be kept no longer than what was made of them.
      return sql`select least((${firstOf(lines, "figure_job", "at_work_from")}), (select min(time) from event)) as time`;
    default:
      return firstOf(lines, "figure_span", "from_time");
  }
};

/**
 * Since when what a metric is made of is on record, for the lines that are asked about, ms: before that nothing is known, which
 * is not the same as nothing made. Of what was never told, since anything is.
 */
export const recordedSince = async (db: Db, metric: Metric, lines: readonly string[]): Promise<number> => {
  const { rows } = await sql<{ time: Date | null }>`
    select coalesce(max(time), (select min(time) from event)) as time from (
      ${sql.join(
        sourcesOf(metric).map((source) => firstRecord(source, lines)),
        sql` union all `,
      )}
    ) as first`.execute(db);
  return rows[0]?.time?.getTime() ?? Number.POSITIVE_INFINITY;
};
