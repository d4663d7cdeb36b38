import { sql } from "kysely";
import type { PlantClock } from "../../../services/core/clock.ts";
import { deterministicId } from "../../../services/core/ids.ts";
import type { Logger } from "../../../services/core/log.ts";
import { startPlaybookRun } from "../../../services/mes/commands/playbooks.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { eventChannel, eventColumns, type StoredEvent } from "../../../services/mes/events.ts";
import { keepLooking } from "../../../services/mes/keep-looking.ts";
import type { Listener } from "../../../services/mes/listen.ts";
import {
  allPlaybooks,
  type PlaybookRow,
  stepsOfPlaybookRun,
  versionOf,
  waitingSteps,
} from "../../../services/mes/queries/playbooks.ts";
import type { PlaybookFacts } from "../../../services/mes/schema/playbook.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import { allHold, factsOfEvent } from "../../runtime/playbook/facts.ts";
import { everyStep, type Playbook, storedPlaybook } from "../../runtime/playbook/model.ts";
import { awaitedEvent, dueTimes, matches, subjectOf } from "../../runtime/playbook/trigger.ts";

/** A transaction that took an earlier number may commit later: each look goes back so far; a start happens once all the same. */
const lookBack = 300;
const pageSize = 500;

interface Active {
  readonly row: PlaybookRow;
  readonly playbook: Playbook;
}

const activeOf = async (tx: Tx): Promise<Active[]> =>
  (await allPlaybooks(tx))
    .filter(({ is_active }) => is_active)
    .map((row) => ({ row, playbook: storedPlaybook(row.definition) }));

const start = (tx: Tx, { row, playbook }: Active, cause: string, facts: PlaybookFacts, now: Date) => {
  if (!allHold(playbook.conditions, facts)) return undefined;
  return startPlaybookRun(tx, {
    playbookId: row.id,
    version: row.version,
    cause,
    facts,
    ...playbook.limits,
    now,
  });
};

/** Events of a kind about one object first of all: by the index event_subject, however long the record is. */
const seriesAbout = (tx: Tx | Db, type: string, subject: string) =>
  tx
    .selectFrom("event")
    .select(eventColumns)
    .where("type", "=", type)
    .where(sql<string>`objects->0->>'id'`, "=", subject);
const seriesOf = (tx: Tx | Db, event: StoredEvent) => seriesAbout(tx, event.type, subjectOf(event));

/** What a line has told of its state. */
export const statesOfLine = (tx: Tx | Db, line: string) => seriesAbout(tx, "equipment.state", line);

/** Whether the state that an event tells began with it: the one before it of the same object does not tell it too. */
const isBeginning = async (tx: Tx, event: StoredEvent, holds: (other: StoredEvent) => boolean) => {
  const before = await seriesOf(tx, event)
    .where("seq", "<", event.seq)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return before === undefined || !holds(before);
};

/** How many events like this one there were of the object so far, this one included. */
const countOf = async (
  tx: Tx,
  event: StoredEvent,
  holds: (other: StoredEvent) => boolean,
): Promise<number> => {
  const before = await seriesOf(tx, event).where("seq", "<=", event.seq).execute();
  return before.filter(holds).length;
};

