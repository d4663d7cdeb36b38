import type { PlantClock } from "../../services/core/clock.ts";
import { MillwrightError } from "../../services/core/errors.ts";
import { deterministicId } from "../../services/core/ids.ts";
import type { Logger } from "../../services/core/log.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
import { eventChannel } from "../../services/mes/events.ts";
import { keepLooking } from "../../services/mes/keep-looking.ts";
import type { Listener } from "../../services/mes/listen.ts";
import {
  type CellJob,
  type CellRunRow,
  cellChannel,
  cellJobs,
  cellRunId,
  isTaken,
} from "../../services/mes/queries/cells.ts";
import { askCellRun, mostUnits } from "./ask-run.ts";

/** What of a job is asked for at once. */
const portionOf = ({ quantity, good, scrap }: CellJob): number =>
  Math.min(mostUnits, quantity - good - scrap);

/**
 * Asks for the next run of a job order: its units, or as many as are planned at once. Nothing moves before it is approved.
 *
 * @throws MillwrightError INVALID_INPUT where the cell has no recipe of the product.
 */
const askJobRun = async (
  tx: Tx,
  job: CellJob,
  { now, language }: { readonly now: Date; readonly language: "zh" | "en" },
): Promise<CellRunRow> => {
  const person = await tx
    .selectFrom("app_user")
    .select(["id", "name_zh"])
    .where("id", "=", job.released_by)
    .executeTakeFirst();
  return askCellRun(tx, {
    // By the runs before it: asked for twice it is one.
    requestId: deterministicId("cell-job", job.id, String(job.runs)),
    cell: job.cell_id,
    units: [{ product: job.product_id, count: portionOf(job) }],
    actor: { id: job.released_by, nameZh: person?.name_zh ?? job.released_by },
    jobOrderId: job.id,
    language,
    now,
  });
};

/**
 * A person asks once more for a run of a job order at a cell, after one came to nothing, and answers for it from now on.
 *
 * @throws MillwrightError NOT_FOUND for a job that waits at no cell, CELL_BUSY, INVALID_INPUT.
 */
export const askJobAgain = async (
  tx: Tx,
  id: string,
  { actorId, ...how }: { readonly actorId: string; readonly now: Date; readonly language: "zh" | "en" },
): Promise<CellRunRow> => {
  const job = (await cellJobs(tx)).find((one) => one.id === id);
  if (!job) throw new MillwrightError("NOT_FOUND", { kind: "job order at a cell", id });
  if (await isTaken(tx, job.cell_id))
    throw new MillwrightError("CELL_BUSY", { cell: job.cell_id, run: job.run ? cellRunId(job.run) : "-" });
  return askJobRun(tx, { ...job, released_by: actorId }, how);
};

/** A run that came to nothing is not asked for again by itself: a person says when. */
const mayGoOn = ({ held, stopped, status }: CellJob): boolean =>
  !held && stopped === null && (status === null || status === "Completed");

/** Wall time between two looks; what happens is looked at as it comes. */
const everyMs = 5_000;

interface WatchDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly databaseUrl: string;
  /** Starts the checks of a call, unless they are started. */
  readonly handOn: (toolCallId: string) => Promise<void>;
  readonly log: Logger;
}

/** Sees to it that job orders that are ready at a robot cell are proposed to it, one after the other, as long as the house runs. */
export const watchCellJobs = async ({
  db,
  clock,
  databaseUrl,
  handOn,
  log,
}: WatchDeps): Promise<Listener> => {
  /** Jobs that the cell cannot take as it is described: told once. */
  const told = new Set<string>();
  const look = async () => {
    for (const job of await cellJobs(db)) {
      if (!mayGoOn(job) || (await isTaken(db, job.cell_id))) continue;
      await db
        .transaction()
        .execute((tx) => askJobRun(tx, job, { now: clock.now(), language: "zh" }))
        .catch((error: Error) => {
          if (!told.has(job.id)) log.warn({ job: job.id, error: error.message }, "job order not proposed");
          told.add(job.id);
        });
    }
    // Asked for by a process that fell before it could start the checks, too.
    const asked = await db
      .selectFrom("cell_run")
      .select("tool_call_id")
      .where("status", "=", "Asked")
      .where("job_order_id", "is not", null)
      .execute();
    for (const { tool_call_id: call } of asked) await handOn(call);
  };
  return keepLooking({
    databaseUrl,
    channels: [eventChannel, cellChannel],
    everyMs,
    look,
    failed: (error) => log.error({ error: error.stack }, "jobs of cells not looked at"),
  });
};
