import { setTimeout as wait } from "node:timers/promises";
import { every } from "../../core/every.ts";
import type { Logger } from "../../core/log.ts";
import { dayMs } from "../../core/zone.ts";
import type { Db } from "../database.ts";
import { removeChat } from "./chat.ts";
import { removeMeasurements } from "./measurements.ts";
import { removeMessages } from "./messages.ts";
import { removePlan } from "./plans.ts";
import { type RemoveBatch, removeBatch, rowsIn } from "./removal.ts";

/** For how many days of wall time each kind of records is kept; 0 for ever. Events, seals and approvals are the audit: they stay. */
export interface Retention {
  readonly plans: number;
  readonly chat: number;
  readonly messages: number;
  /** By the time of the test: of those that failed they stay. */
  readonly measurements: number;
}

const removals: readonly (readonly [keyof Retention, RemoveBatch])[] = [
  ["plans", removePlan],
  ["chat", removeChat],
  ["messages", removeMessages],
  ["measurements", removeMeasurements],
];

const everyMs = 3_600_000;
/** Batches of one kind in one look: what is left waits for the next one. */
const mostBatches = 500;
/** Between two batches others have the tables to themselves. */
const pauseMs = 50;

/** Removes what is older than it is to be kept, batch by batch; gives the rows of each kind. */
export const tidy = async (
  db: Db,
  retention: Retention,
  now: Date,
  closed: AbortSignal = new AbortController().signal,
): Promise<Readonly<Record<keyof Retention, number>>> => {
  const rows = { plans: 0, chat: 0, messages: 0, measurements: 0 };
  for (const [kind, remove] of removals) {
    if (retention[kind] === 0) continue;
    const before = new Date(now.getTime() - retention[kind] * dayMs);
    for (let batch = 0; batch < mostBatches && !closed.aborted; batch += 1) {
      const removed = await removeBatch(db, kind, remove, before);
      // A plan whose jobs were all released under it has no row to remove, and is done all the same.
      if (Object.keys(removed).length === 0 || (kind !== "plans" && rowsIn(removed) === 0)) break;
      rows[kind] += rowsIn(removed);
      await wait(pauseMs, undefined, { signal: closed }).catch(() => {});
    }
  }
  return rows;
};

/** Keeps the data store to its size until it is closed, by a look an hour. */
export const keepTidy = (db: Db, retention: Retention, log: Logger): { close(): Promise<void> } =>
  every(
    everyMs,
    async (closed) => {
      const rows = await tidy(db, retention, new Date(), closed);
      if (Object.values(rows).some((count) => count > 0)) log.info(rows, "removed what is kept no longer");
    },
    (error) => log.warn({ error: error.message }, "what is kept no longer could not be removed"),
  );
