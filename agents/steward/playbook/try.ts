import { sql } from "kysely";
import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { eventColumns, type StoredEvent } from "../../../services/mes/events.ts";
import type { PlaybookFacts } from "../../../services/mes/schema/playbook.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import { allHold, factsOfEvent, told } from "../../runtime/playbook/facts.ts";
import { everyStep, type Playbook } from "../../runtime/playbook/model.ts";
import { awaitedEvent, dueTimes, matches, subjectOf } from "../../runtime/playbook/trigger.ts";

/** A start that would have been. */
export interface WouldStart {
  readonly cause: string;
  /** Plant time. */
  readonly at: Date;
  readonly facts: PlaybookFacts;
  /** What it would have told first; what only a look at the plant of then could say stands by its name. */
  readonly says: Bilingual | null;
  /** Too soon after the start before. */
  readonly skipped: boolean;
}

export interface Tried {
  /** Events of the kind that were looked at. */
  readonly seen: number;
  readonly starts: readonly WouldStart[];
}

interface Start {
  readonly cause: string;
  readonly at: Date;
  readonly facts: PlaybookFacts;
}

const minuteMs = 60_000;

/** What starts a playbook among events of one kind, oldest first, those of an object in their order. */
const startsAmong = (playbook: Playbook, events: readonly StoredEvent[], from: Date, to: Date): Start[] => {
  const awaited = awaitedEvent(playbook.trigger);
  if (!awaited) return [];
  const series = Map.groupBy(events, subjectOf);
  const found: Start[] = [];
  for (const own of series.values()) {
    const isMatch = own.map((event) => matches(awaited, event));
    let count = 0;
    for (const [index, event] of own.entries()) {
      if (!isMatch[index]) continue;
      count += 1;
      const start = (at: Date, more: PlaybookFacts = {}) =>
        found.push({ cause: event.id, at, facts: { ...factsOfEvent(event), ...more } });
      if (awaited.lasts) {
        const at = new Date(event.time.getTime() + awaited.lasts * minuteMs);
        const end = own[isMatch.indexOf(false, index)];
        if (!isMatch[index - 1] && !(end && end.time <= at)) start(at, { "event.minutes": awaited.lasts });
      } else if (!awaited.times) start(event.time);
      else if (count >= awaited.times) start(event.time, { "event.times": count });
    }
  }
  return found.filter(({ at }) => at >= from && at <= to).sort((a, b) => a.at.getTime() - b.at.getTime());
};

/**
 * Events of one kind that can start something in a stretch: those in it, those so long before it that what lasts since then begins in
 * it, and of each object that is among them what came before, where that counts: all of it for the n-th time, else the last.
 * By the indices of time and of the object, so that the length of the record does not matter.
 */
const eventsOf = async (
  db: Db,
  {
    type,
    lasts = 0,
    times,
  }: { readonly type: string; readonly lasts?: number | undefined; readonly times?: number | undefined },
  from: Date,
  to: Date,
): Promise<StoredEvent[]> => {
  const since = new Date(from.getTime() - lasts * minuteMs);
  const ofKind = db.selectFrom("event").select(eventColumns).where("type", "=", type);
  const within = await ofKind
    .where("time", ">=", since)
    .where("time", "<=", to)
    .orderBy("time")
    .orderBy("seq")
    .execute();
  const subjects = lasts > 0 || times ? [...new Set(within.map(subjectOf))] : [];
  if (subjects.length === 0) return within;
  const subject = sql<string>`objects->0->>'id'`;
  const earlier = ofKind.where("time", "<", since);
  const before = await (times
    ? earlier.where(subject, "in", subjects).orderBy("time").orderBy("seq")
    : db
        .selectFrom(sql<{ id: string }>`unnest(${subjects}::text[])`.as<"subject">(sql`subject(id)`))
        .innerJoinLateral(
          earlier
            .where(subject, "=", sql<string>`subject.id`)
            .orderBy("time", "desc")
            .orderBy("seq", "desc")
            .limit(1)
            .as("last"),
          (join) => join.onTrue(),
        )
        .selectAll("last")
  ).execute();
  return [...before, ...within];
};

/** Plays trigger, conditions and cooldown over what was recorded in a stretch. Nothing is done. */
export const tryPlaybook = async (db: Db, playbook: Playbook, from: Date, to: Date): Promise<Tried> => {
  const { trigger, conditions, limits, steps } = playbook;
  const awaited = awaitedEvent(trigger);
  const events = awaited ? await eventsOf(db, awaited, from, to) : [];
  const starts =
    trigger.kind === "time"
      ? dueTimes(trigger, from, to).map(({ cause, at }) => ({
          cause,
          at,
          facts: { "event.time": formatPlantTime(at) } as PlaybookFacts,
        }))
      : startsAmong(playbook, events, from, to);
  const telling = everyStep(steps).find(({ step }) => step.do === "notify" || step.do === "hand_over")?.step;
  let last = Number.NEGATIVE_INFINITY;
  return {
    seen: events.filter(({ time }) => time >= from).length,
    starts: starts
      .filter(({ facts }) => allHold(conditions, facts))
      .map((start) => {
        const skipped = start.at.getTime() - last < limits.cooldownMinutes * 60_000;
        if (!skipped) last = start.at.getTime();
        const says = telling && "text" in telling ? told(telling.text, start.facts) : null;
        return { ...start, says, skipped };
      }),
  };
};
