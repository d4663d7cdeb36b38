import { hostname } from "node:os";
import type { Connection } from "@temporalio/client";
import { sql } from "kysely";
import { MillwrightError } from "../services/core/errors.ts";
import type { Db } from "../services/mes/database.ts";

const mark = "millwright/";
/** A poller asks at least once a minute; one that has not for longer has ended. */
const silentMs = 75_000;

/** What tells a data store from every other, its copies and restored backups too: the server's cluster and the database in it. */
export const storeName = async (db: Db): Promise<string> => {
  const { rows } = await sql<{ name: string }>`
    select (select system_identifier from pg_control_system())::text || '.' || oid::text as name
    from pg_database where datname = current_database()`.execute(db);
  return rows[0]!.name;
};

/** By what the server knows a worker: of which data store it is, and which process. */
export const workerIdentity = (store: string): string => `${mark}${store}/${process.pid}@${hostname()}`;

const storeOf = (identity: string): string | undefined =>
  identity.startsWith(mark) ? identity.slice(mark.length).split("/")[0] : undefined;

interface Place {
  readonly namespace: string;
  readonly taskQueue: string;
}

/**
 * Sees to it that no worker of another house listens on the same queue: each would take the other's tasks, and do them in its own data
 * store.
 *
 * @throws MillwrightError TASK_QUEUE_TAKEN.
 */
export const requireOwnQueue = async (
  { workflowService }: Connection,
  { namespace, taskQueue }: Place,
  store: string,
): Promise<void> => {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: 1,
  });
  for (const { identity, lastAccessTime } of pollers ?? []) {
    const other = storeOf(identity ?? "");
    const at = Number(lastAccessTime?.seconds ?? 0) * 1_000;
    if (other !== undefined && other !== store && Date.now() - at < silentMs)
      throw new MillwrightError("TASK_QUEUE_TAKEN", { queue: taskQueue, worker: identity! });
  }
};
