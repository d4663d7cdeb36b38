import { hourMs } from "../../../services/core/zone.ts";
import { choiceOf } from "../../runtime/choice.ts";
import { deadlineAt, momentOfDeadline, plantDayTime } from "../../runtime/format.ts";
import { stopWindowIn } from "../../runtime/spoken/times/stop-window.ts";
import { wholeStopIn } from "../../runtime/spoken/times/whole-stop.ts";
import { mostHours, takesDeadline } from "../../runtime/tool.ts";
import { askForDate } from "../holiday.ts";
import type { Deciding, Step } from "./step.ts";

const wholeStop = ({ understood: { certain, now }, tool, text }: Deciding) =>
  tool === "what_if_down" && !certain ? wholeStopIn(text, now) : undefined;

/** A stop of all of a day or weekend is from its start to its end, and not so many hours from now. */
export const takeWholeStop: Step = (call, deciding) =>
  wholeStop(deciding) ? { ...call, hours: null } : undefined;

export const takeDeadline: Step = (call, { understood: { by }, tool }) =>
  by && takesDeadline(tool) ? { ...call, by } : undefined;

/** "In the next two days", which is no date for itself. */
export const takeComingHours: Step = (call, { understood: { candidates, now }, tool }) => {
  const [hours, ...others] = candidates.hours;
  return tool === "late_orders" && !call.by && hours && others.length === 0
    ? { ...call, by: deadlineAt(new Date(now.getTime() + hours * hourMs)) }
    : undefined;
};

/** The day that something comes late to. */
export const takeLateUntil: Step = (call, { understood: { end }, tool }) =>
  end && tool === "what_if_late" && !call.days ? { ...call, by: end } : undefined;

/**
 * Moments that a stop until `end` may last to: of a day the start and the end, as it does not say. None when it would be
 * longer than is answered.
 */
const stopsUntil = (end: string, now: Date): string[] => {
  const [day = "", time] = end.split("T");
  const moments = time ? [end] : [`${day}T00:00`, deadlineAt(momentOfDeadline(day))];
  const hours = (moment: string) => (momentOfDeadline(moment).getTime() - now.getTime()) / hourMs;
  return moments.filter((moment) => hours(moment) > 0 && hours(moment) <= mostHours);
};

/** Until when a stop lasts of which an end is said. */
export const settleStopEnd: Step = (call, deciding) => {
  const { understood, tool, text, language } = deciding;
  const { end, now } = understood;
  if (!end || tool !== "what_if_down" || call.hours) return undefined;
  if (stopWindowIn(text, plantDayTime(now)) ?? wholeStop(deciding)) return undefined;
  const ends = stopsUntil(end, now);
  if (ends.length > 1)
    return {
      doubt: { zh: "按停到什么时候算？", en: "Until when shall I take it as?" },
      choices: ends.map((moment) => choiceOf(tool, { ...call, by: moment }, language)),
      asked: call,
    };
  return ends.length === 1 ? { ...call, by: ends[0] } : { ...call, hours: mostHours };
};

export const askWhichDate: Step = (call, { understood: { holiday, now }, language }) =>
  askForDate(call, holiday, now, language);
