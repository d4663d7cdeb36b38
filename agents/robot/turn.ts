import { sql } from "kysely";
import type { PlantClock } from "../../services/core/clock.ts";
import { MillwrightError } from "../../services/core/errors.ts";
import { reportCellJob } from "../../services/mes/commands/cell-job.ts";
import { stopCell } from "../../services/mes/commands/cells.ts";
import type { Db } from "../../services/mes/database.ts";
import { appendEvents, type NewEvent } from "../../services/mes/events.ts";
import {
  type CellRow,
  type CellRunRow,
  cellById,
  cellRunOf,
  holdCell,
  mayBegin,
  reportsAfter,
} from "../../services/mes/queries/cells.ts";
import { isDropped } from "../../services/protocols/cell/messages.ts";
import { type Advance, advance, stateOf } from "./advance.ts";
import { hasArrived, leftOut } from "./by-hand.ts";
import { replanned } from "./replan.ts";
import { type CellRun, unanswered } from "./run.ts";
import { runEvent, stepEvents } from "./run-events.ts";
import { tellCell } from "./tell-cell.ts";

/** Where a turn has got to. */
export interface Turn {
  readonly over: boolean;
  /** Plant time of the next step's turn. */
  readonly next?: Date;
  /** Whether the cell's control is away. */
  readonly away?: boolean;
  /** Somebody else has changed the run meanwhile: look again at once. */
  readonly again?: boolean;
}

export interface TurnDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  /** Time to plan the rest anew after a robot has failed. */
  readonly replanMs: number;
}

/** A running row: it has begun. */
type Begun = CellRunRow & { readonly started_at: Date };

/** What a turn makes of a run. */
interface Made {
  /** What changes of its row, beside what every turn stores. */
  readonly change: Partial<
    Pick<CellRunRow, "status" | "ended_at" | "reason" | "replans" | "robots_out" | "stranded">
  >;
  readonly run: CellRun;
  readonly setUps: CellRunRow["set_ups"];
  readonly sent: Advance;
  readonly events: readonly NewEvent[];
}

/** What a cell was found to have let fall: the stop that follows. */
interface Drop {
  readonly commandId: string;
  readonly reason: string;
}

/** Units that have gone through every step. */
const goodUnits = ({ units, stranded }: CellRunRow, run: CellRun): number => {
  const out = leftOut(stranded);
  return units.filter(
    ({ id }) =>
      !out.has(id) &&
      run.steps.every(({ id: step, unit }) => unit !== id || run.progress[step]?.state === "done"),
  ).length;
};

/** What becomes of a run after what was found: it is over, goes on, or its rest is planned anew. */
const makeOf = async (
  row: Begun,
  found: Advance,
  {
    plansAnew,
    now,
    budgetMs,
  }: { readonly plansAnew: boolean; readonly now: Date; readonly budgetMs: number },
): Promise<Made> => {
  const goesOn = { change: {}, run: found.run, setUps: row.set_ups, sent: found, events: [] };
  if (plansAnew)
    try {
      const anew = await replanned(row, found, { now, budgetMs });
      const [replans, without] = [row.replans + 1, anew.robotsOut];
      return {
        change: { replans, robots_out: [...without], stranded: [...anew.stranded] },
        run: anew.run,
        setUps: anew.setUps,
        sent: found,
        events: [runEvent(row, "cell.run.replanned", now, { without }, String(replans))],
      };
    } catch (error) {
      // Whatever the planner says of it, a run without a plan ends and is told.
      if (!(error instanceof MillwrightError)) throw error;
      const reason = error.message;
      return {
        ...goesOn,
        change: { status: "Failed", ended_at: now, reason },
        sent: { ...found, commands: [], aborts: unanswered(found.run) },
        events: [runEvent(row, "cell.run.failed", now, { reason })],
      };
    }
  // Who waits for a person is not through yet.
  const isWaiting = row.stranded.some(({ doneAt }) => doneAt === null);
  if (!found.finished || isWaiting) return goesOn;
  const told = { plannedSeconds: row.makespan_s, setAside: [...leftOut(row.stranded)] };
  return {
    ...goesOn,
    change: { status: "Completed", ended_at: now },
    events: [runEvent(row, "cell.run.completed", now, told)],
  };
};

