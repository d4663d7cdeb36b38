import { type RawBuilder, sql } from "kysely";
import { gather } from "../../../services/core/gather.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { Stretch } from "./query.ts";

/** Reads all that is asked of a kind, an answer for each in the order of the questions. */
type ReadAll<Asked, Read> = (db: Db, asked: readonly Asked[]) => Promise<readonly Read[]>;

/**
 * What one question reads of the data store, each thing once: the parts of a page and the steps of an explanation ask for the same lines,
 * calendars and amounts over and over. It is made for one question and left behind with its answer, so that nothing in it grows old.
 */
export interface Reading {
  readonly db: Db;
  /** Reads something that there is one of. */
  readonly once: <Read>(what: string, read: (db: Db) => Promise<Read>) => Promise<Read>;
  /** Reads what is asked of a kind; what several ask for at the same time, in one go. */
  readonly each: <Asked, Read>(what: string, asked: Asked, read: ReadAll<Asked, Read>) => Promise<Read>;
  /** What `each` was asked before; undefined where it was not. */
  readonly known: <Read>(what: string, asked: unknown) => Promise<Read> | undefined;
}

const createReading = (db: Db): Reading => {
  const answers = new Map<string, Promise<unknown>>();
  const asking = new Map<string, (asked: unknown) => Promise<unknown>>();
  const keyOf = (what: string, asked: unknown) => `${what}\n${JSON.stringify(asked)}`;
  const remembered = <Read>(key: string, read: () => Promise<Read>): Promise<Read> => {
    const found = answers.get(key) as Promise<Read> | undefined;
    if (found) return found;
    const answer = read();
    answers.set(key, answer);
    // What failed may be asked again.
    answer.catch(() => answers.delete(key));
    return answer;
  };
  /** What asks for things of a kind. */
  const askerOf = <Asked, Read>(
    what: string,
    read: ReadAll<Asked, Read>,
  ): ((asked: Asked) => Promise<Read>) => {
    const ask = asking.get(what) ?? gather((all: readonly unknown[]) => read(db, all as readonly Asked[]));
    asking.set(what, ask);
    return ask as (asked: Asked) => Promise<Read>;
  };
  return {
    db,
    once: (what, read) => remembered(what, () => read(db)),
    each: (what, asked, read) => remembered(keyOf(what, asked), () => askerOf(what, read)(asked)),
    known: <Read>(what: string, asked: unknown) =>
      answers.get(keyOf(what, asked)) as Promise<Read> | undefined,
  };
};

/** What a figure is read of: the data store, or what one question has read of it so far. */
export type FigureSource = Db | Reading;

export const readingOf = (source: FigureSource): Reading =>
  "known" in source ? source : createReading(source);

/** The columns that a statement over stretches finds its own in. */
export const stretchStart = sql.ref<Date>("stretch.start_time");
export const stretchEnd = sql.ref<Date>("stretch.end_time");

/** The rows that a statement has for each of some stretches. */
const rowsOfAll = async <Row>(
  db: Db,
  statement: RawBuilder<Row>,
  stretches: readonly Stretch[],
): Promise<Row[][]> => {
  const { rows } = await sql<Row & { readonly stretch_number: string }>`
    select stretch.stretch_number, own.*
    from unnest(${stretches.map(({ from }) => from)}::timestamptz[], ${stretches.map(({ to }) => to)}::timestamptz[])
      with ordinality as stretch(start_time, end_time, stretch_number)
    cross join lateral (${statement}) as own`.execute(db);
  const found = stretches.map((): Row[] => []);
  for (const row of rows) found[Number(row.stretch_number) - 1]!.push(row);
  return found;
};

/**
 * Rows of a stretch by a statement over `stretchStart` and `stretchEnd`; the same statement over other stretches that are asked for
 * meanwhile is read with it.
 *
 * @param wider A statement that has these rows among others: where the question has read it already it will do, and whoever takes
 * the rows leaves out what is not asked for.
 */
export const rowsOf = <Row>(
  reading: Reading,
  { from, to }: Stretch,
  statement: RawBuilder<Row>,
  wider?: RawBuilder<Row>,
): Promise<readonly Row[]> => {
  const named = (one: RawBuilder<Row>) => {
    const { sql: text, parameters } = one.compile(reading.db);
    return JSON.stringify([text, parameters]);
  };
  const stretch: Stretch = { from, to };
  const known = wider && reading.known<readonly Row[]>(named(wider), stretch);
  return (
    known ?? reading.each(named(statement), stretch, (db, stretches) => rowsOfAll(db, statement, stretches))
  );
};
