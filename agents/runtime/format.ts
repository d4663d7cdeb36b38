import { dayAsRead } from "../../services/core/said-time.ts";
import { writtenMoment } from "../../services/core/written-moment.ts";
import { type DayTime, plantZone } from "../../services/core/zone.ts";

/** Texts of times and amounts. The plant's clock holds for everybody who reads them. */

/** Day and time of the plant at a moment: "2026-11-27", "15:00". */
export const plantDayTime = (moment: Date): DayTime => plantZone().dayTimeAt(moment);

/** The last moment of a deadline, "2026-11-27T15:00", or of a whole day, "2026-11-27". */
export const momentOfDeadline = (by: string): Date => {
  const { momentOf, midnight } = plantZone();
  const [day, time] = by.split("T") as [string, string?];
  return time ? momentOf(day, time) : midnight(momentOf(day), 1);
};

/** A moment as a deadline names it: "2026-11-27T15:00". */
export const deadlineAt = (moment: Date): string => {
  const { day, time } = plantDayTime(moment);
  return `${day}T${time}`;
};

/** "11-27 15:00", or "11-27" for a whole day. */
export const formatDeadline = (by: string): string => by.slice(5).replace("T", " ");

/** A share as "91.2%". */
export const formatPercent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** A deadline within a sentence: a whole day as people say it, "27 Nov"; a moment as evidence has it, which is turned when it is told. */
export const sayDeadline = (by: string, language: "zh" | "en"): string =>
  by.includes("T") ? formatDeadline(by) : dayAsRead(by, language);

/** "11-02 08:30", plant time, as evidence has it; `timesAsRead` turns it into what people read. */
export const formatPlantTime = writtenMoment;

/** "2.5 h", or minutes below one hour. */
export const formatDuration = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${(seconds / 3_600).toFixed(1)} h`;
};

/** The language to answer a message in. */
export const languageIn = (text: string): "zh" | "en" => (isChinese(text) ? "zh" : "en");

/** True for a message that holds Chinese. */
export const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** What begins a sentence, as it stands within one: "The week before" is "the week before". */
export const inSentence = (en: string): string => en.charAt(0).toLowerCase() + en.slice(1);