const takeEvent = async (tx: Tx, active: Active, event: StoredEvent, now: Date): Promise<void> => {
  const { row, playbook } = active;
  const awaited = awaitedEvent(playbook.trigger);
  if (!awaited || BigInt(event.seq) <= BigInt(row.active_after) || !matches(awaited, event)) return;
  const holds = (other: StoredEvent) => matches(awaited, other);
  if (awaited.lasts) {
    if (!(await isBeginning(tx, event, holds))) return;
    await tx
      .insertInto("playbook_due")
      .values({
        playbook_id: row.id,
        event_id: event.id,
        seq: event.seq,
        due_at: new Date(event.time.getTime() + awaited.lasts * 60_000),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return;
  }
  const count = awaited.times ? await countOf(tx, event, holds) : undefined;
  if (awaited.times && count! < awaited.times) return;
  const facts = { ...factsOfEvent(event), ...(count === undefined ? {} : { "event.times": count }) };
  await start(tx, active, event.id, facts, now);
};

/** What lasted long enough starts; what ended before is forgotten. */
const takeDue = async (tx: Tx, now: Date): Promise<void> => {
  const due = await tx.selectFrom("playbook_due").selectAll().where("due_at", "<=", now).execute();
  if (due.length === 0) return;
  // Asked after it: a playbook turned on during this look may be due already, and those asked before do not hold it.
  const active = await activeOf(tx);
  for (const { playbook_id: playbookId, event_id: eventId } of due) {
    const one = active.find(({ row }) => row.id === playbookId);
    const event = await tx
      .selectFrom("event")
      .select(eventColumns)
      .where("id", "=", eventId)
      .executeTakeFirst();
    const awaited = one && awaitedEvent(one.playbook.trigger);
    if (one && event && awaited) {
      // By the time it happened: a machine that was away tells late.
      const later = await seriesOf(tx, event).where("time", ">", event.time).execute();
      const ended = later.some((other) => !matches(awaited, other));
      const facts = { ...factsOfEvent(event), "event.minutes": awaited.lasts ?? 0 };
      if (!ended) await start(tx, one, event.id, facts, now);
    }
    await tx
      .deleteFrom("playbook_due")
      .where("playbook_id", "=", playbookId)
      .where("event_id", "=", eventId)
      .execute();
  }
};

/** A time that passed while the house was away is made up for if it is not longer ago than this, plant time. */
const madeUpForMs = 2 * 3_600_000;

const takeTimes = async (tx: Tx, active: readonly Active[], now: Date): Promise<void> => {
  for (const one of active) {
    const { row, playbook } = one;
    if (playbook.trigger.kind !== "time" || row.checked_until >= now) continue;
    const after = new Date(Math.max(row.checked_until.getTime(), now.getTime() - madeUpForMs));
    const last = dueTimes(playbook.trigger, after, now).at(-1);
    if (last) await start(tx, one, last.cause, { "event.time": formatPlantTime(last.at) }, now);
    await tx.updateTable("playbook").set({ checked_until: now }).where("id", "=", row.id).execute();
  }
};

/** Steps that wait for an event that has come, or for a person who has answered, are done; their runs go on. */
const takeAnswers = async (tx: Tx, events: readonly StoredEvent[], now: Date): Promise<void> => {
  for (const step of await waitingSteps(tx)) {
    const { definition } = await versionOf(tx, step.playbook_id, step.version);
    const all = everyStep(storedPlaybook(definition).steps);
    const wanted = all.find((one) => one.step.id === step.step_id)?.step;
    const finish = async (outcome: string, facts: PlaybookFacts) => {
      await tx
        .updateTable("playbook_step")
        .set({
          status: "Done",
          outcome,
          facts: JSON.stringify({ [`${step.step_id}.outcome`]: outcome, ...facts }),
          finished_at: now,
        })
        .where("run_id", "=", step.run_id)
        .where("step_id", "=", step.step_id)
        .where("status", "=", "Waiting")
        .execute();
      await tx
        .updateTable("playbook_run")
        .set({ is_handed_on: false })
        .where("id", "=", step.run_id)
        .execute();
    };
    if (wanted?.do === "wait" && wanted.until) {
      const { until } = wanted;
      const earlier = await stepsOfPlaybookRun(tx, step.run_id);
      const known = Object.assign({}, step.run_facts, ...earlier.map(({ facts }) => facts)) as PlaybookFacts;
      const found = events.find(
        (event) =>
          event.type === until.type &&
          event.time >= step.started_at &&
          allHold(until.where, { ...known, ...prefixed(factsOfEvent(event), step.step_id) }),
      );
      if (found) await finish("happened", prefixed(factsOfEvent(found), step.step_id));
    }
    if (wanted?.do === "hand_over") {
      const notice = await tx
        .selectFrom("notice")
        .selectAll()
        .where("id", "=", deterministicId("notice", step.run_id, step.step_id))
        .executeTakeFirst();
      if (notice?.acknowledged_by) await finish("taken", { [`${step.step_id}.by`]: notice.acknowledged_by });
    }
  }
};

/** An event's facts under the name of the step that waited for it. */
const prefixed = (facts: PlaybookFacts, step: string): PlaybookFacts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name.replace(/^event\./, `${step}.`), value]),
  );

