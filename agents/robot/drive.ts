import { sql } from "kysely";
import type { PlantClock } from "../../services/core/clock.ts";
import { MillwrightError } from "../../services/core/errors.ts";
import { contentHash } from "../../services/core/ids.ts";
import { reportCellJob } from "../../services/mes/commands/cell-job.ts";
import { stopCell } from "../../services/mes/commands/cells.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
import { appendEvents, type NewEvent } from "../../services/mes/events.ts";
import { listen } from "../../services/mes/listen.ts";
import { enqueue, promiseAgain } from "../../services/mes/outbox.ts";
import {
  type CellRow,
  type CellRunRow,
  cellById,
  cellChannel,
  cellRunId,
  cellRunOf,
  holdCell,
  reportsAfter,
} from "../../services/mes/queries/cells.ts";
import type { CellUnit } from "../../services/mes/schema/cell.ts";
import type { CellDescription } from "../../services/protocols/cell/description.ts";
import { isDropped } from "../../services/protocols/cell/messages.ts";
import { formatCellTopic } from "../../services/protocols/cell/topic.ts";
import { type Advance, abortOf, advance, stateOf } from "./advance.ts";
import { hasArrived, leftOut, situated } from "./by-hand.ts";
import { planRun } from "./plan-run.ts";
import { type CellRun, commandIdOf, continueWith, overdueS, situationOf, unanswered } from "./run.ts";
import { mountedAfter, mountedIn } from "./set-ups.ts";

export interface CellDriverDeps {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly clock: PlantClock;
  /** Time to plan the rest anew after a robot has failed. */
  readonly replanMs: number;
}

/** However quiet a cell is, it is looked at so often: a notification may be lost. */
const longestWaitMs = 5_000;
/** A command without an answer for so long is sent again; its id makes it the same. */
const repeatAfterMs = 15_000;
/** An activity hands over after so long, so that its workflow's history tells that it lives. */
const shiftMs = 10 * 60_000;

/** Of the message that calls a command off. */
const abortIdOf = (commandId: string): string => `${commandId}/abort`;

/** Whether a step is part of what a unit still goes through. */
const isIn = (
  { recipes }: CellDescription,
  units: readonly CellUnit[],
  unit: string,
  step: string,
): boolean => {
  const product = units.find(({ id }) => id === unit)?.product;
  return recipes.find((one) => one.product === product)?.steps.some(({ id }) => id === step) ?? false;
};

/** Units that have gone through every step. */
const goodUnits = ({ units, stranded }: CellRunRow, run: CellRun): number => {
  const out = leftOut(stranded);
  return units.filter(
    ({ id }) =>
      !out.has(id) &&
      run.steps.every(({ id: step, unit }) => unit !== id || run.progress[step]?.state === "done"),
  ).length;
};

/** Where a turn has got to. */
interface Turn {
  readonly over: boolean;
  /** Plant time of the next step's turn. */
  readonly next?: Date;
  /** Somebody else has changed the run meanwhile: look again at once. */
  readonly again?: boolean;
}

/** What becomes true of steps, as events: each once, whoever tells it. */
const stepEvents = (row: CellRunRow, before: CellRun, after: CellRun): NewEvent[] =>
  after.steps.flatMap(({ id, unit, step, robots, from, at }): NewEvent[] => {
    const known = after.progress[id];
    const was = before.progress[id];
    if (!known || (was?.state === known.state && was.attempt === known.attempt)) return [];
    const command = commandIdOf(after, id, known.attempt);
    const seconds = known.endedAt ?? known.startedAt;
    return [
      {
        id: contentHash("cell.step", command, known.state),
        type: `cell.step.${known.state}`,
        time: seconds === undefined ? row.started_at! : new Date(row.started_at!.getTime() + seconds * 1_000),
        source: `cell/${row.cell_id}`,
        objects: [
          { id: cellRunId(row.number), type: "cell_run", qualifier: "run" },
          { id: row.cell_id, type: "cell", qualifier: "cell" },
          ...robots.map((robot) => ({ id: robot, type: "robot", qualifier: "does" })),
        ],
        attributes: {
          unit,
          step: step.id,
          kind: step.kind,
          at,
          from: from ?? null,
          attempt: known.attempt,
          reason: known.reason ?? null,
          // Later than its recipe allows: what the unit is worth then is for people to say.
          overdueS: Math.round(overdueS(after, id)),
        },
      },
    ];
  });

/**
 * Drives runs of robot cells: what is reported is taken in, what may begin is told to begin, and when a robot fails for good the rest
 * is planned anew without it. All of it is in the data store, each turn in one transaction with the commands that it sends, so
 * that whoever drives may be killed at any moment and another goes on.
 */