/**
 * One look at a run, in one transaction with the commands that it sends: what is reported is taken in, what may begin is told to
 * begin, and when a robot fails for good the rest is planned anew without it.
 */
export const createTurn = ({ db, clock, replanMs }: TurnDeps) => {
  /** False where somebody else has changed the run or its cell since it was looked at: then nothing is stored nor sent. */
  const store = (
    row: Begun,
    cell: CellRow,
    { change, run, setUps, sent, events }: Made,
    { seq, drop, now }: { readonly seq: string; readonly drop: Drop | undefined; readonly now: Date },
  ): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      // Stopped, let go on, left or entered since it was looked at: what was decided is no more to be sent.
      const held = await holdCell(tx, row.cell_id);
      if (held.stopped !== cell.stopped || mayBegin(held) !== mayBegin(cell)) return false;
      const { robots_out: robotsOut, stranded, ...plain } = change;
      const taken = await tx
        .updateTable("cell_run")
        .set({
          ...plain,
          ...(robotsOut ? { robots_out: JSON.stringify(robotsOut) } : {}),
          ...(stranded ? { stranded: JSON.stringify(stranded) } : {}),
          good: goodUnits({ ...row, stranded: stranded ?? row.stranded }, run),
          state: JSON.stringify(run),
          set_ups: JSON.stringify(setUps),
          report_seq: seq,
          revision: sql<number>`revision + 1`,
        })
        .where("number", "=", row.number)
        .where("revision", "=", row.revision)
        .where("status", "=", "Running")
        .returning("number")
        .execute();
      if (taken.length === 0) return false;
      if (change.status) {
        const ended = change.status === "Completed" ? "Ended" : "Interrupted";
        await reportCellJob(tx, row, ended, now, change.reason ?? undefined);
      }
      await tellCell(tx, cell, sent, clock);
      await appendEvents(tx, events);
      if (drop) await stopCell(tx, cell.id, drop.reason, { actId: drop.commandId, actorId: cell.id, now });
      return true;
    });

  /** @param all Takes in every report once more: one that was stored late may lie before those that are taken in. */
  return async (number: string, all: boolean): Promise<Turn> => {
    const row = await cellRunOf(db, number);
    const { started_at: startedAt } = row;
    if (row.status !== "Running" || !startedAt) return { over: true };
    const begun: Begun = { ...row, started_at: startedAt };
    const now = clock.now();
    const [cell, reports] = await Promise.all([
      cellById(db, row.cell_id),
      reportsAfter(db, number, all ? "0" : row.report_seq),
    ]);
    const before = stateOf(row);
    const open = new Set(unanswered(before));
    // Of an attempt that goes on, not one that is read again.
    const dropped =
      cell.stopped === null ? reports.find((one) => isDropped(one) && open.has(one.command_id)) : undefined;
    const drop = dropped && {
      commandId: dropped.command_id,
      reason: `${dropped.command_id}: ${dropped.reason}`,
    };
    const arrived = cell.stopped === null && drop === undefined && hasArrived(row, before);
    const found = advance(before, {
      reports,
      setUps: row.set_ups,
      stopped: drop?.reason ?? cell.stopped,
      held: !mayBegin(cell),
      plansAnew: arrived,
      startedAt,
      now,
    });
    const plansAnew = found.robotsOut.length > 0 || arrived;
    const made = await makeOf(begun, found, { plansAnew, now, budgetMs: replanMs });
    const events = [...stepEvents(row, before, found.run), ...made.events];
    const seq = reports.at(-1)?.seq ?? row.report_seq;
    const stored = await store(begun, cell, { ...made, events }, { seq, drop, now });
    const isOver = made.change.status !== undefined;
    if (!stored || (plansAnew && !isOver) || drop) return { over: false, again: true };
    return {
      over: isOver,
      away: !cell.online,
      ...(found.next === undefined ? {} : { next: new Date(startedAt.getTime() + found.next * 1_000) }),
    };
  };
};
