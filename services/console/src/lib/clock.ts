import { createContext, useContext } from "react";
import { plantZone } from "../../../core/zone.ts";
import { useNow } from "./socket.ts";

export interface ClockSetting {
  readonly plantAnchor: number;
  readonly wallAnchor: number;
  readonly speed: number;
  /** By how much this machine's clock is ahead of the server's, ms. */
  readonly ahead: number;
}

export const ClockContext = createContext<ClockSetting>({
  plantAnchor: 0,
  wallAnchor: 0,
  speed: 1,
  ahead: 0,
});

/** Plant time now, ms since the Unix epoch. */
export const usePlantNow = (everyMs = 1_000): number => {
  const { plantAnchor, wallAnchor, speed } = useContext(ClockContext);
  return plantAnchor + (useNow(everyMs) - wallAnchor) * speed;
};

/** Wall time now by the server's clock, ms: what it sets an end to ends by that one. */
export const useServerNow = (everyMs = 1_000): number => {
  const { ahead } = useContext(ClockContext);
  return useNow(everyMs) - ahead;
};

/** What stands at a tick of an axis: at a midnight the day that begins, else the time of day, or both. */
export const formatTick = (time: number, language: string, withDay: boolean): string => {
  const moment = new Date(time);
  return !withDay && plantZone().dayTimeAt(moment).time === "00:00"
    ? moment.toLocaleDateString(language === "zh" ? "zh-CN" : "en-GB", {
        timeZone: plantZone().name,
        month: "short",
        day: "numeric",
      })
    : formatTime(time, language, withDay);
};

/** A moment as an input of local time holds it, by the plant's own clock. */
export const asInput = (moment: number): string => {
  const { day, time } = plantZone().dayTimeAt(new Date(moment));
  return `${day}T${time}`;
};
/** The moment, ms, of such an input's text; NaN for a text that is none. */
export const fromInput = (text: string): number => {
  const [day = "", time] = text.split("T");
  return plantZone().momentOf(day, time).getTime();
};

/** When something was recorded, by the wall's clock and to the second, with its year: "27 Nov 2026 14:25:55". */
export const formatRecorded = (time: string, language: string): string =>
  new Date(time)
    .toLocaleString(language === "zh" ? "zh-CN" : "en-GB", {
      timeZone: plantZone().name,
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hour12: false,
    })
    .replace(",", "");

/** A format takes longer to make than a hundred times to write with it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * By the plant's own clock: a planner at home reads the same one as the line leader.
 *
 * @param withDay Whether the day stands before the time; "date" leaves its weekday out.
 */
export const formatTime = (
  time: string | number,
  language: string,
  withDay: boolean | "date" = true,
  withSeconds = false,
): string => {
  const key = `${language} ${withDay} ${withSeconds}`;
  const known = formats.get(key);
  const format =
    known ??
    new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
      timeZone: plantZone().name,
      ...(withDay ? { month: "short", day: "numeric" } : {}),
      ...(withDay === true ? { weekday: "short" } : {}),
      hour: "2-digit",
      minute: "2-digit",
      ...(withSeconds ? { second: "2-digit" } : {}),
      hour12: false,
    });
  if (!known) formats.set(key, format);
  // English dates have no comma on a shop floor: "Mon 2 Nov 14:33".
  return format.format(new Date(time)).replace(",", "");
};