export const createCellDriver = ({ db, databaseUrl, clock, replanMs }: CellDriverDeps) => {
  const runEvent = (row: CellRunRow, type: string, now: Date, attributes: object, key = ""): NewEvent => ({
    id: contentHash(type, row.request_id, key),
    type,
    time: now,
    source: "robot",
    objects: [
      { id: cellRunId(row.number), type: "cell_run", qualifier: "run" },
      { id: row.cell_id, type: "cell", qualifier: "cell" },
    ],
    attributes: { ...attributes },
  });

  /** The rest of a run without the robots that failed, and as people have moved its units. @throws MillwrightError CELL_CANNOT. */
  const replanned = async (row: CellRunRow, { run, robotsOut, stranded }: Advance, now: Date) => {
    const out = new Set([...row.robots_out, ...robotsOut]);
    const all = [...row.stranded, ...stranded];
    const seconds = Math.floor((now.getTime() - row.started_at!.getTime()) / 1_000);
    const { description, units, placed, arrived, progress } = situated({ ...row, stranded: all }, run);
    const situation = situationOf(run, seconds, out);
    const { steps, setUps } = await planRun(
      description,
      units,
      mountedAfter(mountedIn(row.description), row.set_ups),
      { budgetMs: replanMs, seed: 1 },
      {
        ...situation,
        // What was told to begin with a unit that is left where it stands is no part of the plan any more.
        begun: [
          ...(situation.begun ?? []).filter(({ unit, step }) => isIn(description, units, unit, step)),
          ...arrived,
        ],
        placed,
      },
    );
    const done = row.set_ups.filter(({ doneAt }) => doneAt !== null);
    return {
      run: continueWith({ ...run, progress }, steps),
      robotsOut: [...out],
      setUps: [...done, ...setUps],
      stranded: all,
    };
  };

  const send = async (tx: Tx, { site, id }: CellRow, { run, commands, aborts }: Advance): Promise<void> => {
    const topic = formatCellTopic({ site, cell: id }, "command");
    for (const message of commands)
      await enqueue(tx, { id: message.commandId, topic, payload: Buffer.from(JSON.stringify(message)) });
    for (const commandId of aborts) {
      const message = abortOf(run, commandId);
      if (message)
        await enqueue(tx, { id: abortIdOf(commandId), topic, payload: Buffer.from(JSON.stringify(message)) });
    }
  };

  /** @param all Takes in every report once more: one that was stored late may lie before those that are taken in. */
  const turn = async (number: string, all: boolean): Promise<Turn> => {
    const row = await cellRunOf(db, number);
    if (row.status !== "Running" || !row.started_at) return { over: true };
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
    const droppedReason = dropped && `${dropped.command_id}: ${dropped.reason}`;
    const arrived = cell.stopped === null && dropped === undefined && hasArrived(row, before);
    const found = advance(before, {
      reports,
      setUps: row.set_ups,
      stopped: droppedReason ?? cell.stopped,
      plansAnew: arrived,
      startedAt: row.started_at,
      now,
    });
    const events = stepEvents(row, before, found.run);
    let next: Partial<CellRunRow> & { state: CellRun; set_ups: CellRunRow["set_ups"] } = {
      state: found.run,
      set_ups: row.set_ups,
    };
    let sent: Advance = found;
    // Who waits for a person, or was brought elsewhere by one, is not through yet.
    const isWaiting = row.stranded.some(({ doneAt }) => doneAt === null);
    const plansAnew = found.robotsOut.length > 0 || arrived;
    if (found.finished && !isWaiting && !plansAnew) {
      next = { ...next, status: "Completed", ended_at: now };
      const setAside = [...leftOut(row.stranded)];
      events.push(runEvent(row, "cell.run.completed", now, { plannedSeconds: row.makespan_s, setAside }));
    } else if (plansAnew)
      try {
        const anew = await replanned(row, found, now);
        next = {
          ...next,
          state: anew.run,
          set_ups: anew.setUps,
          robots_out: anew.robotsOut,
          stranded: anew.stranded,
          replans: row.replans + 1,
        };
        events.push(
          runEvent(row, "cell.run.replanned", now, { without: anew.robotsOut }, String(row.replans + 1)),
        );
      } catch (error) {
        // Whatever the planner says of it, a run without a plan ends and is told.
        if (!(error instanceof MillwrightError)) throw error;
        next = { ...next, status: "Failed", ended_at: now, reason: error.message };
        sent = { ...found, commands: [], aborts: unanswered(found.run) };
        events.push(runEvent(row, "cell.run.failed", now, { reason: error.message }));
      }
    const stored = await db.transaction().execute(async (tx) => {
      // Stopped, or let go on, since it was looked at: what was decided is no more to be sent.
      if ((await holdCell(tx, row.cell_id)).stopped !== cell.stopped) return false;
      const taken = await tx
        .updateTable("cell_run")
        .set({
          ...(next.status ? { status: next.status } : {}),
          ...(next.ended_at ? { ended_at: next.ended_at } : {}),
          ...(next.reason ? { reason: next.reason } : {}),
          ...(next.replans ? { replans: next.replans } : {}),
          ...(next.robots_out ? { robots_out: JSON.stringify(next.robots_out) } : {}),
          ...(next.stranded ? { stranded: JSON.stringify(next.stranded) } : {}),
          good: goodUnits({ ...row, stranded: next.stranded ?? row.stranded }, next.state),
          state: JSON.stringify(next.state),
          set_ups: JSON.stringify(next.set_ups),
          report_seq: reports.at(-1)?.seq ?? row.report_seq,
          revision: sql<number>`revision + 1`,
        })
        .where("number", "=", number)
        .where("revision", "=", row.revision)
        .where("status", "=", "Running")
        .returning("number")
        .execute();
      if (taken.length === 0) return false;
      if (next.status) {
        const ended = next.status === "Completed" ? "Ended" : "Interrupted";
        await reportCellJob(tx, row, ended, now, next.reason ?? undefined);
      }
      await send(tx, cell, sent);
      await appendEvents(tx, events);
      if (dropped && droppedReason)
        await stopCell(tx, cell.id, droppedReason, {
          actId: dropped.command_id,
          actorId: cell.id,
          now,
        });
      return true;
    });
    if (!stored || (plansAnew && next.status === undefined) || dropped) return { over: false, again: true };
    return {
      over: next.status !== undefined,
      ...(found.next === undefined ? {} : { next: new Date(row.started_at.getTime() + found.next * 1_000) }),
    };
  };

  /**
   * Commands that nobody has answered are promised again: all of them when a driver begins, later those that are old. While the
   * cell is stopped it is that they are called off. Gives whether there were any.
   */
  const remind = async (number: string, since: Map<string, number>): Promise<boolean> => {
    const row = await cellRunOf(db, number);
    if (row.status !== "Running") return false;
    const run = stateOf(row);
    let reminded = false;
    const wall = Date.now();
    const waiting = new Set(unanswered(run));
    for (const id of since.keys()) if (!waiting.has(id)) since.delete(id);
    for (const id of waiting) {
      const sent = since.get(id);
      if (sent === undefined) since.set(id, wall);
      else if (wall - sent >= repeatAfterMs) {
        since.set(id, wall);
        reminded = true;
        await db.transaction().execute(async (tx) => {
          const { stopped } = await holdCell(tx, row.cell_id);
          if ((stopped === null) === (run.stopped === undefined))
            await promiseAgain(tx, stopped === null ? id : abortIdOf(id));
        });
      }
    }
    return reminded;
  };

  /** @param signal Ends the shift early; the run goes on with the next driver. */
  return async (number: string, signal: AbortSignal): Promise<{ over: boolean }> => {
    let wake = () => {};
    let woken = false;
    const call = () => {
      woken = true;
      wake();
    };
    const listener = await listen(databaseUrl, [cellChannel], call, call);
    signal.addEventListener("abort", call);
    const until = Date.now() + shiftMs;
    const row = await cellRunOf(db, number);
    // The driver before may have fallen between a command and its way out: what is open is asked for once more.
    const since = new Map(row.state ? unanswered(stateOf(row)).map((id) => [id, 0]) : []);
    let all = true;
    try {
      for (;;) {
        woken = false;
        const { over, next, again } = await turn(number, all);
        if (over) return { over: true };
        if (again) continue;
        all = await remind(number, since);
        if (signal.aborted || Date.now() > until) return { over: false };
        const wait = Math.min(longestWaitMs, next ? Math.ceil(clock.wallMsUntil(next)) + 1 : longestWaitMs);
        if (woken) continue;
        await new Promise<void>((done) => {
          const timer = setTimeout(done, wait);
          wake = () => {
            clearTimeout(timer);
            done();
          };
        });
        wake = () => {};
      }
    } finally {
      signal.removeEventListener("abort", call);
      await listener.close();
    }
  };
};
export type CellDriver = ReturnType<typeof createCellDriver>;
