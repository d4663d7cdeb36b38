import { startPlaybookRun } from "../../../services/mes/commands/playbooks.ts";
import type { Tx } from "../../../services/mes/database.ts";
import { eventColumns, type StoredEvent } from "../../../services/mes/events.ts";
import { allPlaybooks, type PlaybookRow } from "../../../services/mes/queries/playbooks.ts";
import type { PlaybookFacts } from "../../../services/mes/schema/playbook.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import { allHold, factsOfEvent } from "../../runtime/playbook/facts.ts";
import { type Playbook, storedPlaybook } from "../../runtime/playbook/model.ts";
import { awaitedEvent, dueTimes, isPast, matches, subjectOf } from "../../runtime/playbook/trigger.ts";
import type { Memory } from "./memory.ts";
import { seriesOf } from "./series.ts";

/** A playbook that is on. */
export interface Active {
  readonly row: PlaybookRow;
  readonly playbook: Playbook;
}

export const activeOf = async (tx: Tx): Promise<Active[]> =>
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
  { row }: Active,
  event: StoredEvent,
  holds: (other: StoredEvent) => boolean,
  memory: Memory,
): Promise<number> => {
  const subject = subjectOf(event);
  // One that was committed behind later ones makes it count from the beginning, and so do those after it.
  const { seq, count } = memory.countBefore(row, subject, event) ?? { seq: "0", count: 0 };
  const since = await seriesOf(tx, event).where("seq", ">", seq).where("seq", "<=", event.seq).execute();
  const counted = count + since.filter(holds).length;
  memory.counted(row, subject, { seq: event.seq, count: counted });
  return counted;
};

/** An event starts what awaits it; what has to last first is noted with the time when it is due. */
export const takeEvent = async (
  tx: Tx,
  active: Active,
  event: StoredEvent,
  now: Date,
  memory: Memory,
): Promise<void> => {
  const { row, playbook } = active;
  if (memory.hasLooked(row, event)) return;
  const awaited = awaitedEvent(playbook.trigger);
  if (!awaited || isPast(event) || BigInt(event.seq) <= BigInt(row.active_after)) return;
  if (!matches(awaited, event)) return;
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
  const count = awaited.times ? await countOf(tx, active, event, holds, memory) : undefined;
  if (awaited.times && count! < awaited.times) return;
  const facts = { ...factsOfEvent(event), ...(count === undefined ? {} : { "event.times": count }) };
  await start(tx, active, event.id, facts, now);
};

/** What lasted long enough starts; what ended before is forgotten. */
export const takeDue = async (tx: Tx, now: Date): Promise<void> => {
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

/** What is to start at a time of the plant's clock, once for each. */
export const takeTimes = async (tx: Tx, active: readonly Active[], now: Date): Promise<void> => {
  for (const one of active) {
    const { row, playbook } = one;
    if (playbook.trigger.kind !== "time" || row.checked_until >= now) continue;
    const after = new Date(Math.max(row.checked_until.getTime(), now.getTime() - madeUpForMs));
    const last = dueTimes(playbook.trigger, after, now).at(-1);
    if (last) await start(tx, one, last.cause, { "event.time": formatPlantTime(last.at) }, now);
    await tx.updateTable("playbook").set({ checked_until: now }).where("id", "=", row.id).execute();
  }
};
