import { dayMs, plantZone } from "../../../services/core/zone.ts";
import type { StoredEvent } from "../../../services/mes/events.ts";
import { allHold, factsOfEvent } from "./facts.ts";
import { type Condition, type Playbook, type Trigger, weekdays } from "./model.ts";

interface EventTrigger {
  readonly type: string;
  readonly where: readonly Condition[];
  /** Minutes of plant time. */
  readonly lasts?: number | undefined;
  readonly times?: number | undefined;
}

/** The event that a trigger waits for; undefined where it waits for none. */
export const awaitedEvent = (trigger: Trigger): EventTrigger | undefined => {
  if (trigger.kind === "event") return trigger;
  if (trigger.kind !== "alert") return undefined;
  const { metric, line } = trigger;
  return {
    type: "alert.raised",
    where: [
      ...(metric ? [{ fact: "event.metric", is: "is" as const, value: metric }] : []),
      ...(line ? [{ fact: "event.line", is: "is" as const, value: line }] : []),
    ],
  };
};

export const matches = (wanted: Pick<EventTrigger, "type" | "where">, event: StoredEvent): boolean =>
  event.type === wanted.type && allHold(wanted.where, factsOfEvent(event));

/** Whether a machine told it afterwards: it counts, and neither starts anything nor answers what waits. */
export const isPast = ({ attributes }: Pick<StoredEvent, "attributes">): boolean =>
  attributes["isPast"] === true;

/** What an event is about first of all: whom its series of states belongs to. */
export const subjectOf = ({ objects }: Pick<StoredEvent, "objects">): string => objects[0]?.id ?? "";

export interface Due {
  /** Names the start: the same one starts once. */
  readonly cause: string;
  /** Plant time. */
  readonly at: Date;
}

/**
 * When a clock trigger is due after one moment and up to another, by the plant's clock. A day on which clocks change has
 * each time once: one that is shown twice counts the first time, one that is left out counts as long after the change.
 */
export const dueTimes = (
  { days, at }: Extract<Trigger, { kind: "time" }>,
  after: Date,
  until: Date,
): Due[] => {
  const zone = plantZone();
  const found: Due[] = [];
  const first = Date.parse(`${zone.dayTimeAt(after).day}T00:00Z`) - dayMs;
  const last = Date.parse(`${zone.dayTimeAt(until).day}T00:00Z`) + dayMs;
  for (let day = first; day <= last; day += dayMs) {
    const date = new Date(day);
    if (!days.includes(weekdays[(date.getUTCDay() + 6) % 7]!)) continue;
    const text = date.toISOString().slice(0, 10);
    const moment = zone.momentOf(text, at);
    if (moment > after && moment <= until) found.push({ cause: `time-${text}T${at}`, at: moment });
  }
  return found;
};

const weekMs = 8 * dayMs;

/** The next time of a playbook that starts by the clock. */
export const nextTime = ({ trigger }: Pick<Playbook, "trigger">, now: Date): Date | undefined =>
  trigger.kind === "time" ? dueTimes(trigger, now, new Date(now.getTime() + weekMs))[0]?.at : undefined;
