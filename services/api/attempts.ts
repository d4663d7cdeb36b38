import { createHash } from "node:crypto";
import { sql } from "kysely";
import { MillwrightError } from "../core/errors.ts";
import type { Db } from "../mes/database.ts";

/** What is counted together: a key, and how many failures of it are let pass in a span of time. */
export interface Counted {
  readonly key: string;
  readonly most: number;
  /** How long failures count, from the first one on. */
  readonly spanMs: number;
  /** It counts for many accounts together: one of them that signs in forgives the others nothing. */
  readonly isShared?: boolean;
}

export interface Attempts {
  /**
   * Counts an attempt before it is made, so that a thousand at the same time are a thousand.
   *
   * @throws MillwrightError RATE_LIMITED while too many have failed.
   */
  begin(counted: readonly Counted[]): Promise<void>;
  /** The attempt was no guess: it is taken back, and of what is counted for one account the failures before it are forgotten. */
  succeeded(counted: readonly Counted[]): Promise<void>;
  /** The attempt was not judged: it is taken back. */
  withdraw(counted: readonly Counted[]): Promise<void>;
}

/** What somebody has typed is kept as a hash: it may be a password that went into the wrong field. */
const hashed = (key: string): string => createHash("sha256").update(key).digest("hex");

const keysOf = (counted: readonly Counted[], shared: boolean): string[] =>
  counted.filter(({ isShared = false }) => isShared === shared).map(({ key }) => hashed(key));

const takeBack = async (db: Db, keys: readonly string[]): Promise<void> => {
  if (keys.length === 0) return;
  await db
    .updateTable("sign_in_failure")
    .set({ count: sql<number>`greatest(count - 1, 0)` })
    .where("key", "in", [...keys])
    .execute();
};

/** Counts failures by key in the data store, for all processes of the API together, so that a password cannot be found by trying. */
export const createAttempts = (db: Db): Attempts => ({
  begin: async (counted) => {
    for (const { key, most, spanMs } of counted) {
      const { rows } = await sql<{ count: number; seconds: number }>`
        insert into sign_in_failure as known (key, count, until)
        values (${hashed(key)}, 1, now() + ${spanMs} * interval '1 millisecond')
        on conflict (key) do update set
          count = case when known.until < now() then 1 else known.count + 1 end,
          until = case when known.until < now() then excluded.until else known.until end
        returning count, ceil(extract(epoch from until - now()))::integer as seconds`.execute(db);
      const [row] = rows;
      if (row && row.count > most) throw new MillwrightError("RATE_LIMITED", { seconds: row.seconds });
    }
  },
  succeeded: async (counted) => {
    const [shared, own] = [keysOf(counted, true), keysOf(counted, false)];
    await db
      .deleteFrom("sign_in_failure")
      .where((where) => where.or([where("key", "in", own), where("until", "<", sql<Date>`now()`)]))
      .execute();
    await takeBack(db, shared);
  },
  withdraw: (counted) =>
    takeBack(
      db,
      counted.map(({ key }) => hashed(key)),
    ),
});
