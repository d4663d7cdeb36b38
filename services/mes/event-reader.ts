import { sql } from "kysely";
import { MillwrightError } from "../core/errors.ts";
import type { Db, Tx } from "./database.ts";
import { eventColumns, type StoredEvent } from "./events.ts";

/** An event as a reader hands it on. */
export interface ReadEvent extends StoredEvent {
  /** Where a reader stands that has had this event and those before it. */
  readonly cursor: string;
}

export interface EventReader {
  /** What is new, in the order in which it may be told; empty when there is nothing. */
  read(limit: number): Promise<ReadEvent[]>;
  /** Where it stands. */
  cursor(): string;
  /** The highest number that it has had. */
  position(): bigint;
}

/** Numbers that may be missing below a position and are still looked for; a sequence leaps by 32 when its server falls. */
const mostGaps = 5_000;

/**
 * A cursor: the highest number that was had, and the missing ones below it in groups, each with the transaction id by which
 * their writers must have ended, once that was asked for: `1200~1107.1110-1112@90211~1198`.
 */
const range = String.raw`\d{1,18}(?:-\d{1,18})?`;
const group = String.raw`${range}(?:\.${range})*(?:@\d{1,20})?`;
const cursorForm = new RegExp(String.raw`^(\d{1,18})((?:~${group})*)$`);

const rangesOf = (numbers: readonly bigint[]): string => {
  const ranges: [bigint, bigint][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && number === last[1] + 1n) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(".");
};

const groupOf = (numbers: readonly bigint[], ended: bigint | undefined): string =>
  ended === undefined ? rangesOf(numbers) : `${rangesOf(numbers)}@${ended}`;

/** @throws MillwrightError INVALID_INPUT for a text that is no cursor of the stream. */
const standing = (cursor: string): { position: bigint; gaps: Map<bigint, bigint | undefined> } => {
  const [, position, groups = ""] = cursorForm.exec(cursor) ?? [];
  const problem = "must be the cursor or the seq of an event, or 0 for the whole stream";
  if (position === undefined) throw new MillwrightError("INVALID_INPUT", { path: "after", problem });
  const gaps = new Map<bigint, bigint | undefined>();
  for (const text of groups.split("~").slice(1)) {
    const [ranges = "", ended] = text.split("@");
    for (const one of ranges.split(".")) {
      const [from, to = from] = one.split("-").map(BigInt);
      for (let number = from!; number <= to! && gaps.size < mostGaps; number += 1n)
        gaps.set(number, ended === undefined ? undefined : BigInt(ended));
    }
  }
  return { position: BigInt(position), gaps: new Map([...gaps].sort(([a], [b]) => (a < b ? -1 : 1))) };
};

/**
 * Reads the stream so that nothing is left out and nothing told twice, though writers end in another order than they took
 * their numbers: a number that is missing is looked for until every transaction that could hold it has ended.
 *
 * @param after A cursor, or the seq of an event.
 */
export const createEventReader = (db: Db | Tx, after: string): EventReader => {
  const from = standing(after);
  let { position } = from;
  /**
   * A missing number, and the transaction id by which its writer must have ended; none while that is not asked for. In ascending order:
   * every new one is above the position.
   */
  const { gaps } = from;
  /** The gaps as a cursor writes them, until they change: each event has a cursor, and there may be thousands of gaps. */
  let written: string | undefined;
  const gapsWritten = () => {
    const groups = Map.groupBy(gaps.keys(), (number) => gaps.get(number));
    return [...groups].map(([ended, numbers]) => `~${groupOf(numbers, ended)}`).join("");
  };
  const cursor = () => {
    written ??= gapsWritten();
    return `${position}${written}`;
  };
  const pass = (seq: bigint) => {
    if (seq <= position) {
      if (gaps.delete(seq)) written = undefined;
      return;
    }
    const first = seq - position > BigInt(mostGaps) ? seq - BigInt(mostGaps) : position + 1n;
    for (let number = first; number < seq; number += 1n) gaps.set(number, undefined);
    if (first < seq) written = undefined;
    position = seq;
  };
  return {
    cursor,
    position: () => position,
    read: async (limit) => {
      const {
        rows: [horizon],
      } = await sql<{ xmin: string; xmax: string }>`
        select pg_snapshot_xmin(pg_current_snapshot())::text as xmin,
          pg_snapshot_xmax(pg_current_snapshot())::text as xmax`.execute(db);
      const open = new Set(gaps.keys());
      const rows = await db
        .selectFrom("event")
        .select(eventColumns)
        .where((where) =>
          where.or([
            where("seq", ">", String(position)),
            ...(open.size > 0 ? [sql<boolean>`seq = any(${[...open].map(String)}::bigint[])`] : []),
          ]),
        )
        .orderBy("seq")
        .limit(limit)
        .execute();
      const found = rows.map((row) => {
        pass(BigInt(row.seq));
        return { ...row, cursor: cursor() };
      });
      // Behind a full page there may be more of what was missing: that was not looked for yet.
      const lookedAt = rows.length < limit ? position : BigInt(rows.at(-1)!.seq);
      for (const [number, ended] of gaps) {
        if (number > lookedAt) break;
        // Everybody who wrote then has ended before the rows were read: it was given up.
        if (ended !== undefined && BigInt(horizon!.xmin) >= ended) gaps.delete(number);
        else if (ended === undefined && open.has(number)) gaps.set(number, BigInt(horizon!.xmax));
        else continue;
        written = undefined;
      }
      return found;
    },
  };
};

/** A cursor of now: what is written from here on, and what others are just about to have written. */
export const liveCursor = async (db: Db): Promise<string> => {
  const newest = await db
    .selectFrom("event")
    .select((fields) => fields.fn.max("seq").as("seq"))
    .executeTakeFirst();
  const top = BigInt(newest?.seq ?? "0");
  const from = top > BigInt(mostGaps) ? top - BigInt(mostGaps) : 0n;
  const reader = createEventReader(db, String(from));
  while ((await reader.read(mostGaps)).length > 0);
  return reader.cursor();
};