/**
 * Looks at what happened since the last look, once: starts what is to start, and answers what waits. The place in the
 * stream is stored with it, so that after a kill nothing is missed; a cause that is seen twice starts once. Gives whether
 * more is waiting. Of several workers one looks at a time.
 */
export const lookAtStream = (db: Db, now: Date): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    const newest = tx
      .selectFrom("event")
      .select((fields) => fields.fn.coalesce(fields.fn.max("seq"), sql<string>`0`).as("seq"));
    await tx
      .insertInto("playbook_position")
      .values({ id: true, seq: newest as never })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const position = await tx
      .selectFrom("playbook_position")
      .select("seq")
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!position) return false;
    const from = BigInt(position.seq) - BigInt(lookBack);
    const events = await tx
      .selectFrom("event")
      .select(eventColumns)
      .where("seq", ">", String(from))
      .orderBy("seq")
      .limit(pageSize + lookBack)
      .execute();
    const active = await activeOf(tx);
    for (const event of events) for (const one of active) await takeEvent(tx, one, event, now);
    await takeDue(tx, now);
    await takeTimes(tx, active, now);
    await takeAnswers(tx, events, now);
    const last = events.at(-1)?.seq;
    if (last && BigInt(last) > BigInt(position.seq))
      await tx.updateTable("playbook_position").set({ seq: last }).execute();
    return events.length === pageSize + lookBack;
  });

/** Reaches the workflow of a run: starts it where there is none, and wakes it. May be repeated without effect. */
export type HandOn = (run: {
  readonly id: string;
  readonly playbookId: string;
  readonly cause: string;
}) => Promise<void>;

/** Hands on what was started or answered, also by a process that was killed before it could. */
const handOnRuns = async (db: Db, handOn: HandOn): Promise<void> => {
  const runs = await db
    .selectFrom("playbook_run")
    .select(["id", "playbook_id", "cause"])
    .where("status", "=", "Running")
    .where("is_handed_on", "=", false)
    .execute();
  for (const { id, playbook_id: playbookId, cause } of runs) {
    // First the note: what is answered meanwhile asks for another handing on.
    await db.updateTable("playbook_run").set({ is_handed_on: true }).where("id", "=", id).execute();
    await handOn({ id, playbookId, cause }).catch(async (error: Error) => {
      await db.updateTable("playbook_run").set({ is_handed_on: false }).where("id", "=", id).execute();
      throw error;
    });
  }
};

/** Wall time between two looks at the clock; events are looked at as they come. */
const everyMs = 2_000;

interface WatchDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly databaseUrl: string;
  readonly handOn: HandOn;
  readonly log: Logger;
}

/** Watches the event stream and the clock for all playbooks, as long as the house runs. */
export const watchPlaybooks = async ({
  db,
  clock,
  databaseUrl,
  handOn,
  log,
}: WatchDeps): Promise<Listener> => {
  const look = async (closed: AbortSignal) => {
    while (!closed.aborted && (await lookAtStream(db, clock.now())));
    if (!closed.aborted) await handOnRuns(db, handOn);
  };
  return keepLooking({
    databaseUrl,
    channels: [eventChannel],
    everyMs,
    look,
    failed: (error) => log.error({ error: error.stack }, "playbooks not looked at"),
  });
};
