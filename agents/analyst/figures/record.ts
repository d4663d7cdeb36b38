import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../../services/mes/database.ts";
import { sourcesOf } from "../../runtime/metrics/catalogue.ts";
import type { Metric, Source } from "../../runtime/metrics/metric.ts";
import { linesOfPlant } from "./lines.ts";
import type { Reading } from "./reading.ts";

/** The earliest moments of a table, one a line; an index leads to each. */
const firstOf = (lines: readonly string[], table: string, column: string): RawBuilder<unknown> => sql`
  select one.id as line, first.time from unnest(${lines}::text[]) as one(id) cross join lateral (
    select min(${sql.ref(column)}) as time from ${sql.table(table)} where line = one.id
  ) as first`;

/** The earliest moments of what is of no line. */
const firstOfPlant = (moment: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select null::text as line, ${moment} as time`;

const firstEvent = sql`(select min(time) from event)`;

/** Tables that first records are looked for in. */
const tables = {
  jobs: (lines) => firstOf(lines, "figure_job", "at_work_from"),
  spans: (lines) => firstOf(lines, "figure_span", "from_time"),
  meters: (lines) => firstOf(lines, "energy_reading", "hour"),
  events: () => firstOfPlant(firstEvent),
  inspections: () => firstOfPlant(sql`(select min(time) from inspection)`),
  units: () => firstOfPlant(sql`least((select min(time) from unit_test), (select min(time) from repair))`),
} as const satisfies Record<string, (lines: readonly string[]) => RawBuilder<unknown>>;
type RecordTable = keyof typeof tables;

/** Where the first record that amounts of a source would be of is found: the earliest of them. */
const tablesOf = (source: Source): readonly RecordTable[] => {
  switch (source) {
    case "made":
      return ["jobs"];
    case "energy":
      return ["meters"];
    case "inspected":
    case "called":
      return ["inspections"];
    case "repairs":
      return ["units"];
    case "done":
    case "inProcess":
    case "planned":
      // Events may be kept no longer than what was made of them.
      return ["jobs", "events"];
    default:
      return ["spans"];
  }
};

interface First {
  readonly line: string | null;
  readonly time: Date | null;
}

/** First records by their tables, of all lines: whoever asks of one soon asks of the next. */
const firstRecords = async (
  db: Db,
  asked: readonly RecordTable[],
  lines: readonly string[],
): Promise<First[][]> => {
  const { rows } = await sql<First & { readonly record_table: RecordTable }>`${sql.join(
    asked.map(
      (name) => sql`select ${name}::text as record_table, one.* from (${tables[name](lines)}) as one`,
    ),
    sql` union all `,
  )}`.execute(db);
  const byTable = Map.groupBy(rows, (row) => row.record_table);
  return asked.map((name) => byTable.get(name) ?? []);
};

/**
 * Since when what a metric is made of is on record, for the lines that are asked about, ms: before that nothing is known, which
 * is not the same as nothing made. Of what was never told, since anything is.
 */
export const recordedSince = async (
  reading: Reading,
  metric: Metric,
  lines: ReadonlySet<string>,
): Promise<number> => {
  const all = (await linesOfPlant(reading)).map(({ id }) => id);
  const firstIn = async (table: RecordTable): Promise<number> => {
    const rows = await reading.each("first record", table, (db, asked) => firstRecords(db, asked, all));
    return Math.min(
      ...rows
        .filter(({ line }) => line === null || lines.has(line))
        .map(({ time }) => time?.getTime() ?? Number.POSITIVE_INFINITY),
      Number.POSITIVE_INFINITY,
    );
  };
  const begins = await Promise.all(
    sourcesOf(metric).map(async (source) => Math.min(...(await Promise.all(tablesOf(source).map(firstIn))))),
  );
  const told = begins.filter(Number.isFinite);
  return told.length > 0 ? Math.max(...told) : firstIn("events");
};
